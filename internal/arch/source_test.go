package arch

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// The measures of a good room.
const (
	fileLines     = 500 // fails from here
	fileAsks      = 300 // is listed from here
	functionLines = 60  // fails beyond
	packageFiles  = 15  // fails beyond; tests and generated files do not count
)

// roomier are packages that may hold more files than others, with the number and
// the reason; a number goes down when its package is split.
var roomier = map[string]int{
	"internal/app":        20, // one command or one list of wires a file; all short
	"internal/app/demo":   20, // the records of one feature a file
	"internal/core/sheet": 18, // reading, template, export and failed rows share unexported parts of a cell
}

// source is one .go or .templ file of ours; path is relative to the module.
type source struct {
	path string
	text string
}

func (s source) isTest() bool    { return strings.HasSuffix(s.path, "_test.go") }
func (s source) generated() bool { return strings.HasSuffix(s.path, "_templ.go") }
func (s source) isGo() bool      { return strings.HasSuffix(s.path, ".go") }
func (s source) lines() int      { return strings.Count(s.text, "\n") }

// sources reads every file of ours that people write or generate.
func sources() ([]source, error) {
	var list []source
	for _, top := range []string{"cmd", "internal", "e2e", "scripts"} {
		err := filepath.WalkDir(filepath.Join(root, top), func(path string, d fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			if d.IsDir() && d.Name() == "testdata" {
				return filepath.SkipDir
			}
			if ext := filepath.Ext(path); d.IsDir() || (ext != ".go" && ext != ".templ") {
				return nil
			}
			text, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			rel, err := filepath.Rel(root, path)
			list = append(list, source{filepath.ToSlash(rel), string(text)})
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return list, nil
}

// tooLong refuses files that have become too long.
func tooLong(s source) []string {
	if n := s.lines(); !s.generated() && n >= fileLines {
		return []string{fmt.Sprintf("%s has %d lines: split it by subject (limit %d)", s.path, n, fileLines)}
	}
	return nil
}

// longFunctions refuses functions that do too much; a test's table may be long.
func longFunctions(s source) []string {
	if !s.isGo() || s.generated() || s.isTest() {
		return nil
	}
	var found []string
	set, file := parse(s)
	for _, d := range file.Decls {
		f, ok := d.(*ast.FuncDecl)
		if !ok || f.Body == nil {
			continue
		}
		if n := set.Position(f.End()).Line - set.Position(f.Pos()).Line + 1; n > functionLines {
			found = append(found, fmt.Sprintf("%s: %s has %d lines (limit %d)", s.path, f.Name.Name, n, functionLines))
		}
	}
	return found
}

// clockAtHome lists where the machine's clock may be read.
var clockAtHome = []string{"cmd/", "internal/platform/clock/", "scripts/load/"}

// wallClock refuses reading the machine's clock: time comes in as an argument.
func wallClock(s source) []string {
	if !s.isGo() || s.generated() || s.isTest() || startsWithAny(s.path, clockAtHome) {
		return nil
	}
	var found []string
	set, file := parse(s)
	name := importName(file, "time")
	ast.Inspect(file, func(n ast.Node) bool {
		sel, ok := n.(*ast.SelectorExpr)
		if !ok || !slices.Contains([]string{"Now", "Since", "Until"}, sel.Sel.Name) {
			return true
		}
		if x, ok := sel.X.(*ast.Ident); ok && name != "" && x.Name == name {
			found = append(found, fmt.Sprintf("%s:%d reads the wall clock by time.%s: take the time from platform/clock",
				s.path, set.Position(sel.Pos()).Line, sel.Sel.Name))
		}
		return true
	})
	return found
}

// han refuses Chinese text outside the catalogues; an escape in a test is fine.
func han(s source) []string {
	if s.generated() || strings.HasPrefix(s.path, "internal/platform/i18n/") {
		return nil
	}
	for i, line := range strings.Split(s.text, "\n") {
		for _, r := range line {
			if unicode.Is(unicode.Han, r) || (r >= 0x3000 && r <= 0x303f) || (r >= 0xff00 && r <= 0xffef) {
				return []string{fmt.Sprintf("%s:%d holds the Chinese character %+q: texts stand in texts/zh.json", s.path, i+1, r)}
			}
		}
	}
	return nil
}

var unfinishedForm = regexp.MustCompile(`\b(TO` + `DO|FIX` + `ME|XX` + `X)\b|not implem` + `ented`)

// unfinished refuses marks of work left over: an open end is an issue, not a
// comment.
func unfinished(s source) []string {
	var found []string
	for i, line := range strings.Split(s.text, "\n") {
		if m := unfinishedForm.FindString(line); m != "" {
			found = append(found, fmt.Sprintf("%s:%d says %q: finish it or leave it out", s.path, i+1, m))
		}
	}
	return found
}

var skip = regexp.MustCompile(`\b[tb]\.Skip(f|Now)?\(`)

// silentSkip refuses a test that skips by itself: skiptest says what was skipped.
func silentSkip(s source) []string {
	if strings.HasPrefix(s.path, "internal/platform/skiptest/") || !skip.MatchString(s.text) {
		return nil
	}
	return []string{s.path + " skips a test and Go hides it: skip by platform/skiptest"}
}

// vagueNames are names of packages that say nothing about what is inside.
var vagueNames = []string{"util", "utils", "common", "helper", "helpers", "manager", "model", "models", "base", "misc", "shared"}

// packageRules refuses a package without exactly one package comment, with a
// vague name, or with too many files.
func packageRules(dir string, files []source) []string {
	var found []string
	comments, own, first := 0, 0, ""
	for _, s := range files {
		if !s.isGo() || s.isTest() {
			continue
		}
		_, file := parse(s)
		first = file.Name.Name
		if file.Doc != nil && !s.generated() {
			comments++
		}
		if !s.generated() {
			own++
		}
	}
	if own == 0 {
		return nil
	}
	if comments != 1 {
		found = append(found, fmt.Sprintf("%s has %d package comments: write exactly one that says what the package is", dir, comments))
	}
	if slices.Contains(vagueNames, first) {
		found = append(found, fmt.Sprintf("%s: the name %q says nothing: name what is inside", dir, first))
	}
	if limit := max(packageFiles, roomier[dir]); own > limit {
		found = append(found, fmt.Sprintf("%s has %d files: split the package (limit %d)", dir, own, limit))
	}
	return found
}

func parse(s source) (*token.FileSet, *ast.File) {
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, s.path, s.text, parser.ParseComments)
	if err != nil {
		panic(err) // the package does not compile: nothing to say about its rooms
	}
	return set, file
}

func importName(file *ast.File, path string) string {
	for _, i := range file.Imports {
		if p, _ := strconv.Unquote(i.Path.Value); p == path {
			if i.Name != nil {
				return i.Name.Name
			}
			return path[strings.LastIndex(path, "/")+1:]
		}
	}
	return ""
}

func startsWithAny(s string, prefixes []string) bool {
	return slices.ContainsFunc(prefixes, func(p string) bool { return strings.HasPrefix(s, p) })
}
