package arch

import (
	"slices"
	"testing"
)

// TestImports proves the arrows over the import graph.
func TestImports(t *testing.T) {
	for _, p := range loadPackages(t) {
		for _, to := range p.Imports {
			if why := refuse(p.ImportPath, to, false); why != "" {
				t.Errorf("%s imports %s: %s", p.ImportPath, to, why)
			}
		}
		for _, to := range slices.Concat(p.TestImports, p.XTestImports) {
			if why := refuse(p.ImportPath, to, true); why != "" {
				t.Errorf("a test of %s imports %s: %s", p.ImportPath, to, why)
			}
		}
	}
}

// TestImportRulesBite runs the rules on imports that must be refused, and on
// their lawful neighbours.
func TestImportRulesBite(t *testing.T) {
	cases := []struct {
		from, to string
		test     bool
		refused  bool
	}{
		{from: "tongpin/internal/platform/web", to: "tongpin/internal/core/access", refused: true},
		{from: "tongpin/internal/platform/web", to: "tongpin/internal/platform/i18n"},
		{from: "tongpin/internal/core/todo", to: "tongpin/internal/order", refused: true},
		{from: "tongpin/internal/core/todo", to: "tongpin/internal/core/record"},
		{from: "tongpin/internal/engine/placement", to: "tongpin/internal/core/record", refused: true},
		{from: "tongpin/internal/engine/placement", to: "github.com/google/uuid", refused: true},
		{from: "tongpin/internal/engine/placement", to: "slices"},
		{from: "tongpin/internal/engine/placement", to: "golang.org/x/mod/sumdb/tlog", refused: true},
		{from: "tongpin/internal/engine/seal", to: "golang.org/x/mod/sumdb/tlog"},
		{from: "tongpin/internal/engine/seal", to: "github.com/google/uuid", refused: true},
		{from: "tongpin/internal/sealing", to: "golang.org/x/mod/sumdb/note", refused: true},
		{from: "tongpin/internal/engine/placement/verify", to: "tongpin/internal/engine/placement"},
		{from: "tongpin/internal/engine/placement", to: "tongpin/internal/engine/timetable", refused: true},
		{from: "tongpin/internal/engine/timetable/plan", to: "tongpin/internal/engine/message"},
		{from: "tongpin/internal/engine/message", to: "tongpin/internal/engine/timetable", refused: true},
		{from: "tongpin/internal/app/place", to: "tongpin/internal/engine/placement/verify"},
		{from: "tongpin/internal/member", to: "tongpin/internal/order", refused: true},
		{from: "tongpin/internal/order", to: "tongpin/internal/agreement", refused: true},
		{from: "tongpin/internal/agreement", to: "tongpin/internal/offer", refused: true},
		{from: "tongpin/internal/agreement", to: "tongpin/internal/order"},
		{from: "tongpin/internal/insight", to: "tongpin/internal/agreement", refused: true},
		{from: "tongpin/internal/order", to: "tongpin/internal/order/orderdb", refused: true},
		{from: "tongpin/internal/order", to: "tongpin/internal/app", refused: true},
		{from: "tongpin/internal/order", to: "net/http", refused: true},
		{from: "tongpin/internal/order", to: "net/http/httptest", test: true, refused: true},
		{from: "tongpin/internal/order", to: "database/sql", refused: true},
		{from: "tongpin/internal/order/orderdb", to: "database/sql", refused: true},
		{from: "tongpin/internal/order/orderdb", to: "database/sql", test: true, refused: true},
		{from: "tongpin/internal/order/orderdb", to: "tongpin/internal/platform/db"},
		{from: "tongpin/internal/order/orderdb", to: "tongpin/internal/order"},
		{from: "tongpin/internal/order/orderdb", to: "tongpin/internal/member", refused: true},
		{from: "tongpin/internal/order/orderdb", to: "tongpin/internal/schema", refused: true},
		{from: "tongpin/internal/order/orderdb", to: "tongpin/internal/schema", test: true},
		{from: "tongpin/internal/order/orderweb", to: "tongpin/internal/order/orderdb", refused: true},
		{from: "tongpin/internal/order/orderweb", to: "tongpin/internal/order/orderdb", test: true},
		{from: "tongpin/internal/order/orderweb", to: "tongpin/internal/member/memberweb", refused: true},
		{from: "tongpin/internal/order/orderweb", to: "github.com/xuri/excelize/v2", refused: true},
		{from: "tongpin/internal/core/sheet", to: "github.com/xuri/excelize/v2"},
		{from: "tongpin/internal/order/orderutil", to: "tongpin/internal/order", refused: true},
		{from: "tongpin/internal/gossip", to: "tongpin/internal/core/record", refused: true},
		{from: "tongpin/cmd/tongpin", to: "tongpin/internal/order", refused: true},
		{from: "tongpin/cmd/tongpin", to: "tongpin/internal/app"},
		{from: "tongpin/cmd/tongpin", to: "github.com/alecthomas/kong"},
		{from: "tongpin/cmd/tongpin", to: "github.com/jackc/pgx/v5", refused: true},
		{from: "tongpin/internal/app", to: "tongpin/internal/order/orderweb"},
		{from: "tongpin/internal/app", to: "database/sql", refused: true},
		{from: "tongpin/e2e", to: "tongpin/internal/app", refused: true},
		{from: "tongpin/e2e", to: "tongpin/internal/app", test: true, refused: true},
		{from: "tongpin/e2e", to: "tongpin/internal/platform/skiptest", test: true},
		{from: "tongpin/e2e", to: "tongpin/internal/platform/db", test: true, refused: true},
		{from: "tongpin/internal/order/orderdb", to: "tongpin/internal/platform/dbtest", refused: true},
		{from: "tongpin/internal/order/orderdb", to: "tongpin/internal/platform/dbtest", test: true},
		{from: "tongpin/internal/platform/dbtest", to: "tongpin/internal/platform/skiptest"},
		{from: "tongpin/internal/platform/dbtest", to: "database/sql"},
		{from: "tongpin/internal/platform/dbtest", to: "tongpin/internal/order", refused: true},
	}
	for _, c := range cases {
		if why := refuse(c.from, c.to, c.test); (why != "") != c.refused {
			t.Errorf("%s -> %s (test %v): refused %v (%q), want %v", c.from, c.to, c.test, why != "", why, c.refused)
		}
	}
}

// TestFeatureMapIsAcyclic keeps the map between features a map along one spine.
func TestFeatureMapIsAcyclic(t *testing.T) {
	if loop := findLoop(features); loop != "" {
		t.Errorf("the map of features runs in a circle through %s", loop)
	}
	if findLoop(map[string][]string{"a": {"b"}, "b": {"c"}, "c": {"a"}}) == "" {
		t.Error("a circle of three was not found")
	}
}

// findLoop returns a node that reaches itself, or "".
func findLoop(edges map[string][]string) string {
	var reaches func(from, to string, seen map[string]bool) bool
	reaches = func(from, to string, seen map[string]bool) bool {
		for _, next := range edges[from] {
			if next == to {
				return true
			}
			if !seen[next] {
				seen[next] = true
				if reaches(next, to, seen) {
					return true
				}
			}
		}
		return false
	}
	for node := range edges {
		if reaches(node, node, map[string]bool{}) {
			return node
		}
	}
	return ""
}
