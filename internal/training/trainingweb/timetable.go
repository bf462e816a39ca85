package trainingweb

import (
	"context"
	"net/http"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/record"
	"tongpin/internal/core/record/recordweb"
	"tongpin/internal/core/step"
	"tongpin/internal/platform/web"
	"tongpin/internal/platform/web/form"
	"tongpin/internal/platform/web/ui"
	"tongpin/internal/training"
)

// spareRows are the empty rows at the end of the form of the timetable.
const spareRows = 5

// sessionRows are the rows of the form.
var sessionRows = form.Rows{Name: "session", Most: 400, Fields: []string{"id", "on", "from", "to", "hours", "topic", "teacher"}, Meaning: []string{"on", "topic"}}

func field(i int, name string) string { return form.RowField(sessionRows.Name, i, name) }

// timetable changes the sessions of a class.
func (p *Pages) timetable() recordweb.Step[training.Class] {
	return recordweb.Step[training.Class]{
		Ready: func(r *http.Request) (training.Class, *form.Values, error) {
			k, err := p.ready(r, training.ActKeep, training.VerbTable)
			if err != nil {
				return k, nil, err
			}
			sessions, err := p.service.Sessions(r.Context(), access.Must(r.Context()), k.ID)
			return k, tableOf(k, sessions), err
		},
		Again:  p.find,
		Only:   func(v *form.Values) bool { return v.Text("do") != "" }, // proposed days, or more rows
		Render: p.renderTable,
		Take: func(ctx context.Context, a access.Actor, t step.Target, v *form.Values) (recordweb.Done, error) {
			sessions := sessionsOf(v)
			if err := v.Err(); err != nil {
				return recordweb.Done{}, err
			}
			_, err := p.service.Timetable(ctx, a, t, sessions)
			return recordweb.Done{Path: Path + "/" + string(t.ID) + "?tab=timetable", Message: "training.timetable.saved"}, err
		},
	}
}

func tableOf(k training.Class, sessions []training.Session) *form.Values {
	v := form.New().SetInt(form.VersionField, k.Version)
	for i, s := range sessions {
		v.Set(field(i, "id"), string(s.ID)).Set(field(i, "on"), s.On.String()).Set(field(i, "from"), calendar.Clock(s.From)).Set(field(i, "to"), calendar.Clock(s.To)).
			SetInt(field(i, "hours"), s.Hours).Set(field(i, "topic"), s.Topic).Set(field(i, "teacher"), string(s.Teacher))
	}
	return v
}

func (p *Pages) renderTable(w http.ResponseWriter, r *http.Request, status int, k training.Class, v *form.Values) error {
	ctx := r.Context()
	if v.Text("do") == "days" {
		fillDays(v, k)
	}
	teachers, err := p.teacherOptions(ctx, k.Provider)
	if err != nil {
		return err
	}
	m := formMeta(ctx, "training.action.timetable", ui.Link{Text: k.Name, Path: path(k)})
	spec := form.Spec{Action: path(k) + "/timetable", Values: v, Submit: "training.action.save", Cancel: path(k) + "?tab=timetable", Buttons: []form.Button{{Label: "training.action.fill_days", Value: "days"}, {Label: "training.action.more_rows", Value: "more"}}}
	rows := sessionRows.Last(v)
	if rows == 0 || v.Text("do") == "more" {
		rows += spareRows
	}
	return web.Render(w, r, status, timetablePage(m, spec, k, min(rows, sessionRows.Most), teachers))
}

func (p *Pages) teacherOptions(ctx context.Context, provider record.ID) ([]ui.Option, error) {
	list, err := p.service.Teachers(ctx, access.Must(ctx), provider)
	var options []ui.Option
	for _, t := range list {
		if !t.Left {
			options = append(options, ui.Option{Value: string(t.ID), Text: t.Name})
		}
	}
	return options, err
}

// fillDays proposes a timetable: on each day from opening to closing one row of
// eight class hours, as many as the class has.
func fillDays(v *form.Values, k training.Class) {
	i, left := sessionRows.Last(v), k.Hours
	for n := range i {
		left -= int64(v.Int(field(n, "hours")))
	}
	for day := k.Opens; !day.After(k.Closes) && left > 0 && i < sessionRows.Most; day = day.AddDays(1) {
		hours := min(left, 8)
		v.Set(field(i, "on"), day.String()).Set(field(i, "from"), "10:00").Set(field(i, "to"), calendar.Clock(600+hours*45)).SetInt(field(i, "hours"), hours)
		left -= hours
		i++
	}
}

// sessionsOf reads the rows that mean anything.
func sessionsOf(v *form.Values) []training.Session {
	var list []training.Session
	for at := range sessionRows.Compact(v) {
		s := training.Session{ID: recordweb.NewID(v, field(at, "")), Topic: v.Text(field(at, "topic")), Hours: int64(v.Int(field(at, "hours")))}
		s.On = form.Read(v, field(at, "on"), "web.fault.date", calendar.ParseDate)
		s.From = form.Read(v, field(at, "from"), "training.session.clock", calendar.ParseClock)
		s.To = form.Read(v, field(at, "to"), "training.session.clock", calendar.ParseClock)
		if id, ok := record.ParseID(v.Text(field(at, "id"))); ok {
			s.ID = id
		}
		if id, ok := record.ParseID(v.Text(field(at, "teacher"))); ok {
			s.Teacher = id
		}
		list = append(list, s)
	}
	return list
}
