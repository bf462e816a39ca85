package attendanceweb

import (
	"context"
	"net/http"
	"strings"

	"tongpin/internal/attendance"
	"tongpin/internal/core/code"
	"tongpin/internal/core/consortium"
	"tongpin/internal/core/record"
	"tongpin/internal/core/record/recordweb"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web"
	"tongpin/internal/platform/web/form"
	"tongpin/internal/platform/web/ui"
)

type recordID = record.ID

// ownOffers leads to the public page of the present seat's consortium.
func (p *Pages) ownOffers(w http.ResponseWriter, r *http.Request) error {
	key, err := p.service.OwnKey(r.Context())
	if err != nil {
		return err
	}
	http.Redirect(w, r, PublicPath(key), http.StatusSeeOther)
	return nil
}

// offers lists the classes that anybody can join; ?q= narrows them.
func (p *Pages) offers(w http.ResponseWriter, r *http.Request) error {
	c, r, err := p.public(r)
	if err != nil {
		return err
	}
	ctx, words := r.Context(), strings.TrimSpace(r.URL.Query().Get("q"))
	list, err := p.service.Offers(ctx, words)
	if err != nil {
		return err
	}
	cards := make([]card, len(list))
	for i, k := range list {
		cards[i] = card{path: PublicPath(c.Key) + "/" + string(k.ID), name: k.Name, place: k.Place, school: k.ProviderName, teaches: occupation(k.Occupation), free: k.Seats - k.Enrolled, subsidised: k.Subsidised, opens: k.Opens, closes: k.Closes, hours: k.Hours}
	}
	meta := web.Meta{Title: i18n.T(ctx, "attendance.offers.title"), Lead: i18n.T(ctx, "attendance.offers.lead", "consortium", c.NameFor(ctx)), Narrow: true, Nav: OffersPath}
	return web.Render(w, r, http.StatusOK, offersPage(meta, PublicPath(c.Key), words, cards))
}

// occupation is the title of an occupation; empty for none.
func occupation(c string) string {
	o, _ := code.FindOccupation(c)
	return o.Title
}

// offer shows a class and the form to join it.
func (p *Pages) offer(w http.ResponseWriter, r *http.Request) error {
	c, r, err := p.public(r)
	if err != nil {
		return err
	}
	return p.renderOffer(w, r, http.StatusOK, c, form.New())
}

func (p *Pages) renderOffer(w http.ResponseWriter, r *http.Request, status int, c consortium.Consortium, v *form.Values) error {
	at, err := id(r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	k, sessions, err := p.service.Offer(ctx, at)
	if err != nil {
		return err
	}
	meta := web.Meta{
		Title: k.Name, Lead: i18n.T(ctx, "attendance.offer.lead", "provider", k.ProviderName, "place", k.Place), Narrow: true,
		Crumbs: []ui.Link{{Text: i18n.T(ctx, "attendance.offers.title"), Path: PublicPath(c.Key)}, {Text: k.Number}},
	}
	items := []ui.Item{
		ui.Field(i18n.T(ctx, "attendance.offer.days"), i18n.T(ctx, "attendance.from_to", "from", k.Opens, "to", k.Closes)),
		ui.Field(i18n.T(ctx, "attendance.offer.hours"), i18n.T(ctx, "attendance.offer.hours.n", "n", k.Hours)),
		ui.Field(i18n.T(ctx, "attendance.offer.occupation"), occupation(k.Occupation)),
		{Term: i18n.T(ctx, "attendance.offer.free"), Value: ui.Number(max(k.Seats-k.Enrolled, 0))},
	}
	x := offerView{items: items, slots: attendance.Slots(sessions), taken: k.Taken(), subsidised: k.Subsidised, spec: form.Spec{Action: PublicPath(c.Key) + "/" + string(k.ID), Values: v, Submit: "attendance.join.submit"}, groups: recordweb.Options(ctx, "training_group", attendance.Groups())}
	return web.Render(w, r, status, offerPage(meta, x))
}

// join takes a place and leads to the own page.
func (p *Pages) join(w http.ResponseWriter, r *http.Request) error {
	c, r, err := p.public(r)
	if err != nil {
		return err
	}
	v, err := form.Decode(r)
	if err != nil {
		return err
	}
	at, err := id(r)
	if err != nil {
		return err
	}
	var token string
	if err = p.joins.Try(web.Address(r, p.options.TrustProxy)); err == nil {
		token, err = p.service.Join(r.Context(), at, commandOf(v, at))
	}
	if v.Mend(err) {
		return p.renderOffer(w, r, http.StatusUnprocessableEntity, c, v)
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, minePath(c.Key, token), "attendance.join.done")
}

func commandOf(v *form.Values, class recordID) attendance.JoinCommand {
	return attendance.JoinCommand{
		ID: record.Derived(class, "join/"+v.Once()+"/"+v.Text("id_number")), TraineeID: record.NewID(),
		Name: v.Text("name"), IDNumber: v.Text("id_number"), Phone: v.Text("phone"), Group: v.Text("group"), Agreed: v.Bool("agreed"),
	}
}

// slotText is a half-day in words.
func slotText(ctx context.Context, s attendance.Slot) string {
	return i18n.T(ctx, "attendance.slot", "on", s.On, "half", half(ctx, s.Half), "from", clockTime(s.From), "to", clockTime(s.To))
}

func half(ctx context.Context, h attendance.Half) string {
	return i18n.From(ctx).Word("enum.attendance_half", string(h))
}
