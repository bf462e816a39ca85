package access_test

import (
	"context"
	"slices"
	"testing"

	"tongpin/internal/core/access"
	"tongpin/internal/core/record"
)

var table = access.NewTable(
	[]access.Grant{
		access.Allow("order.view", access.Any, access.Secretariat, access.Auditor),
		access.Allow("order.view", access.Own|access.Shown, access.Enterprise),
		access.Allow("order.view", access.Shown, access.Dean),
	},
	[]access.Grant{
		access.Allow("order.view", access.Party, access.Dean),
		access.Allow("order.check", access.Any, access.Secretariat),
	},
)

func TestCan(t *testing.T) {
	subject := access.Subject{Owner: "mine", Parties: []record.ID{"mine", "school"}}
	shown := subject
	shown.Shown = true
	cases := []struct {
		role         access.Role
		organisation record.ID
		action       access.Action
		subject      access.Subject
		can          bool
	}{
		{access.Secretariat, "office", "order.view", subject, true},
		{access.Auditor, "", "order.view", subject, true},
		{access.Auditor, "", "order.check", subject, false},
		{access.Enterprise, "mine", "order.view", subject, true},
		{access.Enterprise, "rival", "order.view", subject, false},
		{access.Enterprise, "school", "order.view", subject, false}, // Party was not granted to enterprises
		{access.Enterprise, "rival", "order.view", shown, true},
		{access.Dean, "school", "order.view", subject, true}, // grants of two features add up
		{access.Dean, "other", "order.view", subject, false},
		{access.Dean, "other", "order.view", shown, true},
		{access.Student, "school", "order.view", shown, false},
		{access.Enterprise, "", "order.view", access.Subject{}, false}, // nobody's record is not everybody's own
		{access.System, "", "order.view", subject, true},
		{access.System, "", "order.check", subject, true},
	}
	for _, c := range cases {
		a := access.Actor{Role: c.role, Organisation: c.organisation}
		if got := table.Can(a, c.action, c.subject); got != c.can {
			t.Errorf("%s of %q, %s, %+v: got %v, want %v", c.role, c.organisation, c.action, c.subject, got, c.can)
		}
	}
}

func TestReach(t *testing.T) {
	for role, want := range map[access.Role]access.Relation{
		access.Secretariat: access.Any,
		access.Enterprise:  access.Own | access.Shown,
		access.Dean:        access.Shown | access.Party,
		access.Student:     access.None,
		access.System:      access.Any,
	} {
		if got := table.Reach(access.Actor{Role: role}, "order.view"); got != want {
			t.Errorf("%s reaches %b, want %b", role, got, want)
		}
	}
	if got := table.Actions(); !slices.Equal(got, []access.Action{"order.check", "order.view"}) {
		t.Errorf("actions are %v", got)
	}
	defer func() {
		if recover() == nil {
			t.Error("an undeclared action passed")
		}
	}()
	table.Reach(access.Actor{Role: access.Secretariat}, "order.burn")
}

func TestContext(t *testing.T) {
	if a, ok := access.From(context.Background()); ok {
		t.Errorf("nobody signed in is %+v", a)
	}
	robot := access.Robot(7)
	if got, ok := access.From(access.With(context.Background(), robot)); !ok || got != robot || got.Role != access.System || got.Consortium != 7 {
		t.Errorf("got %+v, %v", got, ok)
	}
	defer func() {
		if recover() == nil {
			t.Error("a handler without a signed-in person got an actor")
		}
	}()
	access.Must(context.Background())
}
