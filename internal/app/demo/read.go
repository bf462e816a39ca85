package demo

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strconv"
	"strings"

	"tongpin/internal/core/calendar"
	"tongpin/internal/core/money"
)

// row is one line of a file. Its methods read a cell by the name of its column;
// what can't be read is noted with file and line.
type row struct {
	file  string
	line  int
	cells map[string]string
	in    *reading
}

// reading is the folder of one consortium, and everything that is wrong in it.
type reading struct {
	folder fs.FS
	name   string
	today  calendar.Date
	wrong  []error
	known  map[string][]row // files that were read already
}

// rows returns the lines of a file; a missing one has none.
func (in *reading) rows(name string) []row {
	if list, ok := in.known[name]; ok {
		return list
	}
	if in.known == nil {
		in.known = map[string][]row{}
	}
	in.known[name] = in.read(name)
	return in.known[name]
}

func (in *reading) read(name string) []row {
	f, err := in.folder.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		in.wrong = append(in.wrong, err)
		return nil
	}
	defer f.Close()
	lines, err := csv.NewReader(f).ReadAll()
	if err != nil || len(lines) == 0 {
		in.wrong = append(in.wrong, fmt.Errorf("demo: %s: %w", path.Join(in.name, name), err))
		return nil
	}
	list := make([]row, 0, len(lines)-1)
	for i, cells := range lines[1:] {
		r := row{path.Join(in.name, name), i + 2, make(map[string]string, len(cells)), in}
		for at, title := range lines[0] {
			r.cells[strings.TrimPrefix(title, "\ufeff")] = strings.TrimSpace(cells[at])
		}
		list = append(list, r)
	}
	return list
}

// err is everything that is wrong in the files.
func (in *reading) err() error { return errors.Join(in.wrong...) }

// fail notes what is wrong with a cell.
func (r row) fail(column, problem string) {
	r.in.wrong = append(r.in.wrong, fmt.Errorf("demo: %s, line %d, %s=%q: %s", r.file, r.line, column, r.cells[column], problem))
}

// where names the line, for errors of the step that it causes.
func (r row) where() string { return fmt.Sprintf("%s, line %d", r.file, r.line) }

func (r row) text(column string) string {
	s, ok := r.cells[column]
	if !ok {
		r.fail(column, "no such column")
	}
	return s
}

func (r row) list(column string) []string {
	var list []string
	for _, s := range strings.Split(r.text(column), "|") {
		if s = strings.TrimSpace(s); s != "" {
			list = append(list, s)
		}
	}
	return list
}

func (r row) flag(column string) bool { return r.text(column) == "yes" }

func (r row) int(column string) int64 {
	s := r.text(column)
	if s == "" {
		return 0
	}
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		r.fail(column, "not a whole number")
	}
	return n
}

func (r row) yuan(column string) money.Fen {
	s := r.text(column)
	if s == "" {
		return 0
	}
	v, err := money.Parse(s)
	if err != nil {
		r.fail(column, "not an amount in yuan")
	}
	return v
}

// date reads 2026-03-15, today, today-12 or today+30; empty is no date.
func (r row) date(column string) calendar.Date { return r.day(column, r.text(column)) }

// dates reads several dates of one cell.
func (r row) dates(column string) []calendar.Date {
	var list []calendar.Date
	for _, s := range r.list(column) {
		list = append(list, r.day(column, s))
	}
	return list
}

func (r row) day(column, s string) calendar.Date {
	if s == "" {
		return calendar.Date{}
	}
	if rest, relative := strings.CutPrefix(s, "today"); relative {
		days := 0
		if rest != "" {
			var err error
			if days, err = strconv.Atoi(rest); err != nil {
				r.fail(column, "write today, today-12 or today+30")
			}
		}
		return r.in.today.AddDays(days)
	}
	d, err := calendar.ParseDate(s)
	if err != nil {
		r.fail(column, "not a date")
	}
	return d
}
