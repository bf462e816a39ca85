package subsidy

import (
	"slices"
	"strconv"

	"tongpin/internal/core/code"
	"tongpin/internal/core/money"
	"tongpin/internal/platform/fault"
	"tongpin/internal/training"
)

// Shape is the shape of a formula (domain.md 4.4, [V]).
type Shape string

// The shapes.
const (
	ByLevel      Shape = "by_level"      // an amount for each level of certificate
	ByHour       Shape = "by_hour"       // an amount for each class hour, with caps
	ByOccupation Shape = "by_occupation" // an amount for each occupation at its standard hours
)

// Shapes lists the shapes in the order in which people see them.
var Shapes = []Shape{ByLevel, ByHour, ByOccupation}

// Payees are who gets the money: the provider, or each person.
var Payees = []string{PayProvider, PayPerson}

// The payees.
const (
	PayProvider = "provider"
	PayPerson   = "person"
)

// Strata are what a sample can be stratified by.
var Strata = []string{"provider", "category", "occupation", "level"}

// Bounds of what is entered.
const (
	MaxHours = 5000
	Whole    = 1000 // permille
)

// MaxFen bounds an amount for one person.
const MaxFen money.Fen = 100_000_00

// Terms are the numbers of a policy. All amounts are fen for one person.
type Terms struct {
	Categories  []string             `json:"categories"`       // of training classes
	Funds       []string             `json:"funds"`            // empty: any
	Levels      map[string]money.Fen `json:"levels,omitempty"` // by_level: skill level -> amount; "" for a certificate without level
	Hour        money.Fen            `json:"hour,omitempty"`   // by_hour: one class hour
	Least       money.Fen            `json:"least,omitempty"`  // by_hour: who gets anything gets no less
	Most        money.Fen            `json:"most,omitempty"`   // by_hour: and no more in one class; 0: no cap
	Yearly      money.Fen            `json:"yearly,omitempty"` // no more in one calendar year by opening day; 0: no cap
	Occupations []Rate               `json:"occupations,omitempty"`
	Finished    int64                `json:"finished"`    // permille of the amount for who took part without an exam
	NoticeDays  int64                `json:"notice_days"` // working days of public notice
	Permille    int64                `json:"permille"`    // least share of the value in each stratum that is sampled
	Above       money.Fen            `json:"above"`       // a claim of more is looked at whole; 0: none
	Strata      []string             `json:"strata"`      // of Strata
	Payee       string               `json:"payee"`       // of Payees
}

// Rate is the amount for one occupation, at its standard hours.
type Rate struct {
	Occupation string    `json:"occupation"`
	Hours      int64     `json:"hours"`
	Amount     money.Fen `json:"amount"`
}

// read brings the terms to the usual form of their shape: what another shape
// would need is dropped.
func (t Terms) read(shape Shape, wrong *fault.List) Terms {
	if len(t.Categories) == 0 || !within(t.Categories, training.Categories) {
		wrong.Add("categories", "", "subsidy.categories.missing")
	}
	if !within(t.Funds, training.Funds) {
		wrong.Add("funds", "", "subsidy.funds.unknown")
	}
	switch shape {
	case ByLevel:
		t.Hour, t.Least, t.Most, t.Occupations = 0, 0, 0, nil
		t.readLevels(wrong)
	case ByHour:
		t.Levels, t.Occupations = nil, nil
		t.readHours(wrong)
	case ByOccupation:
		t.Hour, t.Least, t.Most, t.Levels = 0, 0, 0, nil
		t.readOccupations(wrong)
	default:
		wrong.Add("shape", string(shape), "subsidy.shape.unknown")
	}
	t.readControls(wrong)
	return t
}

func (t *Terms) readLevels(wrong *fault.List) {
	if len(t.Levels) == 0 {
		wrong.Add("level.junior", "", "subsidy.levels.missing")
	}
	for level, amount := range t.Levels {
		if level != "" && code.SkillLevel(level).Rank() == 0 {
			wrong.Add("level."+level, level, "subsidy.level.unknown")
		}
		checkAmount(wrong, "level."+level, amount, 1)
	}
}

func (t *Terms) readHours(wrong *fault.List) {
	checkAmount(wrong, "hour", t.Hour, 1)
	checkAmount(wrong, "least", t.Least, 0)
	checkAmount(wrong, "most", t.Most, 0)
	if t.Most > 0 && t.Least > t.Most {
		wrong.Add("least", t.Least.Yuan(), "subsidy.least.most")
	}
}

// readOccupations checks the rates; the form holds them in one field, a line each.
func (t *Terms) readOccupations(wrong *fault.List) {
	if len(t.Occupations) == 0 {
		wrong.Add("rates", "", "subsidy.rates.missing")
	}
	t.Occupations = slices.Clone(t.Occupations)
	for i, r := range t.Occupations {
		o, err := code.ParseOccupation("rates", r.Occupation)
		wrong.Append(err)
		if slices.ContainsFunc(t.Occupations[:i], func(x Rate) bool { return x.Occupation == o.Code }) {
			wrong.Add("rates", r.Occupation, "subsidy.rate.twice")
		}
		if r.Hours < 1 || r.Hours > MaxHours {
			wrong.Add("rates", r.Occupation, "subsidy.hours.range", "most", MaxHours)
		}
		checkAmount(wrong, "rates", r.Amount, 1)
		t.Occupations[i].Occupation = o.Code
	}
}

// readControls checks what the shapes share.
func (t *Terms) readControls(wrong *fault.List) {
	checkAmount(wrong, "yearly", t.Yearly, 0)
	if t.Finished < 0 || t.Finished > Whole {
		wrong.Add("finished", "", "subsidy.permille.range")
	}
	if t.NoticeDays < 1 || t.NoticeDays > 60 {
		wrong.Add("notice_days", "", "subsidy.notice.range")
	}
	if t.Permille < 1 || t.Permille > Whole {
		wrong.Add("permille", "", "subsidy.permille.range")
	}
	if t.Above < 0 {
		wrong.Add("above", t.Above.Yuan(), "subsidy.amount.range", "most", MaxFen.Yuan())
	}
	if len(t.Strata) == 0 || !within(t.Strata, Strata) {
		wrong.Add("strata", "", "subsidy.strata.missing")
	}
	if !slices.Contains(Payees, t.Payee) {
		wrong.Add("payee", t.Payee, "subsidy.payee.unknown")
	}
}

func checkAmount(wrong *fault.List, field string, amount, least money.Fen) {
	if amount < least || amount > MaxFen {
		wrong.Add(field, amount.Yuan(), "subsidy.amount.range", "most", MaxFen.Yuan())
	}
}

// within tells whether all of a list are among others.
func within(list, of []string) bool {
	return !slices.ContainsFunc(list, func(s string) bool { return !slices.Contains(of, s) })
}

// Categories are the categories of classes that a policy can be for.
var Categories = training.Categories

// Funds are where the money can come from.
var Funds = training.Funds

// Person is what the formula must know of one line of a roster.
type Person struct {
	Result     training.EnrolmentState
	Hours      int64 // class hours that count
	Occupation string
	Level      code.SkillLevel
	Before     money.Fen // what the person gets in the same calendar year from other claims
}

// Step is one line of the explanation: a key under "subsidy.calc.", what its
// text needs, and what the amount is after it.
type Step struct {
	Key    string            `json:"key"`
	Args   map[string]string `json:"args,omitempty"`
	Amount money.Fen         `json:"amount"`
}

// sum is an amount on its way, with its story.
type sum struct {
	amount money.Fen
	steps  []Step
}

func (s *sum) now(amount money.Fen, key string, args ...string) {
	s.amount = amount
	s.steps = append(s.steps, Step{Key: key, Args: pairs(args), Amount: amount})
}

func pairs(args []string) map[string]string {
	if len(args) == 0 {
		return nil
	}
	m := make(map[string]string, len(args)/2)
	for i := 0; i+1 < len(args); i += 2 {
		m[args[i]] = args[i+1]
	}
	return m
}

// Calculate returns what the policy pays for a person, in fen, rounded down,
// with every step of the way. The amount is never negative, never above the
// caps, and 0 with a reason for who is not paid for.
func (p Content) Calculate(x Person) (money.Fen, []Step) {
	s := &sum{}
	switch {
	case x.Result == training.Failed:
		s.now(0, "failed")
	case x.Result != training.Passed && x.Result != training.Finished:
		s.now(0, "no_result")
	case x.Result == training.Finished && p.Terms.Finished == 0:
		s.now(0, "finished_none")
	default:
		p.base(s, x)
		p.reduce(s, x)
	}
	return s.amount, s.steps
}

// base is what the shape says.
func (p Content) base(s *sum, x Person) {
	switch p.Shape {
	case ByLevel:
		p.level(s, x)
	case ByHour:
		p.hour(s, x)
	case ByOccupation:
		p.occupation(s, x)
	}
}

func (p Content) level(s *sum, x Person) {
	amount, ok := p.Terms.Levels[string(x.Level)]
	switch {
	case !ok && x.Level == "":
		s.now(0, "level_missing")
	case !ok:
		s.now(0, "level_none", "level", string(x.Level))
	case x.Level == "":
		s.now(amount, "unlevelled")
	default:
		s.now(amount, "level", "level", string(x.Level))
	}
}

func (p Content) hour(s *sum, x Person) {
	if x.Hours <= 0 {
		s.now(0, "hours_none")
		return
	}
	s.now(p.Terms.Hour*money.Fen(x.Hours), "hours", "hours", strconv.FormatInt(x.Hours, 10), "rate", p.Terms.Hour.Yuan())
	if s.amount < p.Terms.Least {
		s.now(p.Terms.Least, "least", "least", p.Terms.Least.Yuan())
	}
	if p.Terms.Most > 0 && s.amount > p.Terms.Most {
		s.now(p.Terms.Most, "most", "most", p.Terms.Most.Yuan())
	}
}

func (p Content) occupation(s *sum, x Person) {
	at := slices.IndexFunc(p.Terms.Occupations, func(r Rate) bool { return r.Occupation == x.Occupation })
	if at < 0 {
		s.now(0, "occupation_none")
		return
	}
	r := p.Terms.Occupations[at]
	s.now(r.Amount, "occupation", "occupation", r.Occupation, "hours", strconv.FormatInt(r.Hours, 10))
	if held := max(x.Hours, 0); held < r.Hours {
		s.now(r.Amount*money.Fen(held)/money.Fen(r.Hours), "share", "held", strconv.FormatInt(held, 10), "hours", strconv.FormatInt(r.Hours, 10))
	}
}

// reduce is what all shapes share: the part of who took no exam, and the cap of
// the year.
func (p Content) reduce(s *sum, x Person) {
	if s.amount > 0 && x.Result == training.Finished && p.Terms.Finished < Whole {
		s.now(s.amount*money.Fen(p.Terms.Finished)/Whole, "finished", "permille", strconv.FormatInt(p.Terms.Finished, 10))
	}
	if p.Terms.Yearly == 0 {
		return
	}
	if left := max(p.Terms.Yearly-x.Before, 0); s.amount > left {
		s.now(left, "yearly", "yearly", p.Terms.Yearly.Yuan(), "before", x.Before.Yuan())
	}
}
