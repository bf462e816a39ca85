package arch

import (
	"fmt"
	"go/ast"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

var (
	tableForm  = regexp.MustCompile(`(?s)CREATE TABLE (\w+) \(\n(.*?)\n\);`)
	columnForm = regexp.MustCompile(`(?m)^    ([a-z_]+) [A-Z]+(.*)$`)
	aliasForm  = regexp.MustCompile(`\b(?:FROM|JOIN) (\w+) ([a-z])\b`)
	sortedForm = regexp.MustCompile(`\b[a-z]\.[a-z_]+\b`)
)

// optional are the columns of the schema that may be empty, as table.column.
func optional(schema string) map[string]bool {
	found := map[string]bool{}
	for _, table := range tableForm.FindAllStringSubmatch(schema, -1) {
		for _, column := range columnForm.FindAllStringSubmatch(table[2], -1) {
			found[table[1]+"."+column[1]] = !strings.Contains(column[2], "NOT NULL")
		}
	}
	return found
}

// emptySorts refuses db.Sorts that order by a column that may be empty and do not
// say so: SQLite would show the empty ones first and PostgreSQL last. It refuses
// as well to say so of others, which keeps an index from being used. Files are
// those of one package.
func emptySorts(files []source, optional map[string]bool) (found []string, sorts int) {
	tables := map[string][]string{} // alias -> tables
	for _, s := range files {
		for _, m := range aliasForm.FindAllStringSubmatch(s.text, -1) {
			tables[m[2]] = append(tables[m[2]], m[1])
		}
	}
	may := func(column string) bool {
		alias, name, _ := strings.Cut(column, ".")
		return slices.ContainsFunc(tables[alias], func(table string) bool { return optional[table+"."+name] })
	}
	for _, s := range files {
		_, file := parse(s)
		ast.Inspect(file, func(n ast.Node) bool {
			lit, ok := n.(*ast.CompositeLit)
			if !ok || !isSorts(lit.Type) {
				return true
			}
			sorts++
			ordered, empty := sortsOf(lit)
			for _, column := range ordered {
				if may(column) != slices.Contains(empty, column) {
					found = append(found, fmt.Sprintf("%s: db.Sorts: may %s be empty? The schema says %t, Empty says %t", s.path, column, may(column), !may(column)))
				}
			}
			return false
		})
	}
	return found, sorts
}

func isSorts(t ast.Expr) bool {
	sel, ok := t.(*ast.SelectorExpr)
	return ok && sel.Sel.Name == "Sorts"
}

// sortsOf reads the columns of a literal of db.Sorts, and those of its Empty.
func sortsOf(lit *ast.CompositeLit) (ordered, empty []string) {
	for _, e := range lit.Elts {
		field, ok := e.(*ast.KeyValueExpr)
		if !ok {
			continue
		}
		ast.Inspect(field.Value, func(n ast.Node) bool {
			if text, ok := n.(*ast.BasicLit); ok {
				plain, _ := strconv.Unquote(text.Value)
				columns := sortedForm.FindAllString(plain, -1)
				if ordered = append(ordered, columns...); field.Key.(*ast.Ident).Name == "Empty" {
					empty = append(empty, columns...)
				}
			}
			return true
		})
	}
	return ordered, empty
}

func readSchema(t *testing.T) string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(root, "internal/schema/*.sql"))
	if err != nil || len(names) == 0 {
		t.Fatalf("no schema: %v", err)
	}
	var b strings.Builder
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		b.Write(text)
	}
	return b.String()
}

// TestListsOrderAlike: lists put empty values last on both databases.
func TestListsOrderAlike(t *testing.T) {
	columns, packages, sorts := optional(readSchema(t)), map[string][]source{}, 0
	for _, s := range loadSources(t) {
		if s.isGo() && !s.isTest() && strings.HasSuffix(path.Dir(s.path), "db") {
			packages[path.Dir(s.path)] = append(packages[path.Dir(s.path)], s)
		}
	}
	for _, files := range packages {
		found, n := emptySorts(files, columns)
		sorts += n
		for _, f := range found {
			t.Error(f)
		}
	}
	if sorts < 10 {
		t.Errorf("only %d orders of lists found: the search is broken", sorts)
	}
}

func TestSortRulesBite(t *testing.T) {
	columns := optional("CREATE TABLE papers (\n    id UUID NOT NULL,\n    until_on DATE,\n    UNIQUE (id)\n);\n")
	store := func(sorts string) []source {
		return []source{{"x/xdb/list.go", "package xdb\nconst from = ` FROM papers p WHERE p.consortium_id = $1`\nvar s = db.Sorts{" + sorts + "}\n"}}
	}
	for sorts, want := range map[string]int{
		`Columns: map[string]string{"until": "p.until_on"}, ID: "p.id"`:                                   1,
		`Usual: "p.until_on DESC, p.id"`:                                                                  1,
		`Columns: map[string]string{"until": "p.until_on"}, Empty: []string{"p.until_on"}`:                0,
		`Columns: map[string]string{"until": "p.until_on"}, Empty: []string{"p.until_on"}, Usual: "p.id"`: 0,
		`Columns: map[string]string{"id": "p.id"}, Empty: []string{"p.id"}`:                               2, // named twice
	} {
		if found, n := emptySorts(store(sorts), columns); len(found) != want || n != 1 {
			t.Errorf("%s: %d of %d: %v", sorts, len(found), want, found)
		}
	}
}
