package subsidy

import (
	"slices"
	"strings"
	"time"

	"tongpin/internal/core/access"
	"tongpin/internal/core/change"
	"tongpin/internal/core/flow"
	"tongpin/internal/core/money"
	"tongpin/internal/core/record"
	"tongpin/internal/core/todo"
	"tongpin/internal/platform/fault"
)

// RoundKind is the record kind of rounds of sampling.
const RoundKind record.Kind = "subsidy_round"

// RoundState is the state of a round.
type RoundState string

// The states of a round.
const (
	Committed RoundState = "committed" // the hash of the seed is public, the seed is not
	Drawn     RoundState = "drawn"     // so is the seed
)

// The verbs of a round.
const (
	VerbCommit = "commit"
	VerbDraw   = "draw"
)

// RoundFlow is the table of all steps of a round.
var RoundFlow = flow.Machine[RoundState]{
	Kind: RoundKind, Start: Committed,
	Transitions: []flow.Transition[RoundState]{
		{Verb: VerbDraw, From: []RoundState{Committed}, To: Drawn},
	},
}

// Round is one draw over the claims whose notice is over.
type Round struct {
	ID          record.ID
	Version     int64
	Number      string // CY-2026-001, allotted by the store
	Permille    int64
	Above       money.Fen
	Strata      []string
	Commitment  string
	Frame       []Unit // as committed
	Seed        string // known to nobody before the draw
	Word        string // said at the draw
	Results     []Stratum
	State       RoundState
	CommittedBy record.ID
	CommittedAt time.Time
	DrawnBy     record.ID
	DrawnAt     time.Time
	Code        string // public address
	Sample      bool
	CreatedAt   time.Time
	UpdatedAt   time.Time
}

// At is the version, for core/step.
func (r Round) At() int64 { return r.Version }

// Ref points at the round.
func (r Round) Ref() record.Ref { return record.Ref{Kind: RoundKind, ID: r.ID} }

// Value is the sum of the frame.
func (r Round) Value() (sum money.Fen) {
	for _, u := range r.Frame {
		sum += u.Amount
	}
	return sum
}

// Pool is a round with its claims: they change together.
type Pool struct {
	Round
	Claims []Dossier
}

// Subject tells access whose the round is: the consortium's.
func (p Pool) Subject(access.Actor) access.Subject { return access.Subject{} }

// CommitCommand prepares a round. ID, Seed and Code are made by the caller.
type CommitCommand struct {
	ID     record.ID
	Seed   string
	Code   string
	Sample bool
}

// ready refuses a claim that can't be sampled yet.
func (d Dossier) ready(c change.Change) error {
	switch {
	case !c.Today().After(d.NoticeTo):
		return fault.Refuse("subsidy.sample.notice", "number", d.Number, "to", d.NoticeTo.String())
	case d.openObjections() > 0:
		return fault.Refuse("subsidy.sample.objections", "number", d.Number)
	}
	return nil
}

// Commit takes claims into a round and publishes the hash of its seed. The
// strictest numbers of the claims' policies hold for all of them.
func Commit(cmd CommitCommand, claims []Dossier, a access.Actor, now time.Time) (Pool, change.Change, error) {
	c := change.By(a, now)
	if len(claims) == 0 {
		return Pool{}, c, fault.Refuse("subsidy.sample.none")
	}
	p := Pool{Round: Round{ID: cmd.ID, State: Committed, Seed: cmd.Seed, Code: cmd.Code, CommittedBy: a.Person, CommittedAt: now, Sample: cmd.Sample, CreatedAt: now}}
	var wrong fault.List
	for _, d := range claims {
		next, err := Flow.Next(d.State, VerbSample)
		wrong.Append(err)
		if err == nil {
			wrong.Append(d.ready(c))
		}
		t := d.Basis.Terms
		p.Permille = max(p.Permille, t.Permille)
		if t.Above > 0 && (p.Above == 0 || t.Above < p.Above) {
			p.Above = t.Above
		}
		for _, k := range Strata {
			if slices.Contains(t.Strata, k) && !slices.Contains(p.Strata, k) {
				p.Strata = append(p.Strata, k)
			}
		}
		d.State, d.Round = next, p.ID
		p.Claims = append(p.Claims, d)
		c.Log(d.Ref(), VerbSample)
		c.Close(d.Ref(), "sample")
	}
	if err := wrong.Err(); err != nil {
		return p, change.Change{}, err
	}
	p.Frame = frameOf(p.Claims, p.Strata, p.Above)
	p.Commitment = Commitment(p.Seed, p.Frame)
	c.Log(p.Ref(), VerbCommit, "claims", number(int64(len(claims))), "commitment", p.Commitment)
	c.Open(todo.Item{Record: p.Ref(), Step: VerbDraw, Role: access.Leader, DueOn: c.Today().AddWorkingDays(3)})
	return p, c, nil
}

// DrawRound draws a round: another person than the one who committed the seed says
// a word, and with it the lines are chosen.
func DrawRound(p Pool, word string, a access.Actor, now time.Time) (Pool, change.Change, error) {
	next, err := RoundFlow.Next(p.State, VerbDraw)
	if err != nil {
		return p, change.Change{}, err
	}
	if a.Person == p.CommittedBy {
		return p, change.Change{}, fault.Refuse("subsidy.two.same")
	}
	if word = strings.TrimSpace(word); word == "" || len([]rune(word)) > 60 {
		return p, change.Change{}, fault.Wrong("word", word, "subsidy.draw.word")
	}
	drawn, strata := Draw(slices.Clone(p.Frame), p.Seed, word, p.Permille)
	p.State, p.Word, p.Results, p.DrawnBy, p.DrawnAt = next, word, strata, a.Person, now
	c := change.By(a, now)
	c.Log(p.Ref(), VerbDraw, "n", number(int64(len(drawn))))
	c.Close(p.Ref())
	p.Claims = slices.Clone(p.Claims)
	for i, d := range p.Claims {
		d.Lines = slices.Clone(d.Lines)
		for j, l := range d.Lines {
			d.Lines[j].Sampled = drawn[l.ID] && !l.Rejected
		}
		c.Log(d.Ref(), VerbDraw)
		p.Claims[i] = d.concluded(&c)
		if p.Claims[i].State == Sampling {
			c.Open(d.todo("assure", access.Secretariat, "", c.Today().AddWorkingDays(10)))
		}
	}
	return p, c, nil
}

// AssureCommand says whether what was claimed for a sampled person holds.
type AssureCommand struct {
	Line   record.ID
	Yes    bool
	Remark string // why not; required then
}

// Assure answers for sampled people. A No rejects the person, not the claim.
// When all have an answer, the claim is ready for its approval.
func Assure(d Dossier, list []AssureCommand, a access.Actor, now time.Time) (Dossier, change.Change, error) {
	if _, err := Flow.Next(d.State, VerbAssure); err != nil {
		return d, change.Change{}, err
	}
	c := change.By(a, now)
	d.Lines = slices.Clone(d.Lines)
	var wrong fault.List
	for _, x := range list {
		at := d.line(x.Line)
		if at < 0 || !d.Lines[at].Sampled {
			wrong.Append(fault.New(fault.NotFound, "record.not_found"))
			continue
		}
		l := &d.Lines[at]
		l.Remark = strings.TrimSpace(x.Remark)
		switch {
		case l.Assured == "no": // decided: the person is rejected
		case x.Yes:
			l.Assured = "yes"
		case l.Remark == "":
			wrong.Add("remark."+string(x.Line), "", "subsidy.reason.missing")
		default:
			l.Assured, l.Rejected, l.Reason = "no", true, l.Remark
			c.Log(d.Ref(), VerbReject, "place", number(l.Place), "sum", l.Amount.Yuan()).Message = l.Remark
			d.tell(&c, "subsidy.rejected", "place", number(l.Place))
		}
	}
	if len(list) == 0 {
		wrong.Append(fault.Refuse("subsidy.assure.none"))
	}
	if err := wrong.Err(); err != nil {
		return d, change.Change{}, err
	}
	c.Log(d.Ref(), VerbAssure, "n", number(int64(len(list))))
	return d.sums().concluded(&c), c, nil
}

// concluded moves on a claim whose sampled people all have an answer.
func (d Dossier) concluded(c *change.Change) Dossier {
	waits := slices.ContainsFunc(d.Lines, func(l Line) bool { return l.Sampled && !l.Rejected && l.Assured == "" })
	if next, err := Flow.Next(d.State, VerbConclude); err == nil && !waits {
		d.State = next
		c.Close(d.Ref(), "assure")
		c.Open(d.todo("confirm", access.Leader, "", c.Today().AddWorkingDays(5)))
	}
	return d
}
