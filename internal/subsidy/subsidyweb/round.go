package subsidyweb

import (
	"context"
	"net/http"
	"strings"

	"tongpin/internal/core/access"
	"tongpin/internal/core/record/recordweb"
	"tongpin/internal/core/step"
	"tongpin/internal/core/timeline"
	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web"
	"tongpin/internal/platform/web/form"
	"tongpin/internal/platform/web/ui"
	"tongpin/internal/subsidy"
)

func roundPath(r subsidy.Round) string { return RoundsPath + "/" + string(r.ID) }

func (p *Pages) rounds(w http.ResponseWriter, r *http.Request) error {
	ctx, a := r.Context(), access.Must(r.Context())
	all, err := p.service.Rounds(ctx, a)
	if err != nil {
		return err
	}
	ripe, err := p.service.Ripe(ctx, a)
	if err != nil {
		return err
	}
	meta := web.Meta{
		Title: i18n.T(ctx, "subsidy.rounds.title"), Lead: i18n.T(ctx, "subsidy.rounds.lead"), Nav: Path,
		Crumbs: []ui.Link{{Text: i18n.T(ctx, "nav.subsidies"), Path: Path}, {Text: i18n.T(ctx, "subsidy.rounds.title")}},
	}
	may := len(ripe) > 0 && p.service.Reaches(a, subsidy.ActCommit)
	return web.Render(w, r, http.StatusOK, roundsPage(meta, all, ripe, may, form.New()))
}

func (p *Pages) commit(w http.ResponseWriter, r *http.Request) error {
	v, err := form.Decode(r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	id := recordweb.NewID(v, "round")
	if _, err = p.service.Commit(ctx, access.Must(ctx), id, false); err != nil && !fault.Is(err, fault.Conflict) {
		return err
	}
	return web.Redirect(w, r, RoundsPath+"/"+string(id), "subsidy.round.committed")
}

// roundView is what the page of a round shows.
type roundView struct {
	p      subsidy.Pool
	story  []timeline.Entry
	public string
}

func (p *Pages) roundView(r *http.Request) (roundView, error) {
	ctx, a := r.Context(), access.Must(r.Context())
	id, err := recordweb.Path(r, "id")
	if err != nil {
		return roundView{}, err
	}
	var v roundView
	if v.p, err = p.service.Pool(ctx, a, id); err != nil {
		return v, err
	}
	key, err := p.service.Own(ctx)
	if err != nil {
		return v, err
	}
	v.public = publicRoundPath(key, v.p.Code)
	v.story, err = p.service.Story(ctx, v.p.Ref())
	return v, err
}

func (p *Pages) round(w http.ResponseWriter, r *http.Request) error {
	v, err := p.roundView(r)
	if err != nil {
		return err
	}
	ctx, a := r.Context(), access.Must(r.Context())
	meta := web.Meta{
		Title: i18n.T(ctx, "subsidy.round.title", "number", v.p.Number), Lead: i18n.T(ctx, "subsidy.round.lead"), Nav: Path,
		Crumbs: []ui.Link{{Text: i18n.T(ctx, "nav.subsidies"), Path: Path}, {Text: i18n.T(ctx, "subsidy.rounds.title"), Path: RoundsPath}, {Text: v.p.Number}},
	}
	if subsidy.RoundFlow.Can(v.p.State, subsidy.VerbDraw) && p.service.Reaches(a, subsidy.ActDraw) && v.p.CommittedBy != a.Person {
		meta.Actions = []ui.Action{{Text: i18n.T(ctx, "subsidy.round.draw"), Path: roundPath(v.p.Round) + "/draw", Primary: true}}
	}
	return web.Render(w, r, http.StatusOK, roundPage(meta, v))
}

// roundSteps are the addresses of the draw.
func (p *Pages) roundSteps() []web.Route {
	return recordweb.Step[roundView]{
		Ready: func(r *http.Request) (roundView, *form.Values, error) {
			v, err := p.roundView(r)
			if err == nil {
				_, err = subsidy.RoundFlow.Next(v.p.State, subsidy.VerbDraw)
			}
			return v, form.New().SetInt(form.VersionField, v.p.Round.Version), err
		},
		Again: p.roundView,
		Render: func(w http.ResponseWriter, r *http.Request, status int, x roundView, v *form.Values) error {
			ctx := r.Context()
			meta := formMeta(ctx, "subsidy.round.draw", ui.Link{Text: i18n.T(ctx, "subsidy.rounds.title"), Path: RoundsPath}, ui.Link{Text: x.p.Number, Path: roundPath(x.p.Round)})
			spec := form.Spec{Action: roundPath(x.p.Round) + "/draw", Values: v, Submit: "subsidy.round.draw", Cancel: roundPath(x.p.Round)}
			return web.Render(w, r, status, recordweb.StepPage(meta, spec, drawFields(x)))
		},
		Take: func(ctx context.Context, a access.Actor, t step.Target, v *form.Values) (recordweb.Done, error) {
			x, err := p.service.Draw(ctx, a, t, v.Text("word"))
			return recordweb.Done{Path: roundPath(x), Message: "subsidy.round.drawn"}, err
		},
	}.Routes(RoundsPath+"/{id}/draw", subsidy.ActDraw)
}

// stratum names a stratum: the provider by its name, codes by their words.
func stratum(ctx context.Context, p subsidy.Pool, key string) string {
	l := i18n.From(ctx)
	values := strings.Split(key, "/")
	for i, k := range p.Strata {
		if i >= len(values) {
			break
		}
		switch k {
		case "provider":
			for _, d := range p.Claims {
				if string(d.Provider) == values[i] {
					values[i] = d.ProviderName
					break
				}
			}
		case "category":
			values[i] = l.Word("enum.training_category", values[i])
		case "level":
			if values[i] != "" {
				values[i] = l.Word("enum.skill_level", values[i])
			}
		}
	}
	return strings.Join(values, " \u00b7 ")
}

func roundItems(ctx context.Context, r subsidy.Round) []ui.Item {
	l := i18n.From(ctx)
	items := []ui.Item{
		{Term: l.T("subsidy.field.state"), Value: roundTag(r.State)},
		{Term: l.T("subsidy.field.committed_at"), Value: ui.Instant(r.CommittedAt)},
		{Term: l.T("subsidy.field.frame"), Value: ui.Number(len(r.Frame))},
		{Term: l.T("subsidy.field.value"), Value: ui.Yuan(int64(r.Value()))},
		ui.Field(l.T("subsidy.field.permille"), percent(r.Permille)),
		ui.Field(l.T("subsidy.field.strata"), joined(ctx, "enum.subsidy_stratum", r.Strata)),
		{Term: l.T("subsidy.field.commitment"), Value: long(r.Commitment), Wide: true},
	}
	if r.Above > 0 {
		items = append(items, ui.Item{Term: l.T("subsidy.field.above"), Value: ui.Yuan(int64(r.Above))})
	}
	if r.State == subsidy.Drawn {
		items = append(
			items, ui.Item{Term: l.T("subsidy.field.drawn_at"), Value: ui.Instant(r.DrawnAt)},
			ui.Item{Term: l.T("subsidy.field.seed"), Value: long(r.Seed), Wide: true}, ui.Item{Term: l.T("subsidy.field.word"), Value: ui.Text(r.Word), Wide: true},
		)
	}
	if r.Sample {
		items = append(items, ui.Item{Term: l.T("subsidy.field.source"), Value: ui.Tag(ui.Plain, l.T("record.sample"))})
	}
	return items
}

// claimsOf are the claims of a round without their lines.
func claimsOf(p subsidy.Pool) []subsidy.Claim {
	list := make([]subsidy.Claim, len(p.Claims))
	for i, d := range p.Claims {
		list[i] = d.Claim
	}
	return list
}
