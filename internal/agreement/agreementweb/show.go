package agreementweb

import (
	"context"
	"net/http"
	"slices"

	"github.com/a-h/templ"

	"tongpin/internal/agreement"
	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/fact"
	"tongpin/internal/core/file"
	"tongpin/internal/core/record"
	"tongpin/internal/core/record/recordweb"
	"tongpin/internal/core/timeline"
	"tongpin/internal/core/turn"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web"
	"tongpin/internal/platform/web/ui"
)

// view is all that the page of an agreement shows.
type view struct {
	g          agreement.Agreement
	actor      access.Actor
	tab        string
	story      []timeline.Entry
	deliveries []fact.Fact
	files      []file.File
	successor  agreement.Agreement
	today      calendar.Date
	mine       bool        // it is the actor's turn
	correct    bool        // the actor may take deliveries back
	steps      []ui.Action // what the actor can do now, but for those of the turn
	turnSteps  []ui.Action // what ends the turn
}

// tabs of the page.
var tabs = []string{"content", "obligations", "files"}

func (p *Pages) show(w http.ResponseWriter, r *http.Request) error {
	v, err := p.view(r)
	if err != nil {
		return err
	}
	v.tab = recordweb.Tab(r, tabs)
	return web.Render(w, r, http.StatusOK, showPage(showMeta(r.Context(), v), v))
}

func (p *Pages) view(r *http.Request) (view, error) {
	ctx, a := r.Context(), access.Must(r.Context())
	d, err := recordweb.Find(r, p.service.Open)
	if err != nil {
		return view{}, err
	}
	v := view{g: d.Agreement, actor: a, story: d.Story, deliveries: d.Facts, files: d.Files, today: d.Today, mine: d.MyTurn}
	if d.Successor.ID != "" && p.service.May(a, agreement.ActView, d.Successor) {
		v.successor = d.Successor
	}
	v.correct = p.service.May(a, agreement.ActCorrect, v.g) && agreement.Flow.Can(v.g.State, agreement.VerbCorrect)
	p.possible(ctx, &v)
	return v, nil
}

func showMeta(ctx context.Context, v view) web.Meta {
	l := i18n.From(ctx)
	return web.Meta{
		Title:   v.g.Title,
		Lead:    l.T("agreement.show.lead", "number", v.g.Number, "type", l.Word("enum.agreement_type", v.g.Type), "parties", names(ctx, v.g.Parties)),
		Crumbs:  []ui.Link{{Text: l.T("nav.agreements"), Path: Path}, {Text: v.g.Number}},
		Actions: v.steps,
	}
}

// possible lists the steps that the state, the turn and the person allow.
func (p *Pages) possible(ctx context.Context, v *view) {
	g, a := v.g, v.actor
	for _, s := range p.steps() {
		if s.silent || !agreement.Flow.Can(g.State, s.verb) || !p.service.May(a, s.act, g) || (s.when != nil && !s.when(a, g)) || (s.turn && !v.mine) {
			continue
		}
		action := ui.Action{Text: i18n.T(ctx, "agreement.step."+s.name), Path: path(g) + "/" + s.name, Primary: s.main, Danger: s.danger}
		if s.turn {
			v.turnSteps = append(v.turnSteps, action)
		} else {
			v.steps = append(v.steps, action)
		}
	}
	if v.mine && agreement.Flow.Can(g.State, agreement.VerbEdit) && p.service.May(a, agreement.ActAct, g) {
		v.turnSteps = append(v.turnSteps, ui.Action{Text: i18n.T(ctx, "agreement.action.edit"), Path: path(g) + "/edit", Icon: "edit"})
	}
	if agreement.Flow.Can(g.State, agreement.VerbRenew) && v.successor.ID == "" && party(a, g) && p.service.May(a, agreement.ActDraft, g) {
		v.steps = append(v.steps, ui.Action{Text: i18n.T(ctx, "agreement.action.renew"), Path: Path + "/new?renews=" + string(g.ID), Icon: "refresh"})
	}
	v.steps = append(v.steps,
		ui.Action{Text: i18n.T(ctx, "agreement.action.word"), Path: path(g) + "/word", Icon: "file-text"},
		ui.Action{Text: i18n.T(ctx, "agreement.action.print"), Path: path(g) + "/print", Icon: "printer"},
	)
}

// last tells whether one more approval makes the agreement approved.
func (v view) last() bool {
	missing := len(v.g.Parties) - len(v.g.Turn.Approved)
	return missing == 1 && !slices.Contains(v.g.Turn.Approved, v.g.Acting(v.actor))
}

// silence is after how many days a silent turn goes back.
func (v view) silence() int { return turn.SilenceDays }

// otherParties are those to whom the turn can be handed.
func (v view) otherParties() []ui.Option {
	var options []ui.Option
	for _, p := range v.g.Parties {
		if p.Organisation != v.g.Acting(v.actor) {
			options = append(options, ui.Option{Value: string(p.Organisation), Text: p.Name, Note: p.Representative})
		}
	}
	return options
}

// owed are the obligations, with what was delivered of each.
func (v view) owed(ctx context.Context) []ui.Option {
	options := make([]ui.Option, len(v.g.Obligations))
	for i, o := range v.g.Obligations {
		options[i] = ui.Option{Value: string(o.ID), Text: o.Text, Note: i18n.T(
			ctx, "agreement.obligation.progress", "party", nameOf(v.g, o.Party),
			"delivered", o.Delivered, "quantity", amount(ctx, o.Quantity, o.Unit()),
		)}
	}
	return options
}

// obligationText names the obligation of a delivery.
func (v view) obligationText(f fact.Fact) string {
	o, _ := v.g.Obligation(f.Subject)
	return o.Text
}

// reversed tells whether a delivery was taken back.
func (v view) reversed(id record.ID) bool {
	return slices.ContainsFunc(v.deliveries, func(f fact.Fact) bool { return f.Reverses == id })
}

// evidence is the file that proves a delivery.
func (v view) file(id record.ID) (file.File, bool) {
	at := slices.IndexFunc(v.files, func(f file.File) bool { return f.ID == id && id != "" })
	if at < 0 {
		return file.File{}, false
	}
	return v.files[at], true
}

// signedMark tells the signed copy from other files.
func (v view) signedMark(f file.File) templ.Component { return signedMark(f, v.g.SignedFile) }
