package attendanceweb

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"tongpin/internal/attendance"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/consortium"
	"tongpin/internal/core/record"
	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web"
	"tongpin/internal/platform/web/form"
	"tongpin/internal/platform/web/ui"
)

// mineView is the own page of a trainee.
type mineView struct {
	attendance.Mine
	sign, leave form.Spec
	slots       []ui.Option // that leave can be asked for
}

// mine shows the page behind a link.
func (p *Pages) mine(w http.ResponseWriter, r *http.Request) error {
	c, r, err := p.public(r)
	if err != nil {
		return err
	}
	return p.renderMine(w, r, http.StatusOK, c, r.URL.Query().Get("k"), form.New(), form.New())
}

// keptFor is how long a phone keeps the link of a class, in seconds.
const keptFor = 90 * 24 * 3600

// kept is the name under which a phone keeps the link of a class.
func kept(class record.ID) string { return "tp_place_" + string(class) }

// scanPath is the page that the code of the room leads to.
func scanPath(consortium string, class record.ID, code string) string {
	return "/c/" + consortium + "/my/scan?" + url.Values{"class": {string(class)}, "code": {code}}.Encode()
}

// scan is where the code of the room leads a phone: to the own page in the
// class, with the digits filled in, if the own link was opened there before.
func (p *Pages) scan(w http.ResponseWriter, r *http.Request) error {
	c, r, err := p.public(r)
	if err != nil {
		return err
	}
	class, ok := record.ParseID(r.URL.Query().Get("class"))
	if !ok {
		return fault.New(fault.NotFound, "record.not_found")
	}
	code := r.URL.Query().Get("code")
	token := web.Kept(r, kept(class))
	if m, err := p.service.Mine(r.Context(), token); err == nil && m.In.ID == class {
		return p.renderMine(w, r, http.StatusOK, c, token, form.New().Set("code", code), form.New())
	}
	meta := web.Meta{Title: i18n.T(r.Context(), "attendance.scan.title"), Narrow: true}
	w.Header().Set("Referrer-Policy", "no-referrer")
	return web.Render(w, r, http.StatusOK, scanPage(meta, code))
}

func (p *Pages) renderMine(w http.ResponseWriter, r *http.Request, status int, c consortium.Consortium, token string, sign, leave *form.Values) error {
	ctx := r.Context()
	m, err := p.service.Mine(ctx, token)
	if err != nil {
		return err
	}
	base := "/c/" + c.Key + "/my"
	v := mineView{
		Mine:  m,
		sign:  form.Spec{Action: base + "/sign", Values: sign.Set("k", token), Submit: "attendance.sign.submit"},
		leave: form.Spec{Action: base + "/leave", Values: leave.Set("k", token), Submit: "attendance.leave.submit"},
	}
	if m.OnRoster() {
		v.slots = slotOptions(ctx, m.Leavable())
	}
	meta := web.Meta{Title: m.In.Name, Lead: i18n.T(ctx, "attendance.mine.lead", "name", m.Name, "provider", m.In.ProviderName), Narrow: true}
	web.Keep(w, r, kept(m.In.ID), token, keptFor)    // the code of the room leads back here
	w.Header().Set("Referrer-Policy", "no-referrer") // the address is a key
	return web.Render(w, r, status, minePage(meta, v))
}

// slotOptions names slots by day and half.
func slotOptions(ctx context.Context, slots []attendance.Slot) []ui.Option {
	list := make([]ui.Option, len(slots))
	for i, s := range slots {
		list[i] = ui.Option{Value: s.On.String() + "/" + string(s.Half), Text: slotText(ctx, s)}
	}
	return list
}

// readSlot reads what slotOptions wrote.
func readSlot(text string) (calendar.Date, attendance.Half) {
	day, half, _ := strings.Cut(text, "/")
	on, err := calendar.ParseDate(day)
	if err != nil {
		return calendar.Date{}, ""
	}
	return on, attendance.Half(half)
}

// sign takes the code of the room. Wrong codes are counted by link: who holds
// none learns nothing by guessing.
func (p *Pages) sign(w http.ResponseWriter, r *http.Request) error {
	c, r, err := p.public(r)
	if err != nil {
		return err
	}
	v, err := form.Decode(r)
	if err != nil {
		return err
	}
	token := v.Raw("k")
	device := web.Browser(w, r)
	if err = p.guesses.Try(token); err == nil {
		v.Required("code")
		if err = v.Err(); err == nil {
			err = p.service.SignIn(r.Context(), token, attendance.SignInCommand{Code: v.Text("code"), Device: device})
		}
	}
	if v.Mend(err) {
		v.Set("code", "") // the next code is another
		return p.renderMine(w, r, http.StatusUnprocessableEntity, c, token, v, form.New())
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, minePath(c.Key, token), "attendance.sign.done")
}

// ask asks for leave.
func (p *Pages) ask(w http.ResponseWriter, r *http.Request) error {
	c, r, err := p.public(r)
	if err != nil {
		return err
	}
	v, err := form.Decode(r)
	if err != nil {
		return err
	}
	token := v.Raw("k")
	on, half := readSlot(v.Text("slot"))
	v.Required("slot")
	if err = v.Err(); err == nil {
		_, err = p.service.Ask(r.Context(), token, attendance.AskCommand{ID: record.NewID(), On: on, Half: half, Reason: v.Text("reason")})
	}
	if v.Mend(err) {
		return p.renderMine(w, r, http.StatusUnprocessableEntity, c, token, form.New(), v)
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, minePath(c.Key, token), "attendance.leave.done")
}

// said is what stands about a person in a slot, in words and colour.
func said(ctx context.Context, x attendance.Said, over bool) (ui.Tone, string) {
	l := i18n.From(ctx)
	switch {
	case x.Present():
		return ui.Jade, l.T("attendance.said.present")
	case x.Known():
		return ui.Brick, l.T("attendance.said.absent")
	case over:
		return ui.Saffron, l.T("attendance.said.nothing")
	}
	return ui.Plain, l.T("attendance.said.to_come")
}

// result is how the class ended for the person.
func result(ctx context.Context, m attendance.Mine) string {
	text := i18n.From(ctx).Word("training_enrolment.state", string(m.State))
	if m.CertificateNo != "" {
		text += " \u00b7 " + i18n.T(ctx, "attendance.mine.certificate", "number", m.CertificateNo)
	}
	return text
}

var leaveTones = map[attendance.LeaveState]ui.Tone{attendance.Asked: ui.Saffron, attendance.Granted: ui.Jade, attendance.Refused: ui.Brick}
