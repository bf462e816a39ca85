package app

import (
	"context"
	"net/http"
	"slices"

	"tongpin/internal/account"
	"tongpin/internal/account/accountweb"
	"tongpin/internal/agreement"
	"tongpin/internal/agreement/agreementweb"
	"tongpin/internal/attendance"
	"tongpin/internal/attendance/attendanceweb"
	"tongpin/internal/bulletin/bulletinweb"
	"tongpin/internal/core/access"
	"tongpin/internal/core/code"
	"tongpin/internal/core/file"
	"tongpin/internal/core/file/filedb"
	"tongpin/internal/core/record"
	"tongpin/internal/core/record/recordweb"
	"tongpin/internal/desk/deskweb"
	"tongpin/internal/insight/insightweb"
	"tongpin/internal/internship/internshipweb"
	"tongpin/internal/member"
	"tongpin/internal/member/memberweb"
	"tongpin/internal/offer"
	"tongpin/internal/offer/offerweb"
	"tongpin/internal/order"
	"tongpin/internal/order/orderweb"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web"
	"tongpin/internal/platform/web/form"
	"tongpin/internal/platform/web/ui"
	"tongpin/internal/subsidy"
	"tongpin/internal/subsidy/subsidyweb"
	"tongpin/internal/training"
	"tongpin/internal/training/trainingweb"
	"tongpin/internal/workplan"
	"tongpin/internal/workplan/workplanweb"
)

// own are the addresses that belong to no feature.
func (s *site) own() []web.Route {
	return []web.Route{
		web.Get("/healthz", web.Public, s.health),
		web.Get("/files/{id}", web.SignedIn, s.file),
		web.Get("/check/credit_code", web.SignedIn, checkCredit),
	}
}

// health tells a supervisor that the program answers and reaches its database.
func (s *site) health(w http.ResponseWriter, r *http.Request) error {
	if err := s.DB.SystemRead(r.Context(), func(tx *db.Tx) error {
		_, err := db.Value[int64](tx, `SELECT count(*) FROM consortia`)
		return err
	}); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, err := w.Write([]byte("ok\n"))
	return err
}

// file sends an uploaded file to who may see the record that it belongs to.
func (s *site) file(w http.ResponseWriter, r *http.Request) error {
	ctx, a := r.Context(), access.Must(r.Context())
	id, err := recordweb.Path(r, "id")
	if err != nil {
		return err
	}
	var f file.File
	if err := s.DB.Read(ctx, func(tx *db.Tx) error { f, err = filedb.Find(tx, id); return err }); err != nil {
		return err
	}
	if err := s.maySee(ctx, a, f.Record); err != nil {
		return err
	}
	return file.Serve(w, r, s.Blobs, f)
}

// maySee tells whether the actor may have the files of a record; a kind that is
// not named here has none for anybody.
func (s *site) maySee(ctx context.Context, a access.Actor, ref record.Ref) error {
	switch ref.Kind {
	case member.Kind:
		m, err := s.Members.Find(ctx, a, ref.ID)
		if err == nil && !s.Members.Reads(a, m) {
			err = fault.New(fault.NotFound, "record.not_found")
		}
		return err
	case order.OrderKind:
		return s.Orders.Reads(ctx, a, ref.ID)
	case subsidy.Kind:
		_, err := s.Subsidies.Find(ctx, a, ref.ID)
		return err
	case attendance.InspectionKind:
		_, err := s.Attendance.Visit(ctx, a, ref.ID)
		return err
	case agreement.Kind:
		_, err := s.Agreements.Find(ctx, a, ref.ID)
		return err
	case workplan.Kind:
		_, err := s.Plans.Find(ctx, a, ref.ID)
		return err
	case workplan.ItemKind:
		_, _, err := s.Plans.FindItem(ctx, a, ref.ID)
		return err
	}
	return fault.New(fault.NotFound, "record.not_found")
}

// checkCredit judges a credit code while it is typed.
func checkCredit(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	value := r.URL.Query().Get("credit_code")
	if value == "" {
		return nil
	}
	_, err := code.ParseCredit("credit_code", value)
	text := i18n.T(ctx, "app.credit.good")
	for _, f := range fault.All(err) {
		text = i18n.From(ctx).Fault(f)
	}
	return form.Verdict(err == nil, text).Render(ctx, w)
}

// listOf is the list whose rows a kind of sheet holds.
func listOf(kind string) string {
	return map[string]string{
		"member": memberweb.Path, "person": accountweb.PeoplePath, "agreement": agreementweb.Path, "attendance": attendanceweb.Path, "programme": offerweb.Path, "cohort": offerweb.CohortsPath,
		"order": orderweb.Path, "product": orderweb.ListsPath + "/products", "training_roster": trainingweb.Path, "training_provider": trainingweb.ProvidersPath, "internship": internshipweb.Path, "facts": insightweb.FiguresPath, "figures": insightweb.FiguresPath,
		"bulletin": bulletinweb.Path, "attendance_signal": attendanceweb.SignalsPath, "workplan_item": workplanweb.Path, "subsidy_claim": subsidyweb.Path,
	}[kind]
}

// starts are what each role begins on its first page.
var starts = []struct {
	roles  []access.Role
	action access.Action
	text   string
	path   string
	icon   string
}{
	{[]access.Role{access.Secretariat}, member.ActImport, "app.start.import", deskweb.ImportsPath + "/member/new", "upload"},
	{[]access.Role{access.Secretariat}, agreement.ActRegister, "app.start.register", agreementweb.Path + "/register", ""},
	{[]access.Role{access.Enterprise}, order.ActPlace, "app.start.order", orderweb.Path + "/new", "plus"},
	{[]access.Role{access.Provider}, training.ActFile, "training.action.draft", trainingweb.Path + "/new", "plus"},
	{[]access.Role{access.Dean}, offer.ActKeep, "app.start.programme", offerweb.Path + "/new", "plus"},
	{[]access.Role{access.Admin}, account.ActCreate, "app.start.person", accountweb.PeoplePath + "/new", "plus"},
}

// actions are the buttons of the first page of an actor.
func (s *site) actions(ctx context.Context, a access.Actor) []ui.Action {
	var list []ui.Action
	for _, x := range starts {
		if slices.Contains(x.roles, a.Role) && s.Table.Reach(a, x.action) != access.None {
			list = append(list, ui.Action{Text: i18n.T(ctx, x.text), Path: x.path, Icon: x.icon, Primary: x.icon == "plus"})
		}
	}
	if s.Table.Reach(a, member.ActApply)&access.Any == 0 && s.Table.Reach(a, member.ActApply) != access.None {
		if m, err := s.Members.Applicant(ctx, a, ""); err == nil && member.MayApply(m) {
			list = append(list, ui.Action{Text: i18n.T(ctx, "member.apply.title"), Path: memberweb.Path + "/apply"})
		}
	}
	return list
}
