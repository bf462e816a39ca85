package order

import (
	"slices"
	"strings"
	"time"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/flow"
	"tongpin/internal/core/money"
	"tongpin/internal/core/record"
	"tongpin/internal/core/rule"
	"tongpin/internal/core/turn"
	"tongpin/internal/platform/fault"
)

// ResponseKind is the record kind of responses.
const ResponseKind record.Kind = "response"

// Answer is what a school says to an order.
type Answer string

// The answers.
const (
	Yes   Answer = "yes"
	Maybe Answer = "maybe"
	No    Answer = "no"
)

// Answers lists the answers in the order in which people see them.
var Answers = []Answer{Yes, Maybe, No}

// Reasons are the categories of a no, or of a condition of a maybe.
var Reasons = []string{"capacity", "programme", "dates", "pay", "distance", "terms", "other"}

// ResponseState is the state of a response.
type ResponseState string

// The states of a response.
const (
	Answered    ResponseState = "answered"    // yes or maybe; the enterprise has not reacted
	Negotiating ResponseState = "negotiating" // both work on the terms
	Settled     ResponseState = "agreed"      // both approved the same terms
	Declined    ResponseState = "declined"    // the school said no, or the enterprise did
	Withdrawn   ResponseState = "withdrawn"   // the school took it back
)

// ResponseStates lists the states in the order in which people see them.
var ResponseStates = []ResponseState{Answered, Negotiating, Settled, Declined, Withdrawn}

// Live tells whether the response can still become agreed.
func (s ResponseState) Live() bool { return s == Answered || s == Negotiating }

// Terms are what both sides agree on. Pay is in fen a month.
type Terms struct {
	Programme     record.ID     `json:"programme,omitempty"`
	ProgrammeCode string        `json:"programme_code,omitempty"`
	ProgrammeName string        `json:"programme_name,omitempty"`
	Cohort        record.ID     `json:"cohort,omitempty"`
	CohortName    string        `json:"cohort_name,omitempty"`
	Quantity      int64         `json:"quantity,omitempty"`
	StartOn       calendar.Date `json:"start_on"`
	Pay           money.Fen     `json:"pay,omitempty"`
	Note          string        `json:"note,omitempty"`
}

// Response is the answer of one school to one order.
type Response struct {
	ID         record.ID
	Version    int64
	Order      record.ID
	Enterprise record.ID
	School     record.ID
	SchoolName string // read with the record
	Answer     Answer
	Category   string // one of Reasons
	Reason     string
	Terms      Terms
	Turn       turn.Turn
	State      ResponseState
	EndedBy    record.ID // who declined it; empty for the program
	Findings   []rule.Finding
	CreatedAt  time.Time
	UpdatedAt  time.Time
}

// At returns the version.
func (r Response) At() int64 { return r.Version }

// Ref points at the response.
func (r Response) Ref() record.Ref { return record.Ref{Kind: ResponseKind, ID: r.ID} }

// Subject tells access whose response it is: the school's, with the enterprise
// as the other party. Nobody else is shown it.
func (r Response) Subject(access.Actor) access.Subject {
	return access.Subject{Owner: r.School, Parties: []record.ID{r.Enterprise, r.School}}
}

// ResponseID is the id of the one response that a school has to an order.
func ResponseID(order, school record.ID) record.ID {
	return record.Derived(order, "response/"+string(school))
}

// The verbs of responses.
const (
	VerbAnswer   = "answer" // yes or maybe
	VerbRefuse   = "refuse" // no
	VerbPropose  = "propose"
	VerbSend     = "send"
	VerbApprove  = "approve"
	VerbAgree    = "agree"
	VerbDecline  = "decline"
	VerbWithdraw = "withdraw"
	VerbLapse    = "lapse"
	VerbReset    = "reset" // the order was amended
)

// ResponseFlow is all that can happen to a response.
var ResponseFlow = flow.Machine[ResponseState]{
	Kind:  ResponseKind,
	Start: Answered,
	Transitions: []flow.Transition[ResponseState]{
		{Verb: VerbAnswer, From: []ResponseState{Answered, Declined, Withdrawn}, To: Answered},
		{Verb: VerbRefuse, From: []ResponseState{Answered, Declined, Withdrawn}, To: Declined},
		{Verb: VerbPropose, From: []ResponseState{Answered, Negotiating}, To: Negotiating},
		{Verb: VerbSend, From: []ResponseState{Answered, Negotiating}, To: Negotiating},
		{Verb: VerbApprove, From: []ResponseState{Answered, Negotiating}, To: Negotiating},
		{Verb: VerbAgree, From: []ResponseState{Answered, Negotiating}, To: Settled},
		{Verb: VerbDecline, From: []ResponseState{Answered, Negotiating}, To: Declined},
		{Verb: VerbWithdraw, From: []ResponseState{Answered, Negotiating}, To: Withdrawn},
		{Verb: VerbLapse, From: []ResponseState{Answered, Negotiating}},
		{Verb: VerbReset, From: []ResponseState{Answered, Negotiating}},
	},
}

// AnswerCommand is what a school says to an order.
type AnswerCommand struct {
	Answer   Answer
	Category string // one of Reasons; required for no and maybe
	Reason   string
	Message  string
	Terms    Terms
}

func (cmd AnswerCommand) check(o Order, today calendar.Date) error {
	var l fault.List
	if !slices.Contains(Answers, cmd.Answer) {
		l.Add("answer", string(cmd.Answer), "order.choose")
		return l.Err()
	}
	if cmd.Answer != Yes && !slices.Contains(Reasons, cmd.Category) {
		l.Add("category", cmd.Category, "order.choose")
	}
	if cmd.Category == "other" {
		required(&l, "reason", cmd.Reason)
	}
	for field, text := range map[string]string{"reason": cmd.Reason, "message": cmd.Message} {
		if len([]rune(text)) > MaxReason {
			l.Add(field, text, "order.too_long", "max", MaxReason)
		}
	}
	if cmd.Answer != No {
		cmd.Terms.check(&l, o, today)
	}
	return l.Err()
}

// check wants terms that both sides could sign.
func (t Terms) check(l *fault.List, o Order, today calendar.Date) {
	between(l, "quantity", t.Quantity, 1, max(o.Left(), 1))
	if o.Kind == People && t.Programme == "" {
		l.Add("programme", "", "order.choose")
	}
	if o.Kind.Counts() {
		future(l, "start_on", t.StartOn, today)
	}
	amount(l, "pay", t.Pay, MaxPay)
	if len([]rune(t.Note)) > MaxReason {
		l.Add("note", t.Note, "order.too_long", "max", MaxReason)
	}
}

func (t Terms) tidied(o Order) Terms {
	t.Note = strings.TrimSpace(t.Note)
	if !o.Kind.Counts() {
		t.Quantity, t.Pay, t.StartOn = 1, 0, calendar.Date{}
	}
	return t
}

// Respond answers an open order for a school. was is the school's earlier
// response, or the zero Response; a school that said no or withdrew may answer
// again. A yes is the school's approval of its terms; a maybe is not.
func Respond(o Order, was Response, school record.ID, schoolName string, cmd AnswerCommand, a access.Actor, now time.Time, book *rule.Book) (Response, change.Change, error) {
	today := calendar.DateOf(now)
	if o.State != Open {
		return was, change.Change{}, fault.Refuse("response.order_not_open", "state", string(o.State))
	}
	cmd.Reason, cmd.Message, cmd.Terms = strings.TrimSpace(cmd.Reason), strings.TrimSpace(cmd.Message), cmd.Terms.tidied(o)
	if err := cmd.check(o, today); err != nil {
		return was, change.Change{}, err
	}
	r, err := was.begin(o, school, schoolName, cmd, now)
	if err != nil {
		return was, change.Change{}, err
	}
	c := change.By(a, now)
	c.Close(o.Ref(), StepAnswer)
	verb := VerbAnswer
	if cmd.Answer == No {
		verb, r.EndedBy, r.Terms, r.Turn = VerbRefuse, school, Terms{}, turn.Turn{}
	} else if r.Turn, err = r.open(cmd.Answer, today); err != nil {
		return was, change.Change{}, err
	}
	r.Findings = JudgeTerms(o, r.Terms, today, book)
	if err := stop(r.Findings, o.Details.Filing); err != nil && cmd.Answer == Yes {
		return was, change.Change{}, err
	}
	c.Log(r.Ref(), verb, "answer", string(cmd.Answer), "quantity", o.persons(r.Terms), "category", cmd.Category).Message = firstOf(cmd.Message, cmd.Reason)
	r.handOver(&c, o)
	r.tellParty(&c, o, "response."+string(cmd.Answer), o.Enterprise)
	return r, c, nil
}

// begin starts the response, or starts it again, in the state of the answer.
func (r Response) begin(o Order, school record.ID, name string, cmd AnswerCommand, now time.Time) (Response, error) {
	if r.ID == "" {
		r = Response{ID: ResponseID(o.ID, school), Order: o.ID, Enterprise: o.Enterprise, School: school, SchoolName: name, State: Answered, CreatedAt: now}
	} else if r.State.Live() {
		return r, fault.New(fault.Conflict, "response.exists")
	} else if r.State == Declined && r.EndedBy != school {
		return r, fault.Refuse("response.was_declined")
	}
	verb := VerbAnswer
	if cmd.Answer == No {
		verb = VerbRefuse
	}
	state, err := ResponseFlow.Next(r.State, verb)
	if err != nil {
		return r, err
	}
	r.Answer, r.Category, r.Reason, r.Terms = cmd.Answer, cmd.Category, cmd.Reason, cmd.Terms
	r.State, r.EndedBy, r.UpdatedAt = state, "", now
	return r, nil
}

// open gives the turn to the enterprise, with the school's approval if it said
// yes.
func (r Response) open(answer Answer, today calendar.Date) (turn.Turn, error) {
	t := turn.Begin([]record.ID{r.Enterprise, r.School}, r.School)
	if answer == Yes {
		return t.Approve(r.School, today, turn.SilenceDays)
	}
	return t.Send(r.School, r.Enterprise, today, turn.SilenceDays)
}

func firstOf(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}

// persons is the number of persons in terms, for texts; empty for an order that
// is not about a number of people.
func (o Order) persons(t Terms) string {
	if !o.Kind.Counts() {
		return ""
	}
	return itoa(t.Quantity)
}
