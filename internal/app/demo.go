package app

import "context"

// Demo is wired below once the loader stands.
func (Program) Demo(ctx context.Context, o DemoOptions) error {
	return Program{}.Serve(ctx, o.ServeOptions)
}
