package order

import (
	"testing"
	"time"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/fact"
	"tongpin/internal/core/file"
	"tongpin/internal/core/organisation"
	"tongpin/internal/core/record"
	"tongpin/internal/core/rule"
	"tongpin/internal/platform/fault"
)

const (
	plant   record.ID = "00000000-0000-7000-8000-0000000000a1"
	college record.ID = "00000000-0000-7000-8000-0000000000b1"
	academy record.ID = "00000000-0000-7000-8000-0000000000b2"
	orderID record.ID = "00000000-0000-7000-8000-0000000000c1"
)

var (
	now   = time.Date(2026, 4, 10, 1, 30, 0, 0, time.UTC)
	today = calendar.DateOf(now)

	hr       = access.Actor{Person: "p1", Role: access.Enterprise, Organisation: plant, OrganisationKind: organisation.Enterprise}
	dean     = access.Actor{Person: "p2", Role: access.Dean, Organisation: college, OrganisationKind: organisation.School}
	rival    = access.Actor{Person: "p3", Role: access.Dean, Organisation: academy, OrganisationKind: organisation.School}
	clerk    = access.Actor{Person: "p4", Role: access.Secretariat, OrganisationKind: organisation.Association}
	firm     = organisation.Organisation{ID: plant, Kind: organisation.Enterprise, Name: "Cement works", IndustryCode: "C3011", Industry: "new_materials"}
	grants   = access.NewTable(Grants())
	hrRobot  = access.Actor{Role: access.System}
	welding  = "660105"
	electric = "630301"
)

func book(t testing.TB) *rule.Book {
	t.Helper()
	b, err := rule.Load(Rules())
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// people is a complete order of ten welders, hired directly.
func people() Data {
	return Data{
		Kind: People, Title: "Welders", Quantity: 10, StartOn: today.AddDays(60), ValidUntil: today.AddDays(90), Visibility: Members,
		Details: Details{Mode: DirectHire, Post: "Welder", Places: "Ruoqiang", PayFrom: 480_000, PayTo: 560_000, Programmes: []string{welding}},
	}
}

// interns is a complete order of interns that breaks no rule.
func interns() Data {
	d := people()
	d.EndOn = d.StartOn.AddDays(180)
	d.Details.Mode, d.Details.PostWage, d.Details.HoursPerDay = Internship, 500_000, 8
	return d
}

// at walks an order to a state through the decisions.
func at(t testing.TB, d Data, state State) Order {
	t.Helper()
	b := book(t)
	o, _, err := Create(orderID, firm, d, hr, now, b)
	must(t, err)
	o.Number, o.Version = "XQ-2026-0001", 1
	if state == Draft {
		return o
	}
	o, _, err = Submit(o, hr, now, b)
	must(t, err)
	if state == Submitted {
		return o
	}
	if state == Returned {
		o, _, err = Return(o, "Where?", clerk, now)
		must(t, err)
		return o
	}
	o, _, err = Publish(o, clerk, now, b)
	must(t, err)
	if state == Expired {
		k, _, ok := Expire(Case{Order: o}, hrRobot, now.AddDate(0, 0, 100))
		if !ok {
			t.Fatal("the order did not expire")
		}
		return k.Order
	}
	return o
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// fields lists the fields that an error names.
func fields(err error) map[string]string {
	m := map[string]string{}
	for _, f := range fault.All(err) {
		m[f.Field] = f.Key
	}
	return m
}

func sum(c change.Change, kind fact.Kind) (n int64) {
	for _, f := range c.Facts {
		if f.Kind == kind {
			n += f.Quantity
		}
	}
	return n
}

func TestPublishCountsOnce(t *testing.T) {
	o := at(t, people(), Submitted)
	next, c, err := Publish(o, clerk, now, book(t))
	must(t, err)
	if next.State != Open || next.OpenedAt != now {
		t.Errorf("state %s, opened %v", next.State, next.OpenedAt)
	}
	for kind, want := range map[fact.Kind]int64{FactOpened: 1, FactPlaced: 10, FactDemand: 10} {
		if got := sum(c, kind); got != want {
			t.Errorf("%s counts %d, want %d", kind, got, want)
		}
	}
	if len(c.Notices) != 2 {
		t.Errorf("%d notices, want one to the enterprise and one to all schools", len(c.Notices))
	}
	if _, _, err := Publish(next, clerk, now, book(t)); !fault.Is(err, fault.Refused) {
		t.Errorf("publishing twice: %v", err)
	}
}

func TestSubmitNamesAllThatIsMissing(t *testing.T) {
	d := Data{Kind: People, Title: "Somebody", Visibility: Chosen}
	o, _, err := Create(orderID, firm, d, hr, now, book(t))
	must(t, err)
	_, _, err = Submit(o, hr, now, book(t))
	got := fields(err)
	for _, field := range []string{"mode", "post", "places", "pay_from", "quantity", "start_on", "valid_until", "shown_to"} {
		if got[field] == "" {
			t.Errorf("nothing is said about %s: %v", field, err)
		}
	}
}

func TestCompleteByKind(t *testing.T) {
	for kind, want := range map[Kind][]string{
		Training:   {"topic", "hours", "quantity", "start_on"},
		Technology: {"problem", "field", "expected", "confidentiality", "deadline"},
		Services:   {"subject", "description", "deadline"},
	} {
		got := fields(Data{Kind: kind, Title: "x"}.tidied().complete(today))
		for _, field := range want {
			if got[field] == "" {
				t.Errorf("%s: nothing is said about %s", kind, field)
			}
		}
	}
}

func TestFieldsOfOtherKindsAreDropped(t *testing.T) {
	d := people()
	d.Kind, d.Details.Problem = Technology, "Cracks"
	got := d.tidied()
	if got.Quantity != 1 || !got.StartOn.Zero() || got.Details.Post != "" || got.Details.Problem != "Cracks" {
		t.Errorf("tidied: %+v", got)
	}
}

func TestReturnThenSubmitAgain(t *testing.T) {
	o := at(t, people(), Returned)
	if o.Reason != "Where?" {
		t.Errorf("reason %q", o.Reason)
	}
	again, c, err := Submit(o, hr, now, book(t))
	must(t, err)
	if again.State != Submitted || again.Reason != "" || len(c.Closed) != 1 || c.Closed[0].Step != StepMend {
		t.Errorf("submitted again: %s %q closed %v", again.State, again.Reason, c.Closed)
	}
	if _, _, err := Return(at(t, people(), Submitted), "  ", clerk, now); fields(err)["reason"] == "" {
		t.Error("returned without a reason")
	}
}

func TestWithdrawnOrderTakesItsFactsBack(t *testing.T) {
	o := at(t, people(), Open)
	k, c, err := Close(Case{Order: o}, CloseCommand{Why: WhyWithdrawn, Text: "Entered twice"}, hr, now)
	must(t, err)
	if k.State != Closed {
		t.Errorf("state %s", k.State)
	}
	for kind, want := range map[fact.Kind]int64{FactOpened: -1, FactPlaced: -10, FactDemand: -10} {
		if got := sum(c, kind); got != want {
			t.Errorf("%s moves by %d, want %d", kind, got, want)
		}
	}
	for _, f := range c.Facts {
		if f.Kind == FactOpened && (f.Reverses != o.factID(FactOpened) || f.Reason == "") {
			t.Errorf("reversal without what and why: %+v", f)
		}
	}
	_, c, err = Close(Case{Order: o}, CloseCommand{Why: WhyFilled}, hr, now)
	must(t, err)
	if sum(c, FactOpened) != 0 || sum(c, FactDemand) != -10 {
		t.Errorf("closing for another reason moved %v", c.Facts)
	}
}

func TestExpireAndRenewMoveTheStockOnly(t *testing.T) {
	o := at(t, people(), Expired)
	if o.State != Expired {
		t.Fatalf("state %s", o.State)
	}
	later := now.AddDate(0, 0, 30)
	next, c, err := Renew(o, calendar.DateOf(later).AddDays(30), hr, later)
	must(t, err)
	if next.State != Open || sum(c, FactDemand) != 10 || sum(c, FactPlaced) != 0 {
		t.Errorf("renewed: %s %v", next.State, c.Facts)
	}
	if _, _, ok := Expire(Case{Order: at(t, people(), Open)}, hrRobot, now); ok {
		t.Error("expired before its day")
	}
}

func TestRemindAfterDaysWithoutConfirmation(t *testing.T) {
	o := at(t, people(), Open)
	if _, _, ok := Remind(o, 30, hrRobot, now.AddDate(0, 0, 29)); ok {
		t.Error("reminded too early")
	}
	_, c, ok := Remind(o, 30, hrRobot, now.AddDate(0, 0, 30))
	if !ok || len(c.Opened) != 1 || c.Opened[0].Organisation != plant {
		t.Errorf("reminder: %v %v", ok, c.Opened)
	}
}

func TestVisibility(t *testing.T) {
	student := access.Actor{Role: access.Student, Organisation: college, OrganisationKind: organisation.School}
	otherFirm := access.Actor{Role: access.Enterprise, Organisation: "x", OrganisationKind: organisation.Enterprise}
	open := at(t, people(), Open)
	chosen, public, draft, training := open, open, at(t, people(), Draft), open
	chosen.Visibility, chosen.ShownTo = Chosen, []record.ID{academy}
	public.Visibility = Public
	training.Kind = Training
	for name, c := range map[string]struct {
		o    Order
		a    access.Actor
		want bool
	}{
		"own draft":                     {draft, hr, true},
		"draft to a school":             {draft, dean, false},
		"members to a school":           {open, dean, true},
		"members to another enterprise": {open, otherFirm, false},
		"public to another enterprise":  {public, otherFirm, true},
		"chosen to another school":      {chosen, dean, false},
		"chosen to the school":          {chosen, rival, true},
		"people to a student":           {open, student, true},
		"training to a student":         {training, student, false},
		"anything to the secretariat":   {draft, clerk, true},
	} {
		if got := grants.Can(c.a, ActView, c.o.Subject(c.a)); got != c.want {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

// TestFilesOfAnOrder: files come and go while the content may change; the same
// file twice, one too many, or one of a closed order is refused.
func TestFilesOfAnOrder(t *testing.T) {
	f := file.File{ID: "f", Name: "plan.pdf", Hash: "aa"}
	many := make([]file.File, MaxFiles)
	for _, c := range []struct {
		name  string
		state State
		has   []file.File
		want  string // field and key of the refusal
	}{
		{"to a draft", Draft, nil, ""},
		{"to an open order", Open, []file.File{{Name: "plan.pdf", Hash: "bb"}, {Name: "other.pdf", Hash: "aa"}}, ""},
		{"while the secretariat checks", Submitted, nil, "state.refused"},
		{"to a closed order", Closed, nil, "state.refused"},
		{"the same twice", Open, []file.File{f}, "order.files.twice"},
		{"one too many", Open, many, "order.files.many"},
	} {
		o := at(t, people(), Open)
		o.State = c.state
		_, ch, err := Attach(o, c.has, f, hr, now)
		if list := fault.All(err); c.want == "" && (err != nil || len(ch.Files) != 1 || len(ch.Entries) != 1) || c.want != "" && (len(list) != 1 || list[0].Key != c.want) {
			t.Errorf("%s: %v, %+v", c.name, err, ch)
		}
	}
	if _, c, err := Detach(at(t, people(), Open), f, hr, now); err != nil || len(c.Removed) != 1 || c.Removed[0].ID != f.ID || len(c.Entries) != 1 {
		t.Errorf("%v, %+v", err, c)
	}
	agreed := at(t, people(), Open)
	agreed.State = Agreed
	if _, _, err := Detach(agreed, f, hr, now); err == nil {
		t.Error("a file of an agreed order was taken off")
	}
}
