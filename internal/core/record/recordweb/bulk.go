package recordweb

import (
	"context"
	"net/http"
	"slices"

	"github.com/a-h/templ"

	"tongpin/internal/core/access"
	"tongpin/internal/core/record"
	"tongpin/internal/core/step"
	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web"
	"tongpin/internal/platform/web/form"
	"tongpin/internal/platform/web/table"
	"tongpin/internal/platform/web/ui"
)

// MaxBulk is how many records are taken at once: more than a page of a list has.
const MaxBulk = 200

// Bulk is one step on several records that were ticked in a list. A page names
// them and asks what the step needs, once for all; then each is taken by the
// same decision as on its own page, in a transaction of its own, and a page says
// how many were done and why others were refused. An error that is no refusal
// ends it there: what was done stays done, and can be seen in the list.
type Bulk struct {
	Name  string // last part of the address; the step's name in the texts
	Step  string // key of the step's text: "order.step.publish", with ".lead"
	Back  string // the list
	Nav   string // key of the list's name
	Act   access.Action
	Field templ.Component // what is asked, once for all; nil for nothing
	// Look names a record and tells the version that the person is shown.
	Look func(ctx context.Context, a access.Actor, id record.ID) (ui.Link, int64, error)
	// Take does the step to one record.
	Take func(ctx context.Context, a access.Actor, t step.Target, v *form.Values) error
}

// Outcome is what became of one record.
type Outcome struct {
	Link   ui.Link
	Reason string // why it was refused; "" if it was done
}

// Button is the button of the list.
func (b Bulk) Button() table.Bulk { return table.Bulk{Label: b.Step + ".chosen", Path: b.path()} }

// Route is the address of the step; it is posted to twice.
func (b Bulk) Route() web.Route {
	return web.Post(b.path(), b.Act, b.handle)
}

func (b Bulk) path() string { return b.Back + "/chosen/" + b.Name }

// sure is the field that tells the second post from the first.
const sure = "sure"

func (b Bulk) handle(w http.ResponseWriter, r *http.Request) error {
	v, err := form.Decode(r)
	if err != nil {
		return err
	}
	ids := v.All("id")
	slices.Sort(ids)
	ids = slices.Compact(ids)
	for _, id := range ids {
		if _, ok := record.ParseID(id); !ok {
			return fault.New(fault.NotFound, "record.not_found")
		}
	}
	switch {
	case len(ids) == 0:
		return fault.Refuse("record.bulk.none")
	case len(ids) > MaxBulk:
		return fault.Refuse("record.bulk.many", "max", MaxBulk)
	case v.Raw(sure) == "":
		return b.ask(w, r, ids)
	}
	return b.take(w, r, ids, v)
}

// ask names the records, and asks what the step needs.
func (b Bulk) ask(w http.ResponseWriter, r *http.Request, ids []string) error {
	ctx, a := r.Context(), access.Must(r.Context())
	fresh := form.New().Set("id", ids...).Set(sure, "on")
	for _, id := range ids {
		_, version, err := b.Look(ctx, a, record.ID(id))
		if err != nil {
			return err
		}
		fresh.SetInt("version."+id, version)
	}
	return b.form(w, r, http.StatusOK, ids, fresh)
}

func (b Bulk) form(w http.ResponseWriter, r *http.Request, status int, ids []string, v *form.Values) error {
	ctx, a := r.Context(), access.Must(r.Context())
	var links []ui.Link
	for _, id := range ids {
		link, _, err := b.Look(ctx, a, record.ID(id))
		if err != nil {
			return err
		}
		links = append(links, link)
	}
	return web.Render(w, r, status, bulkForm(b.meta(ctx, len(ids)), b, v, ids, links))
}

func (b Bulk) take(w http.ResponseWriter, r *http.Request, ids []string, v *form.Values) error {
	ctx, a := r.Context(), access.Must(r.Context())
	var done, refused []Outcome
	for i, id := range ids {
		out := Outcome{Link: ui.Link{Text: i18n.T(ctx, "record.bulk.unknown")}}
		if link, _, err := b.Look(ctx, a, record.ID(id)); err == nil {
			out.Link = link
		}
		seen := v.Copy(form.VersionField, "version."+id)
		err := b.Take(ctx, a, step.Target{ID: record.ID(id), Version: seen.Version()}, seen)
		all := fault.All(err)
		if err != nil && len(all) == 0 {
			return err
		}
		if err == nil {
			done = append(done, out)
			continue
		}
		if i == 0 && b.Field != nil && all[0].Field != "" && v.Mend(err) { // what was asked for all is wrong: nothing was done yet
			return b.form(w, r, http.StatusUnprocessableEntity, ids, v)
		}
		out.Reason = i18n.From(ctx).Fault(all[0])
		refused = append(refused, out)
	}
	meta := b.meta(ctx, len(ids))
	meta.Lead = i18n.T(ctx, "record.bulk.result", "done", len(done), "refused", len(refused))
	return web.Render(w, r, http.StatusOK, bulkResult(meta, b, done, refused))
}

func (b Bulk) meta(ctx context.Context, n int) web.Meta {
	title := i18n.T(ctx, b.Step)
	return web.Meta{
		Title: title, Lead: i18n.T(ctx, "record.bulk.lead", "n", n, "lead", i18n.T(ctx, b.Step+".lead")), Narrow: true, Nav: b.Back,
		Crumbs: []ui.Link{{Text: i18n.T(ctx, b.Nav), Path: b.Back}, {Text: title}},
	}
}
