package table

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"github.com/a-h/templ"

	"tongpin/internal/platform/listing"
	"tongpin/internal/platform/web/ui"
)

var spec = Spec[int]{
	Path: "/n", Caption: "n.caption", Search: "n.search",
	Columns: []Column[int]{
		{Key: "id", Title: "n.id", Sortable: true, Cell: func(n int) templ.Component { return ui.Text("<" + strconv.Itoa(n) + ">") }},
		{Key: "square", Title: "n.square", Numeric: true, Cell: func(n int) templ.Component { return ui.Number(n * n) }},
		{Key: "spare", Title: "n.spare", Hidden: true, Cell: func(int) templ.Component { return ui.Text("spare") }},
	},
	Filters: []Filter{{Key: "odd", Label: "n.odd", Kind: Many, Options: []ui.Option{{Value: "y", Text: "Yes"}, {Value: "n", Text: "No"}}}},
	Export:  "/n/export",
}

func read(address string) State { return spec.Read(httptest.NewRequest(http.MethodGet, address, nil)) }

func render(t *testing.T, st State, page listing.Page[int]) string {
	t.Helper()
	var b strings.Builder
	if err := View(spec, st, page).Render(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestStateStandsInTheAddress(t *testing.T) {
	const address = "/n?col=id&col=spare&odd=y&page=3&q=x&size=50&sort=-id"
	if got := read(address).Link("/n"); got != address {
		t.Errorf("got %s", got)
	}
	if got := read("/n?col=evil&sort=square&odd=&size=7&page=0").Link("/n"); got != "/n" {
		t.Errorf("what the list does not know stays: %s", got)
	}
}

func TestColumns(t *testing.T) {
	rows := listing.Page[int]{Rows: []int{3}, Total: 1}
	plain := render(t, read("/n"), rows)
	if !strings.Contains(plain, `data-label="n.square">9</td>`) || strings.Contains(plain, ">spare<") || !strings.Contains(plain, "&lt;3&gt;") {
		t.Errorf("usual columns: %s", plain)
	}
	chosen := render(t, read("/n?col=spare"), rows)
	if !strings.Contains(chosen, ">spare<") || strings.Contains(chosen, ">9<") {
		t.Errorf("chosen columns: %s", chosen)
	}
}

func TestSort(t *testing.T) {
	for address, want := range map[string]string{"/n?page=4": "/n?sort=id", "/n?sort=id": "/n?sort=-id", "/n?sort=-id": "/n?sort=id"} {
		if got := spec.sortLink(read(address), "id"); got != want {
			t.Errorf("from %s a click leads to %s, want %s", address, got, want)
		}
	}
	if out := render(t, read("/n?sort=-id"), listing.Page[int]{Rows: []int{1}, Total: 1}); !strings.Contains(out, `aria-sort="descending"`) {
		t.Error("the order is not told")
	}
}

func TestChips(t *testing.T) {
	chips := spec.chips(context.Background(), read("/n?odd=y&odd=n&q=x&page=2"))
	var paths []string
	for _, c := range chips {
		paths = append(paths, c.path)
	}
	if got := strings.Join(paths, " "); got != "/n?odd=y&odd=n /n?odd=n&q=x /n?odd=y&q=x" {
		t.Errorf("chips lead to %s", got)
	}
}

func TestPager(t *testing.T) {
	rows := make([]int, 20)
	tests := []struct {
		address          string
		page             listing.Page[int]
		previous, follow bool
	}{
		{"/n", listing.Page[int]{Rows: rows, Total: 20}, false, false},
		{"/n", listing.Page[int]{Rows: rows, Total: 21}, false, true},
		{"/n?page=2", listing.Page[int]{Rows: rows[:1], Total: 21}, true, false},
		{"/n?page=60", listing.Page[int]{Rows: rows, Total: 1000, Capped: true}, true, true},
		{"/n?page=60", listing.Page[int]{Rows: rows[:5], Total: 1000, Capped: true}, true, false},
	}
	for _, tt := range tests {
		out := render(t, read(tt.address), tt.page)
		if strings.Contains(out, `rel="prev"`) != tt.previous || strings.Contains(out, `rel="next"`) != tt.follow {
			t.Errorf("%s with %d of %d: wrong links", tt.address, len(tt.page.Rows), tt.page.Total)
		}
	}
}

func TestEmpty(t *testing.T) {
	if out := render(t, read("/n"), listing.Page[int]{}); !strings.Contains(out, "web.list.empty") {
		t.Error("an empty list does not say so")
	}
	if out := render(t, read("/n?q=x"), listing.Page[int]{}); !strings.Contains(out, "web.list.no_match") {
		t.Error("a question without answer does not say so")
	}
	if st := read("/n?q=x&col=id"); spec.Actions(context.Background(), st)[0].Path != "/n/export?col=id&q=x" {
		t.Error("the export forgets the question")
	}
	if with := spec.WithOptions("odd", nil); len(with.Filters[0].Options) != 0 || len(spec.Filters[0].Options) != 2 {
		t.Error("WithOptions changes the declared spec")
	}
}
