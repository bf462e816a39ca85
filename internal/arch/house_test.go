package arch

import (
	"slices"
	"strings"
)

// Layers of the house, from the ground up.
const (
	platform = "platform" // parts without business
	engine   = "engine"   // pure computation
	core     = "core"     // what features share
	schema   = "schema"   // migrations
	feature  = "feature"  // root of a feature: record, decisions, service
	adapter  = "adapter"  // <feature>db, <feature>web, <feature>api
	app      = "app"      // wires everything
	command  = "cmd"      // flags
	house    = "arch"     // these tests
	browser  = "e2e"      // the binary seen from outside
	unknown  = ""

	spoken = "message" // of the engines: what each of them may say to people
)

// features is the acyclic map between feature roots, along the spine: each may
// import those that it names. A feature that is not here can't be built.
var features = map[string][]string{
	"account":    {},
	"desk":       {}, // what the core keeps for a person: open steps, notices, jobs
	"member":     {},
	"offer":      {"member"},
	"order":      {"offer", "member"},
	"agreement":  {"order", "member"},
	"insight":    {},
	"bulletin":   {"insight"},
	"board":      {"insight"},
	"sealing":    {},
	"training":   {"member"},
	"internship": {},
	"subsidy":    {"training"},
	"workplan":   {},
	"attendance": {"training"},
}

// below says which layers each layer may import; same-feature and
// feature-to-feature imports are judged apart.
var below = map[string][]string{
	platform: {platform},
	engine:   {}, // an engine knows its own parts only, and what it says to people
	core:     {core, platform},
	schema:   {},
	feature:  {core, platform, engine},
	adapter:  {core, platform, engine},
	app:      {app, adapter, feature, core, platform, engine, schema},
	command:  {app},
	house:    {house},
	browser:  {browser},
}

// inTests adds what a package's tests may import besides: the schema for a test
// database, and the rules of the house.
var inTests = []string{schema, house}

// kit tells whether a package is a kit of tests, named like Go's own (httptest):
// only tests and other kits may import it, and it may import what tests may.
func kit(path string) bool { return strings.HasSuffix(path, "test") && ours(path) }

// outside restricts imports from outside the module: prefix -> where it may be
// imported. What is not named is free.
var outside = map[string][]string{
	"database/sql":             {"internal/platform/db", "internal/platform/dbtest"},
	"modernc.org/":             {"internal/platform/db", "internal/platform/dbtest"},
	"github.com/jackc/":        {"internal/platform/db", "internal/platform/dbtest"},
	"github.com/pressly/goose": {"internal/platform/db", "internal/platform/dbtest"},
	"github.com/xuri/":         {"internal/core/sheet"},
	"github.com/alecthomas/":   {"cmd", "internal/app"},
	"github.com/chromedp/":     {"e2e"},
	"rsc.io/qr":                {"internal/platform/web/ui"},
	"golang.org/x/mod/":        {"internal/engine/seal"},
}

// lent is what an engine may use besides the standard library: engine -> prefix.
var lent = map[string]string{
	"internal/engine/seal": "golang.org/x/mod/sumdb/", // Merkle trees and signed notes as Go's checksum database has them
}

// place is where a package of ours stands.
type place struct{ layer, feature string }

// locate finds the layer of an import path of our module.
func locate(path string) place {
	parts := strings.Split(strings.TrimPrefix(path, module+"/"), "/")
	switch {
	case parts[0] == "cmd":
		return place{command, ""}
	case parts[0] == "e2e":
		return place{browser, ""}
	case parts[0] != "internal" || len(parts) < 2:
		return place{unknown, ""}
	case parts[1] == engine && len(parts) > 2:
		return place{engine, parts[2]}
	case slices.Contains([]string{platform, core, schema, app, house}, parts[1]):
		return place{parts[1], ""}
	}
	if _, ok := features[parts[1]]; !ok {
		return place{unknown, ""}
	}
	if len(parts) == 2 {
		return place{feature, parts[1]}
	}
	for _, technology := range []string{"db", "web", "api"} {
		if len(parts) == 3 && parts[2] == parts[1]+technology {
			return place{adapter, parts[1]}
		}
	}
	return place{unknown, ""}
}

func ours(path string) bool { return path == module || strings.HasPrefix(path, module+"/") }

// standard tells whether a path belongs to Go's own library: its first element
// has no dot.
func standard(path string) bool {
	first, _, _ := strings.Cut(path, "/")
	return !ours(path) && !strings.Contains(first, ".")
}

// refuse returns why one package must not import another, or "".
func refuse(from, to string, test bool) string {
	test = test || kit(from)
	if kit(to) {
		return refuseKit(locate(from), locate(to), test)
	}
	if ours(to) {
		return refuseOurs(locate(from), locate(to), test)
	}
	return refuseOutside(strings.TrimPrefix(from, module+"/"), locate(from), to, test)
}

func refuseOurs(from, to place, test bool) string {
	switch {
	case from.layer == unknown || to.layer == unknown:
		return "one of them has no place in the house (internal/arch/house_test.go)"
	case slices.Contains(below[from.layer], to.layer):
		return ""
	case test && slices.Contains(inTests, to.layer):
		return ""
	case from.feature != "" && from.feature == to.feature && from.layer == adapter && to.layer == feature:
		return "" // an adapter knows its own root
	case from.layer == engine && to.layer == engine && (from.feature == to.feature || to.feature == spoken):
		return "" // the parts of one engine, and what all of them say to people
	case test && from.feature != "" && from.feature == to.feature:
		return "" // a test may put the parts of one feature together
	case from.layer == feature && to.layer == feature && slices.Contains(features[from.feature], to.feature):
		return ""
	}
	return "arrows run down only: " + from.layer + " " + from.feature + " may not import " + to.layer + " " + to.feature
}

func refuseKit(from, to place, test bool) string {
	if !test {
		return "a kit of tests is for tests"
	}
	if to.layer == platform && from.layer == browser {
		return "" // it knows nothing of the program that is seen from outside
	}
	return refuseOurs(from, to, test)
}

func refuseOutside(from string, at place, to string, test bool) string {
	if given, ok := lent[from]; at.layer == engine && !standard(to) && !test && !(ok && strings.HasPrefix(to, given)) {
		return "an engine uses the standard library only"
	}
	if at.layer == command && !standard(to) && !strings.HasPrefix(to, "github.com/alecthomas/kong") && !test {
		return "a command knows internal/app and its flags, nothing else"
	}
	if (at.layer == feature || at.layer == engine) && (to == "net/http" || strings.HasPrefix(to, "net/http/")) {
		return "a feature's root knows no HTTP: put it into its web or api adapter"
	}
	for prefix, homes := range outside {
		if !strings.HasPrefix(to, prefix) || at.layer == house {
			continue
		}
		if !slices.ContainsFunc(homes, func(h string) bool { return from == h || strings.HasPrefix(from, h+"/") }) {
			return to + " belongs into " + strings.Join(homes, ", ")
		}
	}
	return ""
}
