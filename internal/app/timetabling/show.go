package timetabling

import (
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"tongpin/internal/app/disk"
	"tongpin/internal/core/sheet"
	"tongpin/internal/engine/timetable/plan"
	"tongpin/internal/platform/clock"
	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/i18n"
)

// ShowOptions print a timetable for people.
type ShowOptions struct {
	Streams
	File     string
	Solution string
	By       string // room, teacher or group
	Format   string // text, html, csv or ics
	Only     string // name of one room, teacher or group; empty: all
	Monday   string // first day of week 1 for ics, as 2026-09-07; empty: the plan's, else next Monday
	To       string // file; empty: Streams.Out
}

// Show prints a timetable by room, teacher or group, in the words of l.
func Show(o ShowOptions, l *i18n.Localizer) error {
	p, err := readProblem(o.File)
	if err != nil {
		return err
	}
	s, err := p.readSchedule(o.Solution)
	if err != nil {
		return err
	}
	sheets, err := plan.View(p.plan, s.planned, plan.By(o.By))
	if err != nil {
		return err
	}
	if o.Only != "" {
		sheets = slices.DeleteFunc(sheets, func(k plan.Sheet) bool { return k.Title != o.Only })
		if len(sheets) == 0 {
			return fault.Wrong("only", o.Only, "timetable.view.nobody", "by", o.By)
		}
	}
	if p.plan.Starts, err = firstDay(p.plan.Starts, o.Monday); err != nil {
		return err
	}
	v := view{plan: p.plan, sheets: sheets, by: plan.By(o.By), words: l}
	print := map[string]func(io.Writer) error{"text": v.text, "html": v.html, "csv": v.csv, "ics": v.ics}[o.Format]
	if o.To == "" {
		return print(o.Out)
	}
	return disk.WriteWhole(o.To, print)
}

// firstDay is the Monday of week 1: the one given, else the plan's, else the next
// one.
func firstDay(planned time.Time, given string) (time.Time, error) {
	if given != "" {
		t, err := time.Parse(time.DateOnly, given)
		if err != nil || t.Weekday() != time.Monday {
			return t, fault.Wrong("monday", given, "timetable.view.monday")
		}
		return t, nil
	}
	if !planned.IsZero() {
		return planned, nil
	}
	now := clock.System{}.Now().In(clock.Zone)
	day := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, time.UTC)
	return day.AddDate(0, 0, (8-int(day.Weekday()))%7), nil
}

// view is what is printed.
type view struct {
	plan   *plan.Plan
	sheets []plan.Sheet
	by     plan.By
	words  *i18n.Localizer
}

// cell says what is held in a period, a line for each session.
func (v view) cell(k plan.Sheet, period int) (out []string) {
	for _, e := range k.Entries {
		if e.Period <= period && period < e.Period+e.Length {
			out = append(out, v.entry(e))
		}
	}
	return out
}

// entry is one session in a cell, without what the sheet is about.
func (v view) entry(e plan.Entry) string {
	parts := []string{e.Name}
	if v.by != plan.ByRoom && e.Room != "" {
		parts = append(parts, e.Room)
	}
	if v.by != plan.ByTeacher {
		parts = append(parts, strings.Join(e.Teachers, "+"))
	}
	if v.by != plan.ByGroup && len(e.Groups) <= 3 {
		parts = append(parts, strings.Join(e.Groups, "+"))
	}
	if e.Weeks != "" {
		parts = append(parts, v.words.T("timetable.view.in_weeks", "weeks", e.Weeks))
	}
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), " ")
}

func (v view) text(w io.Writer) error {
	for i, k := range v.sheets {
		if i > 0 {
			fmt.Fprintln(w)
		}
		fmt.Fprintln(w, v.title(k))
		t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
		fmt.Fprintln(t, "\t"+strings.Join(v.plan.Days, "\t"))
		for h, hour := range v.plan.Hours {
			v.textRow(t, k, h, hour.Label)
		}
		if err := t.Flush(); err != nil {
			return err
		}
	}
	return nil
}

// textRow prints a period of the day; several sessions at once take several lines.
func (v view) textRow(w io.Writer, k plan.Sheet, h int, label string) {
	cells, lines := make([][]string, len(v.plan.Days)), 1
	for d := range v.plan.Days {
		cells[d] = v.cell(k, d*len(v.plan.Hours)+h)
		lines = max(lines, len(cells[d]))
	}
	for n := range lines {
		fmt.Fprint(w, label)
		for d := range v.plan.Days {
			text := "."
			if n < len(cells[d]) {
				text = cells[d][n]
			} else if n > 0 {
				text = ""
			}
			fmt.Fprint(w, "\t", text)
		}
		fmt.Fprintln(w)
		label = ""
	}
}

// titles are the headings of the sheets of each view.
var titles = map[plan.By]string{
	plan.ByRoom: "timetable.view.room", plan.ByTeacher: "timetable.view.teacher", plan.ByGroup: "timetable.view.group",
}

func (v view) title(k plan.Sheet) string { return v.words.T(titles[v.by], "name", k.Title) }

func (v view) csv(w io.Writer) error {
	if _, err := io.WriteString(w, bom); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	head := []string{string(v.by), "day", "period", "from", "to", "periods", "weeks", "session", "number", "room", "teachers", "groups"}
	if err := out.Write(head); err != nil {
		return err
	}
	for _, k := range v.sheets {
		for _, e := range k.Entries {
			d, h := e.Period/len(v.plan.Hours), e.Period%len(v.plan.Hours)
			row := []string{
				k.Title, v.plan.Days[d], v.plan.Hours[h].Label, clockText(v.plan.Hours[h].From), clockText(v.plan.Hours[h+e.Length-1].To),
				strconv.Itoa(e.Length), e.Weeks, e.Name, strconv.Itoa(e.Number), e.Room, strings.Join(e.Teachers, "+"), strings.Join(e.Groups, "+"),
			}
			for i := range row {
				row[i] = sheet.Guard(row[i])
			}
			if err := out.Write(row); err != nil {
				return err
			}
		}
	}
	out.Flush()
	return out.Error()
}

func clockText(d time.Duration) string {
	return fmt.Sprintf("%02d:%02d", int(d.Hours()), int(d.Minutes())%60)
}
