package boardweb_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"

	"tongpin/internal/board"
	"tongpin/internal/board/boarddb"
	"tongpin/internal/board/boardweb"
	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/metric"
	"tongpin/internal/core/record"
	"tongpin/internal/core/webtest"
	"tongpin/internal/platform/dbtest"
	"tongpin/internal/platform/fault"
)

const someID record.ID = "01900000-0000-7000-8000-0000000000f1"

var (
	clerk = access.Actor{Consortium: dbtest.Home, Person: someID, Name: "Clerk", Role: access.Secretariat}
	dean  = access.Actor{Consortium: dbtest.Home, Person: someID, Name: "Dean", Role: access.Dean}
)

// counted answers with fixed figures of the metrics that it knows.
type counted struct{}

var values = map[string]int64{"training.person_times": 1074, "training.person_times.subsidised": 799, "training.person_times.unsubsidised": 2, "member.members": 60}

// planned has targets for one year.
type planned struct{}

func (planned) Targets(_ context.Context, _ access.Actor, year int) ([]board.Target, error) {
	if year != 2026 {
		return nil, nil
	}
	aim := board.Target{Record: record.Ref{Kind: "workplan_item", ID: someID}, Number: "2.1", Title: "Trained", Owner: "School", Operator: "at_least", Low: 1500, Unit: "heads", Expected: 1200, Known: true, Actual: 900, Light: "red"}
	few := aim
	few.Number, few.Title, few.Counts, few.Actual, few.Light = "2.2", "Hired", board.Person, 2, "green"
	none := few
	none.Number, none.Known = "2.3", false
	return []board.Target{aim, few, none}, nil
}

func (counted) Definition(key string) (metric.Definition, error) {
	if _, ok := values[key]; !ok {
		return metric.Definition{}, fault.New(fault.NotFound, "figure.unknown")
	}
	return metric.Definition{Key: key, Stock: key == "member.members"}, nil
}

func (counted) Picked(_ context.Context, _ access.Actor, picks []board.Pick, p calendar.Period) (list []metric.Figure, err error) {
	for _, x := range picks {
		if v, ok := values[x.Key]; ok {
			list = append(list, metric.Figure{Key: x.Key, Slice: x.Slice, Period: p, Value: v, Unit: "person_time"})
		}
	}
	return list, nil
}

func (counted) Breakdown(_ context.Context, _ access.Actor, key string, p calendar.Period) ([]metric.Figure, error) {
	part := func(value string, n int64) metric.Figure {
		return metric.Figure{Key: key, Slice: metric.Slice{Scope: "consortium", Dimension: "occupation", Value: value}, Period: p, Value: n, Unit: "person_time"}
	}
	return []metric.Figure{part("welder", 2), part("driver", 70)}, nil
}

func newHouse(t *testing.T) *webtest.House {
	t.Helper()
	h := webtest.New(t, board.Grants(), boardweb.Texts(), os.DirFS("testdata"))
	h.Link = func(ref record.Ref) string { return "/plan-items/" + string(ref.ID) }
	service := board.NewService(boarddb.New(h.DB), counted{}, planned{}, h.Table, h.Now)
	h.Serve(boardweb.New(service, boardweb.Options{Figure: func(key, period string) string { return "/figures/" + key + "?period=" + period }}))
	return h.As(clerk)
}

// TestTheDashboard: every chart has a table, a sentence and its data; figures
// lead to their pages; metrics that the program does not have are left out.
func TestTheDashboard(t *testing.T) {
	h := newHouse(t)
	page := h.Get("/board", 200)
	h.Has(page, "<b>1,074</b>", "<small>person-times</small>", `href="/figures/training.person_times?period=2026"`, "data-chart", `role="img"`, "Person-times by occupation: driver 70 person-times, welder 2 person-times",
		"<th scope=\"row\">driver</th>", `"values":[70,2]`, "echarts.js", "799 person-times")
	if strings.Contains(page, "order.count") || strings.Contains(page, "Members by kind") {
		t.Error("the board shows what the program does not count")
	}
	if n := strings.Count(page, "data-chart "); n != strings.Count(page, "<details class=\"chart-table\"") || n == 0 {
		t.Errorf("%d charts have not as many tables", n)
	}
	h.Has(page, "Behind: 1, On course: 2", `href="/plan-items/`+string(someID)+`"`, "2.1 Trained", "1,200 heads", "900 heads", "≥ 1,500 heads", "2 heads", "not reported yet", "up to today")
	if n := strings.Count(page, `<svg class="bar`); n != 2 {
		t.Errorf("%d bars for two targets with a number", n)
	}
	past := h.Get("/board?year=2025", 200)
	h.Has(past, "2025", "/board?year=2026", "up to 31 Dec 2025")
	if strings.Contains(past, "Targets of the year") || strings.Contains(past, "up to today") {
		t.Error("the board of a year shows targets or stocks of another")
	}
	h.Get("/board?year=soon", 422)
	h.Get("/board?year=2027", 422)
	h.As(dean)
	h.Get("/board", 403)
}

// TestTheWallScreen: whoever holds the address sees the totals, without a way
// into the records and without numbers of few people, until it is revoked.
func TestTheWallScreen(t *testing.T) {
	h := newHouse(t)
	h.Has(h.Get("/board/walls", 200), "There is no address yet")
	h.Post("/board/walls", url.Values{"name": {""}}, 422, "Say where the screen hangs")
	page := h.Post("/board/walls", url.Values{"once": {"k"}, "name": {"Hall"}}, 200)
	address := regexp.MustCompile(`/wall/home/[A-Za-z0-9_-]{43}`).FindString(page)
	if address == "" {
		t.Fatal("the address is not shown")
	}
	if again := h.Get("/board/walls", 200); strings.Contains(again, address) || !strings.Contains(again, "Hall") {
		t.Error("the address is shown again, or the list lacks it")
	}
	h.Has(h.Get(address, 200), "/figures/")
	h.AsNobody()
	answer := h.Do(httptest.NewRequest(http.MethodGet, address, nil), 200)
	page = answer.Body.String()
	h.Has(page, "<b>1,074</b>", "<small>person-times</small>", `"values":[70,null]`, "fewer than 3", `data-refresh="60"`)
	h.Has(page, "2.1 Trained", "900 heads")
	if strings.Contains(page, "2 heads") || strings.Contains(page, "/plan-items/") {
		t.Error("the screen states a number of two people, or leads to the plan")
	}
	if strings.Contains(page, "/figures/") || answer.Header().Get("Referrer-Policy") != "no-referrer" {
		t.Error("the screen leads into the records, or tells others its address")
	}
	h.Get("/wall/home/"+strings.Repeat("x", 43), 404)
	h.Get(strings.Replace(address, "home", "twin", 1), 404)
	h.Get(strings.Replace(address, "home", "nowhere", 1), 404)
	h.As(clerk)
	revoke := regexp.MustCompile(`/board/walls/[0-9a-f-]+/revoke`).FindString(h.Get("/board/walls", 200))
	h.Post(revoke, url.Values{"version": {"1"}}, 303)
	h.Get(address, 404)
	h.Has(h.Get("/board/walls", 200), "Closed")
}
