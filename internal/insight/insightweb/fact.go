package insightweb

import (
	"net/http"

	"tongpin/internal/core/access"
	"tongpin/internal/core/fact"
	"tongpin/internal/core/metric"
	"tongpin/internal/core/record"
	"tongpin/internal/core/record/recordweb"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web"
	"tongpin/internal/platform/web/form"
	"tongpin/internal/platform/web/ui"
)

// shown is one fact with what its page says about it.
type shown struct {
	fact     fact.Fact
	reversal record.ID // the fact that takes it back
	uses     []metric.Definition
	owner    string
	subject  string
	correct  *form.Values // the form of the correction; nil if it can't be corrected
}

func (p *Pages) fact(w http.ResponseWriter, r *http.Request) error {
	return p.showFact(w, r, http.StatusOK, form.New())
}

func (p *Pages) showFact(w http.ResponseWriter, r *http.Request, status int, v *form.Values) error {
	ctx, a := r.Context(), access.Must(r.Context())
	id, err := recordweb.Path(r, "id")
	if err != nil {
		return err
	}
	f, reversal, err := p.service.Fact(ctx, a, id)
	if err != nil {
		return err
	}
	names, err := p.service.Names(ctx, present(f.Owner, f.Subject))
	if err != nil {
		return err
	}
	s := shown{fact: f, reversal: reversal, uses: p.service.Uses(f), owner: names[f.Owner], subject: names[f.Subject]}
	if p.service.CanCorrect(a) && f.Reverses == "" && reversal == "" && !p.service.AtRecord(f) {
		s.correct = v
	}
	l := i18n.From(ctx)
	meta := web.Meta{
		Title: l.T("fact.title"), Lead: l.T("fact.lead"), Nav: FiguresPath,
		Crumbs: []ui.Link{{Text: l.T("nav.figures"), Path: FiguresPath}, {Text: l.T("fact.title")}},
	}
	return web.Render(w, r, status, factPage(meta, s))
}

// reverse takes a fact back.
func (p *Pages) reverse(w http.ResponseWriter, r *http.Request) error {
	id, err := recordweb.Path(r, "id")
	if err != nil {
		return err
	}
	v, err := form.Decode(r)
	if err != nil {
		return err
	}
	_, err = p.service.Correct(r.Context(), access.Must(r.Context()), id, v.Text("reason"))
	if v.Mend(err) {
		return p.showFact(w, r, http.StatusUnprocessableEntity, v)
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, FactsPath+"/"+string(id), "fact.reversed")
}

func present(ids ...record.ID) []record.ID {
	var list []record.ID
	for _, id := range ids {
		if id != "" {
			list = append(list, id)
		}
	}
	return list
}

// factPath is the page of a fact.
func factPath(id record.ID) string { return FactsPath + "/" + string(id) }

// usePath is the figure that counts the fact, over the year in which it counts.
func usePath(d metric.Definition) string { return FiguresPath + "/" + d.Key }

// keyOfUse is the metric whose words name the dimensions of a fact.
func keyOfUse(s shown) string {
	if len(s.uses) == 0 {
		return string(s.fact.Kind)
	}
	return s.uses[0].Key
}
