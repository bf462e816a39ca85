package trainingweb

import (
	"context"
	"net/http"
	"strconv"

	"tongpin/internal/core/access"
	"tongpin/internal/core/record/recordweb"
	"tongpin/internal/core/step"
	"tongpin/internal/platform/web"
	"tongpin/internal/platform/web/form"
	"tongpin/internal/platform/web/ui"
	"tongpin/internal/training"
)

// grade is the name of a field of the results of one person.
func grade(e training.Entry, name string) string { return "grade." + string(e.ID) + "." + name }

// graded is a class with the people who get a result.
type graded struct {
	training.Class
	roster []training.Entry
}

func (p *Pages) graded(ctx context.Context, a access.Actor, k training.Class) (graded, error) {
	all, err := p.service.Roster(ctx, a, k.ID)
	x := graded{Class: k}
	for _, e := range all {
		if e.OnRoster() {
			x.roster = append(x.roster, e)
		}
	}
	return x, err
}

// results enters the results of a class.
func (p *Pages) results() recordweb.Step[graded] {
	of := func(find func(*http.Request) (training.Class, error)) func(*http.Request) (graded, error) {
		return func(r *http.Request) (graded, error) {
			k, err := find(r)
			if err != nil {
				return graded{}, err
			}
			return p.graded(r.Context(), access.Must(r.Context()), k)
		}
	}
	ready := of(func(r *http.Request) (training.Class, error) { return p.ready(r, training.ActKeep, training.VerbGrade) })
	return recordweb.Step[graded]{
		Ready: func(r *http.Request) (graded, *form.Values, error) {
			x, err := ready(r)
			return x, gradedForm(x), err
		},
		Again: of(p.find),
		Render: func(w http.ResponseWriter, r *http.Request, status int, x graded, v *form.Values) error {
			m := formMeta(r.Context(), "training.action.results", ui.Link{Text: x.Name, Path: path(x.Class)})
			m.Narrow = false
			spec := form.Spec{Action: path(x.Class) + "/results", Values: v, Submit: "training.action.save", Cancel: path(x.Class) + "?tab=results"}
			return web.Render(w, r, status, resultsPage(m, spec, x.Class, x.roster))
		},
		Take: p.grade,
	}
}

// gradedForm is the form of the results as it opens.
func gradedForm(x graded) *form.Values {
	v := form.New().SetInt(form.VersionField, x.Version)
	for _, e := range x.roster {
		if e.State != training.Enrolled {
			v.Set(grade(e, "result"), string(e.State))
		}
		for name, n := range map[string]int64{"score": e.Score, "hours": e.Hours} {
			if n != training.Unknown {
				v.SetInt(grade(e, name), n)
			}
		}
	}
	return v
}

func (p *Pages) grade(ctx context.Context, a access.Actor, t step.Target, v *form.Values) (recordweb.Done, error) {
	k, err := p.service.Class(ctx, a, t.ID)
	if err != nil {
		return recordweb.Done{}, err
	}
	x, err := p.graded(ctx, a, k)
	if err != nil {
		return recordweb.Done{}, err
	}
	grades := gradesOf(v, x.roster)
	if err := v.Err(); err != nil {
		return recordweb.Done{}, err
	}
	_, err = p.service.Results(ctx, a, t, grades)
	return recordweb.Done{Path: path(k) + "?tab=results", Message: "training.results.saved", Args: []any{"n", len(grades)}}, err
}

// gradesOf reads the lines that say something.
func gradesOf(v *form.Values, roster []training.Entry) []training.Grade {
	var list []training.Grade
	for _, e := range roster {
		g := training.Grade{Enrolment: e.ID, Result: training.EnrolmentState(v.Text(grade(e, "result"))), Score: training.Unknown, Hours: training.Unknown}
		for name, n := range map[string]*int64{"score": &g.Score, "hours": &g.Hours} {
			if v.Text(grade(e, name)) != "" {
				*n = form.Read(v, grade(e, name), "web.fault.number", func(s string) (int64, error) { return strconv.ParseInt(s, 10, 64) })
			}
		}
		if g.Result != "" {
			list = append(list, g)
		}
	}
	return list
}
