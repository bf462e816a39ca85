package subsidy

import (
	"slices"
	"strconv"

	"tongpin/internal/core/code"
	"tongpin/internal/core/money"
	"tongpin/internal/training"
)

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
