package trainingweb

import (
	"context"
	"net/http"
	"strconv"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/record"
	"tongpin/internal/core/record/recordweb"
	"tongpin/internal/platform/web"
	"tongpin/internal/platform/web/form"
	"tongpin/internal/platform/web/ui"
	"tongpin/internal/training"
)

// spareRows are the empty rows at the end of the form of the timetable.
const spareRows = 5

// mostSessions is how many rows the form takes.
const mostSessions = 400

func field(i int, name string) string { return "session." + strconv.Itoa(i) + "." + name }

func (p *Pages) timetableForm(w http.ResponseWriter, r *http.Request) error {
	k, err := p.ready(r, training.ActKeep, training.VerbTable)
	if err != nil {
		return err
	}
	sessions, err := p.service.Sessions(r.Context(), access.Must(r.Context()), k.ID)
	if err != nil {
		return err
	}
	return p.renderTable(w, r, http.StatusOK, k, tableOf(k, sessions))
}

func tableOf(k training.Class, sessions []training.Session) *form.Values {
	v := form.New().SetInt(form.VersionField, k.Version)
	for i, s := range sessions {
		v.Set(field(i, "id"), string(s.ID)).Set(field(i, "on"), s.On.String()).Set(field(i, "from"), calendar.Clock(s.From)).Set(field(i, "to"), calendar.Clock(s.To)).
			SetInt(field(i, "hours"), s.Hours).Set(field(i, "topic"), s.Topic).Set(field(i, "teacher"), string(s.Teacher))
	}
	return v
}

// filledRows is the number of rows up to the last that means anything.
func filledRows(v *form.Values) int {
	n := 0
	for i := range mostSessions {
		if v.Text(field(i, "on")) != "" || v.Text(field(i, "topic")) != "" {
			n = i + 1
		}
	}
	return n
}

func (p *Pages) renderTable(w http.ResponseWriter, r *http.Request, status int, k training.Class, v *form.Values) error {
	ctx := r.Context()
	teachers, err := p.teacherOptions(ctx, k.Provider)
	if err != nil {
		return err
	}
	m := formMeta(ctx, "training.action.timetable", ui.Link{Text: k.Name, Path: path(k)})
	spec := form.Spec{Action: path(k) + "/timetable", Values: v, Submit: "training.action.save", Cancel: path(k) + "?tab=timetable", Buttons: []form.Button{{Label: "training.action.fill_days", Value: "days"}, {Label: "training.action.more_rows", Value: "more"}}}
	rows := filledRows(v)
	if rows == 0 || v.Text("do") == "more" {
		rows += spareRows
	}
	return web.Render(w, r, status, timetablePage(m, spec, k, min(rows, mostSessions), teachers))
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

func (p *Pages) timetable(w http.ResponseWriter, r *http.Request) error {
	v, err := form.Decode(r)
	if err != nil {
		return err
	}
	t, err := recordweb.Target(r, v)
	if err != nil {
		return err
	}
	k, err := p.find(r)
	if err != nil {
		return err
	}
	switch v.Text("do") {
	case "days":
		fillDays(v, k)
		return p.renderTable(w, r, http.StatusOK, k, v)
	case "more":
		return p.renderTable(w, r, http.StatusOK, k, v)
	}
	sessions := sessionsOf(v)
	if err = v.Err(); err == nil {
		_, err = p.service.Timetable(r.Context(), access.Must(r.Context()), t, sessions)
	}
	if v.Mend(err) {
		return p.renderTable(w, r, http.StatusUnprocessableEntity, k, v)
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, path(k)+"?tab=timetable", "training.timetable.saved")
}

// fillDays proposes a timetable: on each day from opening to closing one row of
// eight class hours, as many as the class has.
func fillDays(v *form.Values, k training.Class) {
	i, left := filledRows(v), k.Hours
	for n := range i {
		left -= int64(v.Int(field(n, "hours")))
	}
	for day := k.Opens; !day.After(k.Closes) && left > 0 && i < mostSessions; day = day.AddDays(1) {
		hours := min(left, 8)
		v.Set(field(i, "on"), day.String()).Set(field(i, "from"), "10:00").Set(field(i, "to"), calendar.Clock(600+hours*45)).SetInt(field(i, "hours"), hours)
		left -= hours
		i++
	}
}

// sessionsOf reads the rows that mean anything, moved together so that the
// faults of the decision come to the right ones.
func sessionsOf(v *form.Values) []training.Session {
	var list []training.Session
	for i := range filledRows(v) {
		if v.Text(field(i, "on")) == "" && v.Text(field(i, "topic")) == "" {
			continue
		}
		at := len(list)
		for _, name := range []string{"id", "on", "from", "to", "hours", "topic", "teacher"} {
			v.Set(field(at, name), v.Raw(field(i, name)))
			if at != i {
				v.Set(field(i, name))
			}
		}
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
