package timetabling

import (
	"bufio"
	"crypto/sha256"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"tongpin/internal/engine/timetable/plan"
	"tongpin/internal/platform/clock"
)

// ics prints a calendar (RFC 5545): an event for every single meeting, in UTC,
// because civil time in China has no summer time and single events are read
// alike by every program. The same meeting has the same UID in every export, and a
// later export a later stamp, so that a mended timetable replaces the old one.
func (v view) ics(w io.Writer) error {
	b := bufio.NewWriter(w)
	out := func(name, value string) { fold(b, name+":"+value) }
	out("BEGIN", "VCALENDAR")
	out("VERSION", "2.0")
	out("PRODID", "-//Tongpin//Timetable//EN")
	out("CALSCALE", "GREGORIAN")
	out("METHOD", "PUBLISH")
	out("X-WR-CALNAME", escape(v.words.T("timetable.view.title", "name", v.plan.Name)))
	for _, k := range v.sheets {
		for _, e := range k.Entries {
			for week := range plan.MaxWeeks {
				if e.InWeeks>>week&1 == 1 {
					v.event(out, k, e, week)
				}
			}
		}
	}
	out("END", "VCALENDAR")
	return b.Flush()
}

func (v view) event(out func(name, value string), k plan.Sheet, e plan.Entry, week int) {
	d, h := e.Period/len(v.plan.Hours), e.Period%len(v.plan.Hours)
	day := time.Date(v.plan.Starts.Year(), v.plan.Starts.Month(), v.plan.Starts.Day()+7*week+d, 0, 0, 0, 0, clock.Zone)
	stamp := func(t time.Time) string { return t.UTC().Format("20060102T150405Z") }
	id := sha256.Sum256([]byte(fmt.Sprint(v.plan.Name, "\n", v.by, "\n", k.Title, "\n", e.Name, "\n", e.Number, "\n", week)))
	out("BEGIN", "VEVENT")
	out("UID", fmt.Sprintf("%x@tongpin", id[:16]))
	out("DTSTAMP", stamp(v.made))
	out("DTSTART", stamp(day.Add(v.plan.Hours[h].From)))
	out("DTEND", stamp(day.Add(v.plan.Hours[h+e.Length-1].To)))
	out("SUMMARY", escape(e.Name))
	if e.Room != "" {
		out("LOCATION", escape(e.Room))
	}
	if who := v.who(e); who != "" {
		out("DESCRIPTION", escape(who))
	}
	out("END", "VEVENT")
}

// who says who teaches and who attends, a line each.
func (v view) who(e plan.Entry) string {
	var lines []string
	if len(e.Teachers) > 0 {
		lines = append(lines, v.words.T(titles[plan.ByTeacher], "name", strings.Join(e.Teachers, ", ")))
	}
	if len(e.Groups) > 0 {
		lines = append(lines, v.words.T(titles[plan.ByGroup], "name", strings.Join(e.Groups, ", ")))
	}
	return strings.Join(lines, "\n")
}

// escape marks what has a meaning in a text of a calendar.
func escape(s string) string {
	return strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\r", "", "\n", `\n`).Replace(s)
}

// fold writes a line of at most 75 octets, going on in further lines that begin
// with a space, and never cutting a character.
func fold(w *bufio.Writer, line string) {
	room := 75
	for len(line) > room {
		cut := room
		for !utf8.RuneStart(line[cut]) {
			cut--
		}
		w.WriteString(line[:cut])
		w.WriteString("\r\n ")
		line, room = line[cut:], 74
	}
	w.WriteString(line)
	w.WriteString("\r\n")
}
