package access

import "context"

type actorKey struct{}

// With puts the actor of a request or job into the context.
func With(ctx context.Context, a Actor) context.Context {
	return context.WithValue(ctx, actorKey{}, a)
}

// From returns the actor of the context, and false if nobody is signed in.
func From(ctx context.Context) (Actor, bool) {
	a, ok := ctx.Value(actorKey{}).(Actor)
	return a, ok
}

// Must returns the actor of the context; a handler behind the sign-in gate
// always has one.
func Must(ctx context.Context) Actor {
	a, ok := From(ctx)
	if !ok {
		panic("access: no actor in the context")
	}
	return a
}
