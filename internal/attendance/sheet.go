package attendance

import (
	"context"
	"slices"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/code"
	"tongpin/internal/core/intake"
	"tongpin/internal/core/record"
	"tongpin/internal/core/sheet"
	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/listing"
	"tongpin/internal/training"
)

// Layout is the columns of a roll as a workbook: one row a person and half-day.
var Layout = sheet.Layout{Kind: "attendance", Columns: []sheet.Column{
	{Key: "class_number", Required: true, Match: true, Sample: "PX-2026-0001"},
	{Key: "id_number", Required: true, Match: true, Sensitive: true, Width: 22, Sample: "652824190001010014"},
	{Key: "on", Type: sheet.Date, Required: true, Match: true, Sample: "2026-01-12"},
	{Key: "half", Type: sheet.Choice, Options: []string{string(Morning), string(Afternoon)}, Enum: "attendance_half", Required: true, Match: true},
	{Key: "present", Type: sheet.Flag, Required: true},
}}

// Sheets are the spreadsheets of attendance.
func (s *Service) Sheets() []intake.Kind {
	return []intake.Kind{
		{Name: "attendance", Layout: Layout, Import: ActImport, Decide: s.decideRows},
		{Name: "attendance_signal", Layout: SignalLayout, Export: ActWatch, Rows: s.signalRows, Filters: []string{"state", "kind"}, Words: map[string]string{"state": "enum.attendance_signal_state", "kind": "enum.attendance_signal"}},
	}
}

// SignalLayout is the columns of the list of signals: one row a signal, no person.
var SignalLayout = sheet.Layout{Kind: "attendance_signal", Columns: []sheet.Column{
	{Key: "kind", Type: sheet.Choice, Options: Kinds(), Enum: "attendance_signal"},
	{Key: "class", Width: 32},
	{Key: "provider", Width: 32},
	{Key: "rule"},
	{Key: "evidence", Type: sheet.Integer},
	{Key: "found_on", Type: sheet.Date},
	{Key: "state", Type: sheet.Choice, Options: sheet.Words(SignalStates), Enum: "attendance_signal_state"},
	{Key: "reason", Width: 40},
}}

func (s *Service) signalRows(ctx context.Context, _ access.Actor, q listing.Query, yield func(sheet.Values) error) error {
	return s.store.EachSignal(ctx, q, func(x Signal) error {
		return yield(sheet.Values{x.Kind, x.ClassName, x.Provider, x.Finding.Rule, int64(len(x.Evidence)), x.FoundOn, string(x.State), x.Reason})
	})
}

// register is what a batch of rows needs of one class.
type register struct {
	class  training.Class
	slots  []Slot
	places map[string]record.ID // identity number -> enrolment
	book   Book
}

func (s *Service) decideRows(ctx context.Context, a access.Actor, rows []*sheet.Row) (intake.Batch, error) {
	known, err := s.registers(ctx, a, rows)
	if err != nil {
		return intake.Batch{}, err
	}
	outcomes, c := make([]intake.Outcome, len(rows)), change.By(a, s.clock.Now())
	var marks []Mark
	logged := map[record.ID]bool{}
	for i, r := range rows {
		if r.Err() != nil {
			continue
		}
		m, result, err := s.row(known[r.Text("class_number")], r, a)
		if err != nil {
			r.Add(err)
			continue
		}
		outcomes[i] = intake.Outcome{Result: result, Record: record.Ref{Kind: training.EnrolmentKind, ID: m.Enrolment}}
		if result == intake.Unchanged {
			continue
		}
		if !logged[m.Class] {
			c.Log(record.Ref{Kind: training.ClassKind, ID: m.Class}, "roll_sheet")
			logged[m.Class] = true
		}
		marks = append(marks, m)
	}
	return intake.Batch{Outcomes: outcomes, Save: func(ctx context.Context, tail change.Change) error {
		tail.Join(c)
		return s.store.SaveMarks(ctx, marks, tail)
	}}, nil
}

// registers loads the classes that the rows name and that the actor keeps.
func (s *Service) registers(ctx context.Context, a access.Actor, rows []*sheet.Row) (map[string]*register, error) {
	var numbers []string
	for _, r := range rows {
		numbers = append(numbers, r.Text("class_number"))
	}
	classes, err := s.training.Numbered(ctx, a, numbers)
	if err != nil {
		return nil, err
	}
	known := map[string]*register{}
	for number, k := range classes {
		if !s.May(a, ActImport, k) {
			continue
		}
		if known[number], err = s.register(ctx, k); err != nil {
			return nil, err
		}
	}
	return known, nil
}

// register looks people up by identity number as the program itself: the row
// names the number, so nothing is disclosed.
func (s *Service) register(ctx context.Context, k training.Class) (*register, error) {
	a, x := robot(ctx), &register{class: k, places: map[string]record.ID{}}
	sessions, err := s.training.Sessions(ctx, a, k.ID)
	if err != nil {
		return nil, err
	}
	roster, err := s.training.RosterInClear(ctx, a, k.ID, "")
	if err != nil {
		return nil, err
	}
	marks, err := s.store.Marks(ctx, k.ID)
	if err != nil {
		return nil, err
	}
	marks = slices.DeleteFunc(marks, func(m Mark) bool { return m.Source != BySheet })
	x.slots, x.book = Slots(sessions), BookOf(marks)
	for _, e := range roster {
		if e.OnRoster() && e.Person.IDNumber != "" {
			x.places[e.Person.IDNumber] = e.ID
		}
	}
	return x, nil
}

func (s *Service) row(x *register, r *sheet.Row, a access.Actor) (Mark, intake.Result, error) {
	if x == nil {
		return Mark{}, intake.Failed, fault.Wrong("class_number", r.Text("class_number"), "attendance.import.class")
	}
	id, err := code.ParseIdentity("id_number", r.Text("id_number"), calendar.DateOf(s.clock.Now()))
	if err != nil {
		return Mark{}, intake.Failed, err
	}
	enrolment, ok := x.places[id.Number]
	if !ok {
		return Mark{}, intake.Failed, fault.Wrong("id_number", r.Text("id_number"), "attendance.import.person")
	}
	on, half := r.Date("on"), Half(r.Choice("half"))
	if err := markable(x.class, x.slots, on, half, s.clock.Now()); err != nil {
		return Mark{}, intake.Failed, err
	}
	m := marked(x.class.ID, enrolment, on, half, BySheet, r.Flag("present"), a, s.clock.Now())
	before := x.book[m.key()]
	result := intake.Created
	if before.School != nil {
		if result = intake.Updated; before.School.Present == m.Present {
			result = intake.Unchanged
		}
	}
	before.School = &m
	x.book[m.key()] = before
	return m, result, nil
}
