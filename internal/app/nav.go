package app

import (
	"context"
	"log/slog"
	"slices"

	"tongpin/internal/account"
	"tongpin/internal/account/accountweb"
	"tongpin/internal/agreement"
	"tongpin/internal/agreement/agreementweb"
	"tongpin/internal/attendance"
	"tongpin/internal/attendance/attendanceweb"
	"tongpin/internal/board"
	"tongpin/internal/board/boardweb"
	"tongpin/internal/bulletin"
	"tongpin/internal/bulletin/bulletinweb"
	"tongpin/internal/core/access"
	"tongpin/internal/desk/deskweb"
	"tongpin/internal/insight"
	"tongpin/internal/insight/insightweb"
	"tongpin/internal/internship"
	"tongpin/internal/internship/internshipweb"
	"tongpin/internal/member"
	"tongpin/internal/member/memberweb"
	"tongpin/internal/offer"
	"tongpin/internal/offer/offerweb"
	"tongpin/internal/order"
	"tongpin/internal/order/orderweb"
	"tongpin/internal/platform/web"
	"tongpin/internal/sealing/sealingweb"
	"tongpin/internal/subsidy"
	"tongpin/internal/subsidy/subsidyweb"
	"tongpin/internal/training"
	"tongpin/internal/training/trainingweb"
	"tongpin/internal/workplan"
	"tongpin/internal/workplan/workplanweb"
)

// destination is one item of the navigation and the action that its page asks for.
type destination struct {
	group, key, path string
	action           access.Action
	roles            []access.Role // whose work it is; nil for all who may
}

// office and field are who works with orders at a desk, and who looks for posts.
var (
	office = []access.Role{access.Secretariat, access.Leader, access.Auditor, access.Enterprise, access.Dean, access.Teacher}
	field  = []access.Role{access.Student, access.Trainee, access.Provider, access.BaseManager, access.Expert, access.Teacher}
)

// navigation follows the work, not the tables (design/ui).
var navigation = []destination{
	{"", "nav.home", insightweb.HomePath, insight.ActHome, nil},
	{"", "nav.todos", deskweb.TodosPath, insight.ActHome, nil},
	{"nav.group.demand", "nav.orders", orderweb.Path, order.ActView, office},
	{"nav.group.demand", "nav.answers", orderweb.AnswersPath, order.ActAnswer, nil},
	{"nav.group.demand", "nav.posts", orderweb.PostsPath, order.ActView, field},
	{"nav.group.demand", "nav.lists", orderweb.ListsPath, order.ActView, office},
	{"nav.group.demand", "nav.programmes", offerweb.Path, offer.ActView, nil},
	{"nav.group.cooperation", "nav.members", memberweb.Path, member.ActList, nil},
	{"nav.group.cooperation", "nav.agreements", agreementweb.Path, agreement.ActList, nil},
	{"nav.group.education", "nav.internships", internshipweb.Path, internship.ActView, nil},
	{"nav.group.training", "nav.classes", trainingweb.Path, training.ActView, nil},
	{"nav.group.training", "nav.providers", trainingweb.ProvidersPath, training.ActProviders, nil},
	{"nav.group.training", "nav.open_classes", attendanceweb.OffersPath, training.ActView, nil},
	{"nav.group.training", "nav.attendance", attendanceweb.Path, attendance.ActView, nil},
	{"nav.group.training", "nav.subsidies", subsidyweb.Path, subsidy.ActView, nil},
	{"nav.group.data", "nav.board", boardweb.Path, board.ActView, nil},
	{"nav.group.data", "nav.figures", insightweb.FiguresPath, insight.ActView, nil},
	{"nav.group.data", "nav.bulletins", bulletinweb.Path, bulletin.ActView, nil},
	{"nav.group.data", "nav.imports", deskweb.ImportsPath, member.ActImport, nil},
	{"nav.group.data", "nav.seal", sealingweb.OwnPath, insight.ActView, nil},
	{"nav.group.governance", "nav.plans", workplanweb.Path, workplan.ActView, nil},
	{"nav.group.governance", "nav.people", accountweb.PeoplePath, account.ActList, nil},
}

// furnish adds navigation, open steps and notices to the frame. Trouble with
// the counts leaves them out: a page must not fail because of its frame.
func (s *site) furnish(ctx context.Context, f web.Frame, a access.Actor) web.Frame {
	todos, unread, err := s.Desk.Glance(ctx, a)
	if err != nil {
		s.log.ErrorContext(ctx, "frame", slog.Any("error", err))
	}
	f.Unread = unread
	f.Path.Notices = deskweb.NoticesPath
	for _, p := range navigation {
		if s.Table.Reach(a, p.action) == access.None || (p.roles != nil && !slices.Contains(p.roles, a.Role)) {
			continue
		}
		item := web.NavItem{Key: p.key, Path: p.path}
		if p.path == deskweb.TodosPath {
			item.Badge = todos
		}
		f.Groups = appendItem(f.Groups, p.group, item)
	}
	return f
}

// appendItem adds an item to its group, which it opens if it is new.
func appendItem(groups []web.NavGroup, key string, item web.NavItem) []web.NavGroup {
	for i := range groups {
		if groups[i].Key == key {
			groups[i].Items = append(groups[i].Items, item)
			return groups
		}
	}
	return append(groups, web.NavGroup{Key: key, Items: []web.NavItem{item}})
}
