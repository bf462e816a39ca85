package app

import (
	"encoding/csv"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tongpin/internal/attendance"
	"tongpin/internal/attendance/attendanceweb"
	"tongpin/internal/bulletin"
	"tongpin/internal/bulletin/bulletinweb"
	"tongpin/internal/core/access"
	"tongpin/internal/core/sheet"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/training"
	"tongpin/internal/training/trainingweb"
)

// TestRegistersGoOut: bulletins, providers and signals go out as the list finds them, each row
// with all its columns and nothing of the program's keys; who may not see the list
// gets none.
func TestRegistersGoOut(t *testing.T) {
	w := sharedTown(t)
	clerk := w.person(t, access.Secretariat, func(access.Actor) bool { return true })
	dean := w.person(t, access.Dean, func(access.Actor) bool { return true })
	for _, c := range []struct {
		list   string
		layout sheet.Layout
		filter url.Values
		column string
		dean   int // what a dean is answered
	}{
		{bulletinweb.Path, bulletin.Layout, url.Values{"state": {string(bulletin.Published)}}, "state", http.StatusForbidden},
		{trainingweb.ProvidersPath, training.ProviderLayout, url.Values{"state": {string(training.Admitted)}}, "state", http.StatusOK}, // the own admission
		{attendanceweb.SignalsPath, attendance.SignalLayout, url.Values{"state": {string(attendance.Open)}}, "state", http.StatusForbidden},
	} {
		at := slices.IndexFunc(c.layout.Columns, func(x sheet.Column) bool { return x.Key == c.column })
		if page := string(clerk.get(c.list).body); !strings.Contains(page, `href="/exports/`+c.layout.Kind) {
			t.Errorf("%s does not lead to its export", c.list)
		}
		all := exported(t, clerk, c.layout, nil)
		some := exported(t, clerk, c.layout, c.filter)
		if len(all) == 0 || len(some) == 0 {
			t.Errorf("%s: %d rows, %d with the filter", c.layout.Kind, len(all), len(some))
		}
		for _, row := range some {
			if row[at] != some[0][at] || !slices.ContainsFunc(all, func(x []string) bool { return slices.Equal(x, row) }) {
				t.Errorf("%s: the filter lets %q in", c.layout.Kind, row)
			}
		}
		if p := dean.get("/exports/" + c.layout.Kind); p.status != c.dean {
			t.Errorf("%s: a dean gets %d", c.layout.Kind, p.status)
		}
	}
}

// exported are the rows of an export without their header.
func exported(t *testing.T, v *visitor, layout sheet.Layout, filter url.Values) [][]string {
	t.Helper()
	q := url.Values{"format": {"csv"}}
	for k, list := range filter {
		q[k] = list
	}
	p := v.get("/exports/" + layout.Kind + "?" + q.Encode())
	if p.status != http.StatusOK {
		t.Fatalf("%s answers %d: %s", layout.Kind, p.status, p.body)
	}
	rows, err := csv.NewReader(strings.NewReader(string(p.body))).ReadAll()
	if err != nil || len(rows) == 0 || len(rows[0]) != len(layout.Columns) {
		t.Fatalf("%s: %v %q", layout.Kind, err, rows)
	}
	for _, key := range []string{layout.Kind + ".column", "enum."} {
		if strings.Contains(string(p.body), key) {
			t.Errorf("%s shows a key:\n%s", layout.Kind, p.body)
		}
	}
	return rows[1:]
}

// TestKindsAreWrittenDown: whoever reads --help or a README finds every kind of
// sheet under the ways that it goes.
func TestKindsAreWrittenDown(t *testing.T) {
	house := sharedTown(t).house
	read := func(name string) string {
		text, err := os.ReadFile(filepath.Join("..", "..", name))
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	cli, readmes := read("cmd/tongpin/cli.go"), []string{read("README.md"), read("README.zh-CN.md")}
	help := func(command string) []string {
		_, text, _ := strings.Cut(cli, "type "+command+" struct")
		_, text, _ = strings.Cut(text, "Kind of the rows: ")
		text, _, _ = strings.Cut(text, ".\"")
		text, _, _ = strings.Cut(text, ";")
		return strings.Split(text, ", ")
	}
	var in, out []string
	for _, k := range house.sheets().All() {
		if k.Import != "" {
			in = append(in, k.Name)
		}
		if k.Export != "" {
			out = append(out, k.Name)
		}
		for i, text := range readmes {
			if !strings.Contains(text, "`"+k.Name+"`") {
				t.Errorf("README %d does not name %s", i, k.Name)
			}
		}
		if listOf(k.Name) == "" {
			t.Errorf("%s leads back to no list", k.Name)
		}
	}
	slices.Sort(in)
	slices.Sort(out)
	if got := help("importCmd"); !slices.Equal(got, in) {
		t.Errorf("--help of import says %q, and there are %q", got, in)
	}
	if got := help("exportCmd"); !slices.Equal(got, out) {
		t.Errorf("--help of export says %q, and there are %q", got, out)
	}
}

// someValues has at least one value of each filter whose values have texts.
var someValues = []string{
	"active", "admitted", "agreed", "all_present", "annual", "answered", "apprentice", "apprenticeship", "approved", "at_post", "basic_quality", "consortium", "council", "downstream",
	"employment", "ended", "enterprise", "government", "leader", "member", "mine", "new_energy", "open", "people", "secondary", "training.inspections", "yes", "1",
}

// TestTheTraceOfExportsSpeaks: each filter of each sheet has a name in both
// languages, and the texts of its values are there.
func TestTheTraceOfExportsSpeaks(t *testing.T) {
	house := sharedTown(t).house
	for _, lang := range i18n.Languages {
		l := house.Catalogue.In(lang)
		for _, k := range house.sheets().All() {
			for _, f := range k.Filters {
				if !l.Has("intake.filter." + f) {
					t.Errorf("%s: the filter %s of %s has no name", lang, f, k.Name)
				}
			}
			for f, family := range k.Words {
				if !slices.Contains(k.Filters, f) {
					t.Errorf("%s has no filter %s, but words for it", k.Name, f)
				}
				if !slices.ContainsFunc(someValues, func(value string) bool { return l.Has(family + "." + value) }) {
					t.Errorf("%s: %s of %s has texts %s, which are not there", lang, f, k.Name, family)
				}
			}
		}
	}
	clerk := sharedTown(t).person(t, access.Secretariat, func(access.Actor) bool { return true })
	clerk.get("/exports/member?state=member&tier=council&sort=-name&q=x")
	page := string(clerk.get("/exports").body)
	if strings.Contains(page, "state=") || strings.Contains(page, "sort=") || !strings.Contains(page, house.Catalogue.In(i18n.Chinese).T("membership.state.member")) {
		t.Errorf("the trace shows keys, or not what was asked")
	}
}
