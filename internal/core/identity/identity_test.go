package identity

import (
	"strings"
	"testing"
	"time"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/organisation"
	"tongpin/internal/core/record"
	"tongpin/internal/platform/fault"
)

var now = time.Date(2026, 4, 10, 1, 0, 0, 0, time.UTC)

func keys(l fault.List) string {
	var out []string
	for _, f := range l {
		out = append(out, f.Field+":"+f.Key)
	}
	return strings.Join(out, " ")
}

func TestMasks(t *testing.T) {
	for in, want := range map[string]string{"13812345678": "138****5678", "09991234567": "099****4567", "1234567": "*******", "": ""} {
		if got := MaskPhone(in); got != want {
			t.Errorf("MaskPhone(%q) = %q, want %q", in, got, want)
		}
	}
	for in, want := range map[string]string{"liming@example.org": "l***@example.org", "": "", "broken": "******", "\u674e@x.cn": "\u674e***@x.cn"} {
		if got := MaskEmail(in); got != want {
			t.Errorf("MaskEmail(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestContact(t *testing.T) {
	c, faults := Contact{Name: " \u963f\u4e0d\u90fd\u00b7\u70ed\u897f\u63d0 ", Phone: "13812345678", Email: "A@Example.org"}.Clean()
	if faults != nil || c.Name != "\u963f\u4e0d\u90fd\u00b7\u70ed\u897f\u63d0" || c.Email != "a@example.org" {
		t.Errorf("%+v %v", c, faults)
	}
	_, faults = Contact{Name: "", Phone: "12345", Email: "a b@c"}.Clean()
	if got, want := keys(faults), "name:person.name.missing phone:person.phone.form email:person.email.form"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if _, faults = (Contact{Name: "a\u202eb"}).Clean(); keys(faults) != "name:person.name.characters" {
		t.Errorf("a direction override passed: %v", faults)
	}
	if _, faults = (Contact{Name: strings.Repeat("a", 61)}).Clean(); keys(faults) != "name:person.name.long" {
		t.Errorf("%v", faults)
	}
}

func TestCleanLogin(t *testing.T) {
	if got, err := CleanLogin(" Li.Ming "); err != nil || got != "li.ming" {
		t.Errorf("%q %v", got, err)
	}
	for _, bad := range []string{"", "a", "li ming", "-li", "li@x.cn", strings.Repeat("a", 41), "\u674e\u660e"} {
		if _, err := CleanLogin(bad); err == nil {
			t.Errorf("%q was taken", bad)
		}
	}
}

func TestLockAfterFiveTries(t *testing.T) {
	a := Account{}
	var err error
	for i := range MaxTries {
		if a, err = a.Try(now); err != nil {
			t.Fatalf("try %d was refused: %v", i+1, err)
		}
	}
	_, err = a.Try(now.Add(9*time.Minute + time.Second))
	if !fault.Is(err, fault.Refused) || fault.All(err)[0].Args[3] != int64(1) {
		t.Errorf("a sixth try within the lock: %v", err)
	}
	if s := a.Succeed(); s.Tries != 0 || !s.LockedUntil(now).IsZero() {
		t.Errorf("the right fifth try leaves %+v", s)
	}
	a, err = a.Try(now.Add(LockTime))
	if err != nil || a.Tries != 1 || !a.LockedUntil(now.Add(LockTime)).IsZero() {
		t.Errorf("after the lock: %+v, %v", a, err)
	}
}

func TestCheckPassword(t *testing.T) {
	p := Person{Name: "Li Ming", Phone: "13812345678", Email: "mingli@example.org"}
	tests := map[string]string{
		"correct horse battery": "",
		"\u82e5\u7f8c\u7684\u98ce\u5439\u8fc7\u80e1\u6768\u6811\u6797": "",
		"short":                          "new:password.short",
		"Password123":                    "new:password.common",
		"aaaaaaaaaaaa":                   "new:password.common",
		"abcabcabcabc":                   "new:password.common",
		"2345678901":                     "new:password.common",
		"zyxwvutsrqp":                    "new:password.common",
		"my-LIMING01-pass":               "new:password.personal",
		"x13812345678x":                  "new:password.personal",
		"to-mingli-again":                "new:password.personal",
		strings.Repeat("ab1\u00e9z", 40): "new:password.long",
		"bad\xffutf8bytes":               "new:password.characters",
	}
	for password, want := range tests {
		faults := CheckPassword("new", password, "liming01", p)
		if got := keys(faults); got != want {
			t.Errorf("%q: got %q, want %q", password, got, want)
		}
		for _, f := range faults {
			if f.Value != "" {
				t.Errorf("%q is repeated in the fault", password)
			}
		}
	}
}

func TestCommonListCanBite(t *testing.T) {
	for word := range common {
		if len(word) < MinPassword {
			t.Errorf("%q is refused by its length already", word)
		}
	}
}

func TestAssignment(t *testing.T) {
	day := calendar.On(2026, 4, 10)
	a := Assignment{Role: access.Dean, Organisation: "o", OrganisationKind: organisation.School, From: day, To: day}
	if _, faults := NewAssignment(a); faults != nil {
		t.Error(faults)
	}
	if !a.Active(day) || a.Active(day.AddDays(1)) || a.Active(day.AddDays(-1)) {
		t.Error("a one-day assignment holds on exactly that day")
	}
	a.OrganisationKind, a.To = organisation.Enterprise, day.AddDays(-1)
	if _, faults := NewAssignment(a); keys(faults) != "role:assignment.role.unsuited to:assignment.to.early" {
		t.Error(keys(faults))
	}
	_, faults := NewAssignment(Assignment{Role: "king"})
	if keys(faults) != "role:assignment.role.unknown organisation:assignment.organisation.missing from:assignment.from.missing" {
		t.Error(keys(faults))
	}
}

func TestEveryRoleHasAHome(t *testing.T) {
	for _, r := range access.Roles {
		var suited bool
		for _, k := range organisation.Kinds {
			suited = suited || Suits(r, k)
		}
		if !suited {
			t.Errorf("%s can be held nowhere", r)
		}
	}
	if Suits(access.System, organisation.Association) {
		t.Error("a person could be the program")
	}
}

func TestChoose(t *testing.T) {
	day := calendar.On(2026, 4, 10)
	list := []Assignment{
		{ID: "c", Consortium: 2, Role: access.Secretariat, From: day},
		{ID: "b", Consortium: 1, Role: access.Expert, From: day},
		{ID: "a", Consortium: 1, Role: access.Teacher, From: day},
		{ID: "old", Consortium: 1, Role: access.Secretariat, From: day.AddDays(-9), To: day.AddDays(-1)},
	}
	for wanted, want := range map[record.ID]record.ID{"c": "c", "": "a", "old": "a", "foreign": "a"} {
		if got, ok := Choose(list, wanted, day); !ok || got.ID != want {
			t.Errorf("wanted %q: got %q, want %q", wanted, got.ID, want)
		}
	}
	if _, ok := Choose(list[3:], "old", day); ok {
		t.Error("an ended assignment was chosen")
	}
}

func TestSession(t *testing.T) {
	life := Lifetime{Idle: 2 * time.Hour, Max: 12 * time.Hour}
	token := NewToken()
	if len(token) != 43 || token == NewToken() {
		t.Errorf("token %q", token)
	}
	s := Begin(token, Account{ID: "a", Person: "p"}, "Mozilla\x00\r\n"+strings.Repeat("x", 500), "10.0.0.1", life, now)
	if strings.Contains(s.TokenHash, token) || s.TokenHash != HashToken(token) || len(s.Device) != maxDevice || strings.ContainsAny(s.Device, "\x00\r\n") {
		t.Errorf("%+v", s)
	}
	if !s.Alive(life, now.Add(2*time.Hour-time.Second)) || s.Alive(life, now.Add(2*time.Hour)) {
		t.Error("the idle end is not two hours")
	}
	s.SeenAt = now.Add(11 * time.Hour)
	if !s.Alive(life, now.Add(12*time.Hour-time.Second)) || s.Alive(life, now.Add(12*time.Hour)) {
		t.Error("the absolute end is not twelve hours")
	}
	if s.Stale(s.SeenAt.Add(SeenStep-1)) || !s.Stale(s.SeenAt.Add(SeenStep)) {
		t.Error("the last use is not written once a minute")
	}
}
