package panels_test

import (
	"context"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tongpin/internal/app"
	"tongpin/internal/app/demo"
	"tongpin/internal/app/panels"
	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/organisation"
	"tongpin/internal/platform/clock"
	"tongpin/internal/platform/config"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/workplan"
)

// load opens the program with the demonstration.
func load(t *testing.T) *app.House {
	t.Helper()
	dir, now := t.TempDir(), clock.At(time.Unix(0, 0))
	settings := config.Settings{Common: config.Common{Data: dir, Database: "sqlite:" + filepath.Join(dir, "test.db")}, Server: config.Server{UploadLimit: 1 << 20}}
	h, err := app.Open(context.Background(), settings, now, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = h.Close() })
	p := h.Stage(now)
	if err := demo.Load(context.Background(), p, calendar.On(2026, 11, 22).Start().Add(7*time.Hour)); err != nil {
		t.Fatal(err)
	}
	return h
}

// TestEveryRoleHasUsefulPanels asks for the first page of every role; a panel
// has a title in words, as many cells as columns, and rows where the
// demonstration has something for the role.
func TestEveryRoleHasUsefulPanels(t *testing.T) {
	h := load(t)
	c, ctx, err := h.Consortium(context.Background(), demo.Keys[0])
	if err != nil {
		t.Fatal(err)
	}
	texts, err := i18n.Load(panels.Texts())
	if err != nil {
		t.Fatal(err)
	}
	ctx = i18n.With(ctx, texts.In(i18n.English))
	board := panels.Board{Orders: h.Orders, Agreements: h.Agreements, Training: h.Training, Plans: h.Plans}
	some := map[access.Role]bool{
		access.Secretariat: true, access.Leader: true, access.Auditor: true, access.Dean: true, access.Teacher: true, access.Student: true, access.Enterprise: true,
	}
	for _, role := range access.Roles {
		front, err := board.For(ctx, actor(t, h, c.ID, role))
		if err != nil {
			t.Fatalf("%s: %v", role, err)
		}
		list := front.Panels
		for i, p := range list {
			if p.Title == "" || strings.HasPrefix(p.Title, "panel.") || strings.HasPrefix(p.Empty.Why, "panel.") {
				t.Errorf("%s: the panel %q lacks its words", role, p.Title)
			}
			if i == 0 && some[role] && len(p.Rows) == 0 {
				t.Errorf("%s: nothing in the panel %q", role, p.Title)
			}
			for _, cells := range p.Rows {
				if len(cells) != len(p.Head) {
					t.Errorf("%s: a row of %q has %d cells, not %d", role, p.Title, len(cells), len(p.Head))
				}
			}
		}
		if role == access.Enterprise && len(list[0].Rows) != 3 {
			t.Errorf("the enterprise sees %d orders as its own, it has 3", len(list[0].Rows))
		}
		if some[role] && len(list) == 0 {
			t.Errorf("%s has no panel", role)
		}
	}
}

// TestTargetsOfTheDashboard: the plan of the asked year, what is behind first,
// each with its page; a year without a plan has none.
func TestTargetsOfTheDashboard(t *testing.T) {
	h := load(t)
	c, ctx, err := h.Consortium(context.Background(), demo.Keys[1])
	if err != nil {
		t.Fatal(err)
	}
	leader := access.Actor{Consortium: c.ID, Role: access.Leader}
	for year, want := range map[int]int{2026: 3, 2025: 6, 2019: 0} {
		b, err := h.Boards.Board(ctx, leader, calendar.On(year, 12, 31))
		if err != nil {
			t.Fatal(err)
		}
		if len(b.Targets) != want {
			t.Errorf("%d has %d targets, want %d", year, len(b.Targets), want)
		}
		for i, x := range b.Targets {
			if x.Record.Kind != workplan.ItemKind || x.Record.ID == "" || x.Title == "" || x.Light == "" || i > 0 && b.Targets[i-1].Light == "green" && x.Light != "green" {
				t.Errorf("target %d is %+v", i, x)
			}
		}
	}
}

// actor is somebody of the role: in an enterprise with orders, or in a school.
func actor(t *testing.T, h *app.House, consortium int64, role access.Role) access.Actor {
	t.Helper()
	_, ctx, err := h.Consortium(context.Background(), demo.Keys[0])
	if err != nil {
		t.Fatal(err)
	}
	all, err := h.Accounts.Organisations(ctx)
	if err != nil {
		t.Fatal(err)
	}
	kind, code := organisation.School, "12652824QQ00010310"
	if role == access.Enterprise {
		kind, code = organisation.Enterprise, ""
	}
	for _, o := range all {
		if o.Kind == kind && (code == "" && o.StaffCount == 412 || o.CreditCode == code) {
			return access.Actor{Consortium: consortium, Role: role, Organisation: o.ID, OrganisationName: o.Name, OrganisationKind: o.Kind}
		}
	}
	t.Fatalf("no organisation for the role %s", role)
	return access.Actor{}
}
