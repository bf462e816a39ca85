package account

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/identity"
	"tongpin/internal/core/organisation"
	"tongpin/internal/core/record"
	"tongpin/internal/platform/fault"
)

var (
	now    = time.Date(2026, 4, 10, 1, 0, 0, 0, time.UTC)
	today  = calendar.On(2026, 4, 10)
	admin  = access.Actor{Consortium: 1, Person: "admin", Role: access.Admin, Organisation: "body"}
	office = access.Actor{Consortium: 1, Person: "office", Role: access.Secretariat, Organisation: "body"}
	school = organisation.Organisation{ID: "school", Name: "School", Kind: organisation.School}
)

func card(roles ...access.Role) Card {
	c := Card{Person: identity.Person{ID: "li", Name: "Li", KeptBy: 1, Phone: "13812345678"}, Account: identity.Account{ID: "account", Person: "li", KeptBy: 1, Tries: 3}}
	for _, r := range roles {
		c.Assignments = append(c.Assignments, identity.Assignment{ID: record.ID(r), Person: "li", Role: r, Organisation: "school", OrganisationName: "School", From: today.AddDays(-10)})
	}
	return c
}

// wants checks the keys of the faults, in order.
func wants(t *testing.T, err error, keys ...string) {
	t.Helper()
	var got []string
	for _, f := range fault.All(err) {
		got = append(got, f.Key)
	}
	if strings.Join(got, " ") != strings.Join(keys, " ") || (err != nil) != (len(keys) > 0) {
		t.Errorf("got %v, want %v", err, keys)
	}
}

func TestCreateTellsAllThatIsWrong(t *testing.T) {
	_, c, err := Create(CreateCommand{
		ID: "00000000-0000-7000-8000-000000000001", Contact: identity.Contact{Phone: "1"}, Login: "?", Password: "short",
		Role: access.Enterprise, From: today, To: today.AddDays(-1),
	}, "", school, office, now)
	wants(t, err, "person.name.missing", "person.phone.form", "account.login.form", "password.short", "assignment.role.unsuited", "assignment.to.early")
	if len(c.Entries) != 0 {
		t.Error("a refusal left a trace")
	}
}

func TestCreate(t *testing.T) {
	cmd := CreateCommand{ID: "00000000-0000-7000-8000-000000000001", Contact: identity.Contact{Name: "Li"}, Login: "Li", Role: access.Dean}
	got, c, err := Create(cmd, "hash", school, office, now)
	if err != nil || got.Account.Login != "li" || got.Account.Hash != "hash" || !got.Account.MustChange || got.Assignments[0].From != today {
		t.Fatalf("%+v %v", got, err)
	}
	if len(c.Entries) != 1 || c.Entries[0].Verb != "created" || c.Entries[0].Args["organisation"] != "School" {
		t.Errorf("%+v", c.Entries)
	}
	again, _, _ := Create(cmd, "other", school, office, now)
	if again.Account.ID != got.Account.ID || again.Assignments[0].ID != got.Assignments[0].ID {
		t.Error("a double click would make two accounts")
	}
	cmd.Password = "correct horse battery"
	if given, _, _ := Create(cmd, "hash", school, office, now); given.Account.MustChange {
		t.Error("a password of the person's own must be changed")
	}
	cmd.Login = ""
	if bare, _, _ := Create(cmd, "", school, office, now); bare.Account.ID != "" {
		t.Error("a person without login has an account")
	}
}

func TestOnlyAdminGivesAdmin(t *testing.T) {
	cmd := AssignCommand{ID: "x", Role: access.Admin}
	_, _, err := Assign(card().Person, cmd, school, office, now)
	wants(t, err, "account.admin_only")
	_, _, err = Assign(card().Person, cmd, school, admin, now)
	wants(t, err)
}

func TestEnd(t *testing.T) {
	own := access.Actor{Consortium: 1, Person: "li", Role: access.Dean, Organisation: "school"}
	past := card(access.Dean)
	past.Assignments[0].To = today.AddDays(-1)
	tests := map[string]struct {
		card  Card
		cmd   EndCommand
		actor access.Actor
		last  calendar.Date
		key   string
	}{
		"at once":      {card(access.Dean), EndCommand{Assignment: "dean"}, office, today.AddDays(-1), ""},
		"later":        {card(access.Dean), EndCommand{Assignment: "dean", On: today.AddDays(5)}, office, today.AddDays(5), ""},
		"unknown":      {card(access.Dean), EndCommand{Assignment: "x"}, office, calendar.Date{}, "record.not_found"},
		"own seat":     {card(access.Dean), EndCommand{Assignment: "dean"}, own, calendar.Date{}, "account.end.own"},
		"over":         {past, EndCommand{Assignment: "dean"}, office, calendar.Date{}, "account.end.over"},
		"before start": {card(access.Dean), EndCommand{Assignment: "dean", On: today.AddDays(-12)}, office, calendar.Date{}, "account.end.early"},
		"admin":        {card(access.Admin), EndCommand{Assignment: "admin"}, office, calendar.Date{}, "account.admin_only"},
		"admin's dean": {card(access.Admin, access.Dean), EndCommand{Assignment: "dean"}, office, today.AddDays(-1), ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got, c, err := End(test.card, test.cmd, test.actor, now)
			if test.key != "" {
				wants(t, err, test.key)
				return
			}
			if err != nil || got.To != test.last || len(c.Entries) != 1 || c.Entries[0].Verb != "unassigned" {
				t.Errorf("%+v %+v %v", got, c.Entries, err)
			}
		})
	}
}

func TestResetAndDisable(t *testing.T) {
	elsewhere, none := card(access.Dean), card(access.Dean)
	elsewhere.Person.KeptBy = 2
	none.Account = identity.Account{}
	for name, test := range map[string]struct {
		card  Card
		actor access.Actor
		key   string
	}{
		"kept elsewhere":      {elsewhere, admin, "account.kept_elsewhere"},
		"no account":          {none, admin, "account.none"},
		"administrator":       {card(access.Admin), office, "account.admin_only"},
		"administrator by it": {card(access.Admin), admin, ""},
		"dean":                {card(access.Dean), office, ""},
	} {
		t.Run(name, func(t *testing.T) {
			reset, _, err := Reset(test.card, "new", test.actor, now)
			_, _, closed := SetDisabled(test.card, true, test.actor, now)
			if test.key != "" {
				wants(t, err, test.key)
				wants(t, closed, test.key)
				return
			}
			if err != nil || closed != nil || reset.Hash != "new" || !reset.MustChange || reset.Tries != 0 {
				t.Errorf("%+v %v %v", reset, err, closed)
			}
		})
	}
	_, _, err := SetDisabled(card(access.Dean), false, admin, now)
	wants(t, err, "account.disable.same")
	self := access.Actor{Consortium: 1, Person: "li", Role: access.Secretariat}
	_, _, err = SetDisabled(card(access.Dean), true, self, now)
	wants(t, err, "account.disable.own")
}

func TestReveal(t *testing.T) {
	c, err := Reveal(card(), "  call them  ", office, now)
	if err != nil || len(c.Entries) != 1 || c.Entries[0].Message != "call them" || c.Entries[0].Verb != "revealed" {
		t.Errorf("%+v %v", c.Entries, err)
	}
	_, err = Reveal(card(), "   ", office, now)
	wants(t, err, "account.reveal.reason")
}

func TestNewPassword(t *testing.T) {
	seen := map[string]bool{}
	for range 200 {
		p := newPassword()
		if !regexp.MustCompile(`^[a-km-z2-9]{5}-[a-km-z2-9]{5}-[a-km-z2-9]{5}$`).MatchString(p) || seen[p] {
			t.Fatalf("password %q", p)
		}
		if faults := identity.CheckPassword("x", p, "li", identity.Person{}); faults != nil {
			t.Fatalf("%q breaks our own rules: %v", p, faults)
		}
		seen[p] = true
	}
}
