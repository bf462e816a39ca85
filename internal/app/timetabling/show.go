package timetabling

import (
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
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
	now := clock.System{}.Now()
	if p.plan.Starts, err = firstDay(p.plan.Starts, o.Monday, now); err != nil {
		return err
	}
	v := view{plan: p.plan, sheets: sheets, by: plan.By(o.By), words: l, made: now}
	print := map[string]func(io.Writer) error{"text": v.text, "html": v.html, "csv": v.csv, "ics": v.ics}[o.Format]
	if o.To == "" {
		return print(o.Out)
	}
	return disk.WriteShared(o.To, print)
}

// firstDay is the Monday of week 1: the one given, else the plan's, else the next
// one.
func firstDay(planned time.Time, given string, now time.Time) (time.Time, error) {
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
	now = now.In(clock.Zone)
	day := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, time.UTC)
	return day.AddDate(0, 0, (8-int(day.Weekday()))%7), nil
}

// view is what is printed.
type view struct {
	plan   *plan.Plan
	sheets []plan.Sheet
	by     plan.By
	words  *i18n.Localizer
	made   time.Time // when it is printed
}

// parts say what a session in a cell is, the name first, without what the sheet
// is about.
func (v view) parts(e plan.Entry) []string {
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
		parts = append(parts, v.weeks(e))
	}
	return slices.DeleteFunc(parts, func(s string) bool { return s == "" })
}

// weeks says in which weeks a session is held.
func (v view) weeks(e plan.Entry) string {
	switch e.Weeks {
	case plan.Odd:
		return v.words.T("timetable.view.odd_weeks")
	case plan.Even:
		return v.words.T("timetable.view.even_weeks")
	}
	return v.words.T("timetable.view.in_weeks", "weeks", e.Weeks)
}

// weeksBare says in which weeks a session is held, for a column of weeks; empty:
// in all of them.
func (v view) weeksBare(e plan.Entry) string {
	if e.Weeks == plan.Odd || e.Weeks == plan.Even {
		return v.words.Word("timetable.column", e.Weeks)
	}
	return e.Weeks
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
	head := []string{v.words.Word("timetable.kind", string(v.by))}
	for _, name := range []string{"day", "period", "from", "to", "periods", "weeks", "session", "number", "room", "teachers", "groups"} {
		head = append(head, v.words.Word("timetable.column", name))
	}
	if err := out.Write(head); err != nil {
		return err
	}
	for _, k := range v.sheets {
		for _, e := range k.Entries {
			d, h := e.Period/len(v.plan.Hours), e.Period%len(v.plan.Hours)
			row := []string{
				k.Title, v.plan.Days[d], v.plan.Hours[h].Label, clockText(v.plan.Hours[h].From), clockText(v.plan.Hours[h+e.Length-1].To),
				strconv.Itoa(e.Length), v.weeksBare(e), e.Name, strconv.Itoa(e.Number), e.Room, strings.Join(e.Teachers, "+"), strings.Join(e.Groups, "+"),
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
