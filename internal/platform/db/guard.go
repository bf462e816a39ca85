package db

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

var (
	literal   = regexp.MustCompile(`'(?:[^']|'')*'`)
	parameter = regexp.MustCompile(`\$(\d+)`)
	source    = regexp.MustCompile(`(?i)\b(from|join|update|into|delete\s+from)\s+([a-z_][a-z0-9_]*)(?:\s+(?:as\s+)?([a-z_][a-z0-9_]*))?`)
	comma     = regexp.MustCompile(`(?i)\bfrom\s+[a-z_0-9]+(?:\s+(?:as\s+)?[a-z_0-9]+)?\s*,`)
	tied      = regexp.MustCompile(`(?i)\b(?:([a-z_][a-z0-9_]*)\.)?consortium_id\s*=\s*(?:\$1\b|([a-z_][a-z0-9_]*)\.consortium_id\b)`)
	insertion = regexp.MustCompile(`(?is)^\s*insert\s+into\s+[a-z_0-9]+\s*\(\s*consortium_id\b[^)]*\)\s*(?:values\s*\(\s*\$1\b|select\s+\$1\b)`)
	keyword   = regexp.MustCompile(`(?i)^(where|on|set|join|left|inner|cross|order|group|limit|values|select|using|returning|union|having|offset|default)$`)
)

// statement is a statement in the engine's form. Order holds, for each of its
// parameters, which value it takes; nil if they take them as they come.
type statement struct {
	text  string
	order []int
	err   error
}

// compile returns the statement in the engine's form, or an error if it could
// reach rows of another consortium. The result is kept by text, so a statement
// is examined once.
func (d *DB) compile(text string, tenant bool) *statement {
	key := text
	if !tenant {
		key = "system:" + text
	}
	if v, ok := d.texts.Load(key); ok {
		return v.(*statement)
	}
	s := &statement{text: text, err: d.guard(text, tenant)}
	if s.err == nil && d.engine == SQLite {
		*s = unnumbered(text)
		s.text = failing(s.text)
	}
	d.texts.Store(key, s)
	return s
}

// unnumbered writes parameters as SQLite has them, without their numbers: the
// driver asks for the name of each, which SQLite seeks in a list of all that have
// one. Of a statement that inserts many rows that was a third of the time.
func unnumbered(text string) statement {
	s, plain := statement{text: parameter.ReplaceAllString(text, "?")}, true
	for i, m := range parameter.FindAllStringSubmatch(text, -1) {
		n, _ := strconv.Atoi(m[1])
		s.order = append(s.order, n-1)
		plain = plain && n == i+1
	}
	if plain {
		s.order = nil
	}
	return s
}

// failing spares SQLite the copies of pages from which it would take back the
// first rows of an insertion whose later ones fail: they go with the transaction
// (see all). Of inserting many facts that was an eighth of the time.
func failing(text string) string {
	if rest, ok := strings.CutPrefix(text, "INSERT INTO "); ok {
		return "INSERT OR FAIL INTO " + rest
	}
	return text
}

// arranged puts the values where the parameters of the statement want them.
func (s *statement) arranged(values []any) ([]any, error) {
	if s.order == nil {
		return values, nil
	}
	out := make([]any, len(s.order))
	for i, n := range s.order {
		if n < 0 || n >= len(values) {
			return nil, fmt.Errorf("db: no value for $%d: %s", n+1, s.text)
		}
		out[i] = values[n]
	}
	return out, nil
}

// guard proves by the text that every tenant table of the statement is tied to
// the consortium: by consortium_id = $1 directly, or by an equality of
// consortium_id with a tied table. What it can't read it refuses.
func (d *DB) guard(statement string, tenant bool) error {
	plain := literal.ReplaceAllStringFunc(statement, func(s string) string {
		if strings.Contains(s, "$") {
			return "$dollar" // refused below
		}
		return "''"
	})
	if strings.Contains(plain, "$dollar") || strings.Contains(plain, "--") || strings.Contains(plain, "/*") {
		return fmt.Errorf("db: guard: no $ in literals and no comments: %s", statement)
	}
	tables := d.sources(plain)
	if len(tables) == 0 {
		return nil
	}
	if !tenant {
		return fmt.Errorf("db: guard: a tenant table outside a consortium: %s", statement)
	}
	if comma.MatchString(plain) {
		return fmt.Errorf("db: guard: write JOIN ... ON, not a comma between tables: %s", statement)
	}
	if strings.HasPrefix(strings.ToLower(strings.TrimSpace(plain)), "insert") {
		if !insertion.MatchString(plain) {
			return fmt.Errorf("db: guard: an insert begins with consortium_id = $1: %s", statement)
		}
		delete(tables, insertTarget)
	}
	return untied(tables, plain, statement)
}

// insertTarget stands for the table that an INSERT writes to.
const insertTarget = "\x00into"

// sources returns alias -> table for every tenant table that is read or written.
func (d *DB) sources(plain string) map[string]string {
	tables := map[string]string{}
	for _, m := range source.FindAllStringSubmatch(plain, -1) {
		verb, table, alias := strings.ToLower(m[1]), strings.ToLower(m[2]), strings.ToLower(m[3])
		if !d.tenants[table] {
			continue
		}
		if verb == "into" {
			tables[insertTarget] = table
			continue
		}
		if alias == "" || keyword.MatchString(alias) {
			alias = table
		}
		for tables[alias] != "" { // the same name twice, in two sub-queries
			alias += "'"
		}
		tables[alias] = table
	}
	return tables
}

func untied(tables map[string]string, plain, statement string) error {
	ties := tied.FindAllStringSubmatch(plain, -1)
	bound, bare := map[string]int{}, 0
	for _, m := range ties {
		left, right := strings.ToLower(m[1]), strings.ToLower(m[2])
		if left == "" {
			bare++
			continue
		}
		bound[left]++
		if right != "" && right != left {
			bound[right]++
		}
	}
	if bare+len(bound) > 0 && !strings.Contains(plain, "$1") {
		return fmt.Errorf("db: guard: $1 does not stand in the statement: %s", statement)
	}
	for alias, table := range tables {
		if alias == insertTarget {
			continue
		}
		name := strings.TrimRight(alias, "'")
		switch {
		case bound[name] > 0:
			bound[name]--
			if bound[name] == 0 {
				bound[name] = -1 // used up: a second sub-query needs its own tie
			}
		case bare > 0 && name == table:
			bare--
		default:
			return fmt.Errorf("db: guard: table %s (%s) is not tied to the consortium: %s", table, name, statement)
		}
	}
	return nil
}
