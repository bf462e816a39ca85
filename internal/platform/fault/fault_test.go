package fault_test

import (
	"errors"
	"fmt"
	"testing"

	"tongpin/internal/platform/fault"
)

func TestIs(t *testing.T) {
	stale := fault.New(fault.Stale, "record.stale")
	list := fault.List{fault.Wrong("name", "", "name.empty"), stale}
	other := errors.New("disk on fire")
	cases := []struct {
		name string
		err  error
		kind fault.Kind
		want bool
	}{
		{"itself", stale, fault.Stale, true},
		{"another kind", stale, fault.Refused, false},
		{"wrapped", fmt.Errorf("saving: %w", stale), fault.Stale, true},
		{"in a list", list, fault.Stale, true},
		{"in a wrapped list", fmt.Errorf("saving: %w", list), fault.Invalid, true},
		{"not in a list", list, fault.Conflict, false},
		{"no fault", other, fault.Internal, false},
		{"nothing", nil, fault.Stale, false},
	}
	for _, c := range cases {
		if got := fault.Is(c.err, c.kind); got != c.want {
			t.Errorf("%s: got %v", c.name, got)
		}
	}
	if !errors.Is(stale, &fault.Fault{Kind: fault.Stale}) || !errors.Is(stale, &fault.Fault{Kind: fault.Stale, Key: "record.stale"}) {
		t.Error("errors.Is does not know the fault by kind or by key")
	}
	if errors.Is(stale, &fault.Fault{Kind: fault.Stale, Key: "other"}) || errors.Is(stale, other) {
		t.Error("errors.Is takes it for another")
	}
}

func TestList(t *testing.T) {
	var l fault.List
	if l.Err() != nil {
		t.Error("an empty list is an error")
	}
	l.Add("number", "-3", "order.number.positive", "least", 1)
	l.Append(nil)
	l.Append(fault.List{fault.Refuse("a"), fault.Refuse("b")})
	l.Append(fmt.Errorf("wrapped: %w", fault.Refuse("c")))
	if err := l.Err(); err == nil || len(fault.All(err)) != 4 {
		t.Fatalf("got %v", err)
	}
	if got := l[0]; got.Field != "number" || got.Value != "-3" || got.Kind != fault.Invalid {
		t.Errorf("got %+v", got)
	}
	if got, want := l[:2].Error(), "invalid: order.number.positive [number=\"-3\"] least=1\nrefused: a"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if fault.All(errors.New("other")) != nil {
		t.Error("another error was taken for a fault")
	}
}

// TestKindNames: each kind has a name of its own.
func TestKindNames(t *testing.T) {
	seen := map[string]bool{}
	for k := fault.Internal; k <= fault.Unavailable; k++ {
		if seen[k.String()] || k.String() == "" {
			t.Errorf("kind %d is called %q", k, k)
		}
		seen[k.String()] = true
	}
}
