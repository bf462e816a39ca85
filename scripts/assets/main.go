// Command assets copies the front-end files that package-lock.json pins from
// node_modules into the program: run "npm ci --ignore-scripts" and then
// "go run ./scripts/assets" from the top of the repository after a change of
// package.json or of icons.txt. Nothing of it is needed to build or run.
package main

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

const home = "internal/platform/web/assets"

// taken lists the files that are copied as they are, by package.
var taken = []struct{ pkg, from, to string }{
	{"bootstrap", "dist/css/bootstrap.min.css", "files/bootstrap.css"},
	{"bootstrap", "LICENSE", "licences/bootstrap.txt"},
	{"echarts", "dist/echarts.common.min.js", "files/echarts.js"},
	{"echarts", "LICENSE", "licences/echarts.txt"},
	{"echarts", "NOTICE", "licences/echarts-notice.txt"},
	{"htmx.org", "dist/htmx.min.js", "files/htmx.js"},
	{"htmx.org", "LICENSE", "licences/htmx.txt"},
	{"@tabler/icons", "LICENSE", "licences/tabler-icons.txt"},
}

// entry is one line of manifest.json, which a test compares with the files.
type entry struct {
	File    string `json:"file"`
	Package string `json:"package"`
	Version string `json:"version"`
	Licence string `json:"licence"`
	SHA256  string `json:"sha256"`
}

func main() {
	if err := run(); err != nil {
		log.Fatal(err)
	}
}

func run() error {
	var list []entry
	for _, t := range taken {
		b, err := os.ReadFile(filepath.Join("node_modules", t.pkg, t.from))
		if err != nil {
			return err
		}
		b = sourceMap.ReplaceAll(b, nil)
		e, err := put(t.pkg, t.to, b)
		if err != nil {
			return err
		}
		list = append(list, e)
	}
	sprite, err := icons()
	if err != nil {
		return err
	}
	e, err := put("@tabler/icons", "files/icons.svg", sprite)
	if err != nil {
		return err
	}
	return document(append(list, e))
}

// sourceMap is the pointer to a map that is not served.
var sourceMap = regexp.MustCompile(`(?m)\n?/[/*]# sourceMappingURL=.*$`)

func put(pkg, to string, b []byte) (entry, error) {
	var meta struct{ Version, License string }
	j, err := os.ReadFile(filepath.Join("node_modules", pkg, "package.json"))
	if err != nil {
		return entry{}, err
	}
	if err := json.Unmarshal(j, &meta); err != nil {
		return entry{}, err
	}
	target := filepath.Join(home, to)
	if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
		return entry{}, err
	}
	e := entry{to, pkg, meta.Version, meta.License, fmt.Sprintf("%x", sha256.Sum256(b))}
	return e, os.WriteFile(target, b, 0o644)
}

var (
	comment = regexp.MustCompile(`(?s)<!--.*?-->`)
	body    = regexp.MustCompile(`(?s)<svg.*?>(.*)</svg>`)
	frame   = regexp.MustCompile(`<path stroke="none" d="M0 0h24v24H0z" fill="none" */>`)
	blank   = regexp.MustCompile(`\s*\n\s*`)
)

// icons makes one sprite of the icons that icons.txt names.
func icons() ([]byte, error) {
	names, err := os.ReadFile(filepath.Join(home, "icons.txt"))
	if err != nil {
		return nil, err
	}
	var b strings.Builder
	b.WriteString("<svg xmlns=\"http://www.w3.org/2000/svg\">\n")
	for _, name := range strings.Fields(string(names)) {
		svg, err := os.ReadFile(filepath.Join("node_modules/@tabler/icons/icons/outline", name+".svg"))
		if err != nil {
			return nil, err
		}
		inner := body.FindSubmatch(comment.ReplaceAll(svg, nil))
		if inner == nil {
			return nil, fmt.Errorf("assets: %s.svg has no drawing", name)
		}
		drawing := blank.ReplaceAll(frame.ReplaceAll(inner[1], nil), nil)
		fmt.Fprintf(&b, `<symbol id="%s" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round">%s</symbol>`+"\n", name, drawing)
	}
	b.WriteString("</svg>\n")
	return []byte(b.String()), nil
}

// document writes manifest.json and README.md.
func document(list []entry) error {
	j, err := json.MarshalIndent(list, "", "  ")
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(home, "manifest.json"), append(j, '\n'), 0o644); err != nil {
		return err
	}
	var b strings.Builder
	b.WriteString("# Front-end files from elsewhere\n\nCopied by `go run ./scripts/assets` from the packages that `package-lock.json` pins; not edited by hand. `files/board.css`, `files/board.js`, `files/kit.css`, `files/kit.js`, `files/logo.svg` and `files/sheet.css` are our own. `icons.txt` names the icons of the sprite.\n\n| file | package | version | licence | SHA-256 |\n|---|---|---|---|---|\n")
	for _, e := range list {
		fmt.Fprintf(&b, "| %s | %s | %s | %s | `%s` |\n", e.File, e.Package, e.Version, e.Licence, e.SHA256)
	}
	return os.WriteFile(filepath.Join(home, "README.md"), []byte(b.String()), 0o644)
}
