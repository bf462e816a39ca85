package order

import (
	"slices"
	"strings"
	"time"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/record"
	"tongpin/internal/core/rule"
	"tongpin/internal/core/turn"
	"tongpin/internal/platform/fault"
)

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
	c.Log(r.Ref(), verb, "answer", string(cmd.Answer), "quantity", itoa(r.Terms.Quantity), "category", cmd.Category).Message = firstOf(cmd.Message, cmd.Reason)
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
