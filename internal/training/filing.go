package training

import (
	"slices"
	"strings"
	"time"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/code"
	"tongpin/internal/core/notify"
	"tongpin/internal/core/organisation"
	"tongpin/internal/core/record"
	"tongpin/internal/core/rule"
	"tongpin/internal/core/todo"
	"tongpin/internal/platform/fault"
)

// Bounds of what is entered.
const (
	MaxSeats = 2000
	MaxHours = 5000
	MaxWords = 4000 // characters of a plan or reason
)

// Content is what a provider enters about a class.
type Content struct {
	Name       string
	Category   string
	Occupation string // code, title or a usual word
	Level      code.SkillLevel
	Subsidised bool
	Fund       string
	Industry   string
	Opens      calendar.Date
	Closes     calendar.Date
	Hours      int64
	Seats      int64
	Place      string
	Plan       string
	ExamOn     calendar.Date
}

// read brings the content to its usual form and finds all that is wrong.
func (x Content) read() (Content, fault.List) {
	var wrong fault.List
	x.Name, x.Place, x.Plan = strings.TrimSpace(x.Name), strings.TrimSpace(x.Place), strings.TrimSpace(x.Plan)
	if x.Name == "" || len([]rune(x.Name)) > 120 {
		wrong.Add("name", x.Name, "training.name.missing")
	}
	if !slices.Contains(Categories, x.Category) {
		wrong.Add("category", x.Category, "training.category.unknown")
	}
	if x.Industry != "" && !slices.Contains(organisation.Industries, x.Industry) {
		wrong.Add("industry", x.Industry, "training.industry.unknown")
	}
	x.readOccupation(&wrong)
	x.readMoney(&wrong)
	x.readDays(&wrong)
	if x.Hours < 1 || x.Hours > MaxHours {
		wrong.Add("hours", "", "training.hours.range", "most", MaxHours)
	}
	if len([]rune(x.Plan)) > MaxWords {
		wrong.Add("plan", "", "training.plan.long", "most", MaxWords)
	}
	return x, wrong
}

func (x *Content) readOccupation(wrong *fault.List) {
	switch {
	case x.Occupation != "":
		o, err := code.ParseOccupation("occupation", x.Occupation)
		wrong.Append(err)
		x.Occupation = o.Code
	case x.Category == ByOccupation:
		wrong.Add("occupation", "", "training.occupation.missing")
	}
	if x.Category == BasicQuality && x.Occupation != "" {
		wrong.Add("occupation", x.Occupation, "training.occupation.basic")
	}
	if x.Level != "" && x.Level.Rank() == 0 {
		wrong.Add("level", string(x.Level), "training.level.unknown")
	}
}

func (x *Content) readMoney(wrong *fault.List) {
	if !x.Subsidised {
		x.Fund = ""
		return
	}
	if !slices.Contains(Funds, x.Fund) {
		wrong.Add("fund", x.Fund, "training.fund.missing")
	}
}

func (x *Content) readDays(wrong *fault.List) {
	if x.Opens.Zero() {
		wrong.Add("opens", "", "training.date.missing")
	}
	switch {
	case x.Closes.Zero():
		wrong.Add("closes", "", "training.date.missing")
	case x.Closes.Before(x.Opens):
		wrong.Add("closes", x.Closes.String(), "training.date.order")
	case x.Opens.DaysUntil(x.Closes) > 3*366:
		wrong.Add("closes", x.Closes.String(), "training.date.long")
	}
	if !x.ExamOn.Zero() && x.ExamOn.Before(x.Opens) {
		wrong.Add("exam_on", x.ExamOn.String(), "training.date.order")
	}
}

func (x Content) onto(k Class) Class {
	k.Name, k.Category, k.Occupation, k.Level, k.Subsidised, k.Fund, k.Industry = x.Name, x.Category, x.Occupation, x.Level, x.Subsidised, x.Fund, x.Industry
	k.Opens, k.Closes, k.Hours, k.Seats, k.Place, k.Plan, k.ExamOn = x.Opens, x.Closes, x.Hours, x.Seats, x.Place, x.Plan, x.ExamOn
	return k
}

// DraftCommand begins a class. ID is made by the caller.
type DraftCommand struct {
	ID       record.ID
	Provider record.ID
	Order    record.ID
	Content
	Sample bool
}

// readPlanned reads the content of a class that is still to come: it says how
// many places there are.
func (x Content) readPlanned() (Content, fault.List) {
	x, wrong := x.read()
	if x.Seats < 1 || x.Seats > MaxSeats {
		wrong.Add("seats", "", "training.seats.range", "most", MaxSeats)
	}
	return x, wrong
}

// Start makes a draft of the provider.
func Start(cmd DraftCommand, a access.Actor, now time.Time) (Dossier, change.Change, error) {
	x, wrong := cmd.Content.readPlanned()
	if err := wrong.Err(); err != nil {
		return Dossier{}, change.Change{}, err
	}
	k := x.onto(Class{ID: cmd.ID, Provider: cmd.Provider, Order: cmd.Order, State: Draft, Sample: cmd.Sample, CreatedAt: now})
	c := change.By(a, now)
	c.Log(k.Ref(), VerbDraft)
	c.Open(k.todo("file", "", k.Provider, k.Opens.AddDays(-7)))
	return Dossier{Class: k}, c, nil
}

// Edit changes what was entered.
func Edit(d Dossier, x Content, a access.Actor, now time.Time) (Dossier, change.Change, error) {
	if _, err := Flow.Next(d.State, VerbEdit); err != nil {
		return d, change.Change{}, err
	}
	x, wrong := x.readPlanned()
	if x.Seats < d.Enrolled {
		wrong.Add("seats", "", "training.seats.taken", "taken", d.Enrolled)
	}
	if err := wrong.Err(); err != nil {
		return d, change.Change{}, err
	}
	d.Class = x.onto(d.Class)
	c := change.By(a, now)
	c.Log(d.Ref(), VerbEdit)
	return d, c, nil
}

// FileCommand files a class. Exception says why a rule that knows exceptions is
// not kept (late filing, a larger class).
type FileCommand struct {
	Exception string
	Message   string
}

// File hands the class in for the check. The timetable must hold the hours, and
// no rule may be broken but those for which an exception is given.
func File(d Dossier, cmd FileCommand, p Provider, a access.Actor, now time.Time, book *rule.Book) (Dossier, change.Change, error) {
	next, err := Flow.Next(d.State, VerbFile)
	if err != nil {
		return d, change.Change{}, err
	}
	c := change.By(a, now)
	cmd.Exception = strings.TrimSpace(cmd.Exception)
	var wrong fault.List
	switch {
	case p.ID == "":
		wrong = append(wrong, fault.Refuse("training.provider.none"))
	case p.State != Admitted:
		wrong = append(wrong, fault.Refuse("training.provider.not_admitted", "state", string(p.State)))
	}
	wrong.Append(checkTable(d.Class, d.Sessions, true))
	if d.Place == "" {
		wrong.Add("place", "", "training.place.missing")
	}
	if d.Plan == "" {
		wrong.Add("plan", "", "training.plan.missing")
	}
	d.Findings, d.Exception = ClassFindings(d.Class, d.Sessions, p, c.Today(), book), cmd.Exception
	wrong.Append(rule.Barred(d.Findings, d.Exception))
	if err := wrong.Err(); err != nil {
		return d, change.Change{}, err
	}
	d.State, d.FiledOn = next, c.Today()
	e := c.Log(d.Ref(), VerbFile)
	e.Message, e.Waits = cmd.Message, true
	c.Close(d.Ref())
	c.Open(d.todo("check", access.Secretariat, "", c.Today().AddWorkingDays(2)))
	return d, c, nil
}

// Return sends the class back to the provider with everything that is wanting.
func Return(d Dossier, reason string, a access.Actor, now time.Time) (Dossier, change.Change, error) {
	return d.decided(VerbReturn, reason, true, a, now, func(d *Dossier, c *change.Change) {
		c.Open(d.todo("mend", "", d.Provider, c.Today().AddDays(7)))
		c.Tell(d.notice("training.returned"))
	})
}

// Check finds the filing in order and hands it to the government.
func Check(d Dossier, message string, a access.Actor, now time.Time) (Dossier, change.Change, error) {
	return d.decided(VerbCheck, message, false, a, now, func(d *Dossier, c *change.Change) {
		c.Open(d.todo("approve", access.Leader, "", c.Today().AddWorkingDays(3)))
	})
}

// ApproveCommand approves a class; the code verifies the filing form.
type ApproveCommand struct{ Message, Code string }

// Approve lets the class open.
func Approve(d Dossier, cmd ApproveCommand, a access.Actor, now time.Time) (Dossier, change.Change, error) {
	return d.decided(VerbApprove, cmd.Message, false, a, now, func(d *Dossier, c *change.Change) {
		d.ApprovedOn, d.Code = c.Today(), cmd.Code
		c.Open(d.todo("begin", "", d.Provider, d.Opens))
		c.Tell(d.notice("training.approved"))
	})
}

// Recall takes a filed or approved class back to change it; what was approved
// is lost.
func Recall(d Dossier, reason string, a access.Actor, now time.Time) (Dossier, change.Change, error) {
	return d.decided(VerbRecall, reason, true, a, now, func(d *Dossier, c *change.Change) {
		d.ApprovedOn, d.Code, d.Findings, d.Exception = calendar.Date{}, "", nil, ""
		c.Open(d.todo("file", "", d.Provider, d.Opens.AddDays(-7)))
	})
}

// decided is a step that leads to its state with a message, and then does what
// follows from it.
func (d Dossier) decided(verb, message string, must bool, a access.Actor, now time.Time, then func(*Dossier, *change.Change)) (Dossier, change.Change, error) {
	next, err := Flow.Next(d.State, verb)
	if err != nil {
		return d, change.Change{}, err
	}
	if message = strings.TrimSpace(message); must && message == "" {
		return d, change.Change{}, fault.Wrong("reason", "", "training.reason.missing")
	}
	d.State = next
	c := change.By(a, now)
	c.Log(d.Ref(), verb).Message = message
	c.Close(d.Ref())
	then(&d, &c)
	return d, c, nil
}

// todo is a step of the class on somebody's list.
func (k Class) todo(step string, role access.Role, org record.ID, due calendar.Date) todo.Item {
	return todo.Item{Record: k.Ref(), Step: step, Args: change.Pairs("name", k.Name), Organisation: org, Role: role, DueOn: due, EscalateTo: access.Secretariat}
}

// notice tells the provider.
func (k Class) notice(key string) notify.Notice {
	return notify.Notice{Record: k.Ref(), Key: key, Args: change.Pairs("name", k.Name), Organisation: k.Provider}
}
