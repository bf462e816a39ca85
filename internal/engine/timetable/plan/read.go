package plan

import (
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"tongpin/internal/engine/message"
	"tongpin/internal/engine/timetable/lines"
)

// Heading is the first line of a plan, by which files are told apart.
const Heading = "tongpin-timetable 1"

// Read reads a plan. An error is a *message.Problem.
func Read(r io.Reader) (*Plan, error) {
	p := reader{
		lines: lines.NewReader(r), names: map[string]map[string]int{}, plan: &Plan{Weeks: 1, Points: UD2},
		unknown: lines.Undeclared,
	}
	if err := p.heading(); err != nil {
		return nil, err
	}
	for p.err == nil && p.lines.Next(true) {
		p.line()
	}
	if p.err == nil {
		p.err = p.lines.Err()
	}
	if p.err == nil {
		p.err = p.finish()
	}
	if p.err != nil {
		return nil, p.err
	}
	return p.plan, nil
}

// heading reads the first line.
func (r *reader) heading() error {
	found := r.lines.Next(true)
	if err := r.lines.Err(); err != nil {
		return err
	}
	switch kind, _, _ := strings.Cut(Heading, " "); {
	case found && r.lines.Text() == Heading:
		return nil
	case found && r.lines.Words()[0] == kind:
		return r.lines.Fault(Edition, "value", r.lines.Text(), "heading", Heading)
	}
	return r.lines.Fault(NoPlan, "heading", Heading)
}

// reader is the state of reading.
type reader struct {
	lines *lines.Reader
	plan  *Plan
	names map[string]map[string]int // kind -> name -> index
	args  []string                  // words without =, after the keyword
	keys  map[string]string         // words with =
	used  bool                      // something stands in the grid of periods already
	turns []int                     // lines of the rotations
	err   error

	unknown message.Key // what to say of a name that is unknown
}

// statement is one kind of line.
type statement struct {
	args  int    // words without =; -1: one or more
	keys  string // that may follow
	usage string
	read  func(r *reader)
}

var statements map[string]statement

func init() {
	statements = map[string]statement{
		"name":     {-1, "", "name Spring term", func(r *reader) { r.plan.Name = strings.Join(r.args, " ") }},
		"starts":   {1, "", "starts 2026-09-07", (*reader).starts},
		"weeks":    {1, "", "weeks 18", (*reader).setWeeks},
		"holiday":  {1, "", "holiday 5", (*reader).holiday},
		"days":     {-1, "", "days Mon Tue Wed Thu Fri", (*reader).days},
		"period":   {3, "", "period 1 08:00 08:45", (*reader).period},
		"points":   {0, "seat day alone room load", "points seat=1 day=5 alone=2 room=1 load=3", (*reader).points},
		"site":     {1, "", "site north", func(r *reader) { r.name("site", r.args[0]); r.plan.Sites = append(r.plan.Sites, r.args[0]) }},
		"travel":   {3, "", "travel north south 1", (*reader).travel},
		"room":     {1, "site kind seats has closed", "room w1 site=north kind=welding seats=24 has=crane,fume closed=Mon.1-2", (*reader).room},
		"pool":     {2, "booked", "pool tablet 30 booked=10:Mon.1-4@3", (*reader).pool},
		"teacher":  {1, "closed perday", "teacher wang closed=Fri,Mon.1-2@odd perday=6", (*reader).teacher},
		"group":    {1, "size part closed", "group m1a size=20 part=m1 closed=*.9-10", (*reader).group},
		"course":   {1, "teacher groups sessions length mindays students weeks closed kind has site room needs", "course weld teacher=wang|zhao groups=m1 sessions=2 length=4 kind=welding needs=tablet:20", (*reader).course},
		"rotation": {1, "groups length rounds weeks", "rotation r1 groups=a,b,c length=2 rounds=day", (*reader).rotation},
		"station":  {2, "teacher kind has site room needs", "station r1 weld teacher=wang kind=welding", (*reader).station},
		"parallel": {-1, "", "parallel english-a english-b", (*reader).parallel},
		"fixed":    {3, "room", "fixed weld 1 Mon.1 room=w1", (*reader).fixed},
	}
}

func (r *reader) line() {
	words := r.lines.Words()
	s, ok := statements[words[0]]
	if !ok {
		r.fault(NoStatement, "value", words[0], "known", slices.Sorted(maps.Keys(statements)))
		return
	}
	r.args, r.keys = nil, map[string]string{}
	for _, w := range words[1:] {
		key, value, isKey := strings.Cut(w, "=")
		switch {
		case !isKey:
			r.args = append(r.args, w)
		case !slices.Contains(strings.Fields(s.keys), key):
			r.fault(NoOption, "statement", words[0], "value", key, "usage", s.usage)
			return
		case value == "" || r.keys[key] != "":
			r.fault(EmptyOption, "value", key, "usage", s.usage)
			return
		default:
			r.keys[key] = value
		}
	}
	if (s.args >= 0 && len(r.args) != s.args) || (s.args < 0 && len(r.args) == 0) {
		r.fault(BadWords, "statement", words[0], "n", len(r.args), "usage", s.usage)
		return
	}
	s.read(r)
}

func (r *reader) fault(key message.Key, args ...any) { r.refuse(message.New(key, args...)) }

// refuse says what is wrong at the present line, unless something was before.
func (r *reader) refuse(m *message.Message) {
	if r.err == nil {
		r.err = r.lines.At(m)
	}
}

func (r *reader) number(name, word string, low, high int) int {
	if r.err != nil {
		return low
	}
	n, err := r.lines.Number(name, word, low, high)
	r.err = err
	return n
}

// key reads a number behind a key, or gives the default.
func (r *reader) key(name string, missing, low, high int) int {
	if r.keys[name] == "" {
		return missing
	}
	return r.number(name, r.keys[name], low, high)
}

// name enters a new name of its kind.
func (r *reader) name(kind, id string) int {
	if r.names[kind] == nil {
		r.names[kind] = map[string]int{}
	}
	if _, twice := r.names[kind][id]; twice {
		r.fault(lines.Twice, "kind", kind, "value", id)
	}
	if strings.ContainsAny(id, ",|:;") {
		r.fault(BadName, "value", id)
	}
	n := len(r.names[kind])
	limit := MaxThings
	if kind == "site" {
		limit = MaxSites
	}
	if n >= limit {
		r.fault(TooMany, "kind", kind, "max", limit)
	}
	r.names[kind][id] = n
	return n
}

func (r *reader) find(kind, id string) int {
	i, ok := r.names[kind][id]
	if !ok {
		r.fault(r.unknown, "kind", kind, "value", id)
		return 0
	}
	return i
}

// list finds the names behind a key, joined by commas.
func (r *reader) list(kind, key string) (found []int) {
	if r.keys[key] == "" {
		return nil
	}
	for id := range strings.SplitSeq(r.keys[key], ",") {
		i := r.find(kind, id)
		if slices.Contains(found, i) {
			r.fault(NamedTwice, "kind", kind, "value", id)
		}
		found = append(found, i)
	}
	return found
}

func (r *reader) times(text string) Times {
	if text == "" {
		return nil
	}
	t, wrong := r.plan.parseTimes(text)
	if wrong != nil {
		r.refuse(wrong)
	}
	return t
}

func (r *reader) weeks() uint32 {
	if r.keys["weeks"] == "" {
		return r.plan.AllWeeks()
	}
	w, wrong := r.plan.parseWeeks(r.keys["weeks"])
	if wrong != nil {
		r.refuse(wrong)
	}
	return w
}

func (r *reader) starts() {
	t, err := time.Parse(time.DateOnly, r.args[0])
	if err != nil || t.Weekday() != time.Monday {
		r.fault(NoMonday, "value", r.args[0])
	}
	r.plan.Starts = t
}

// setting refuses to change the grid of periods when something stands in it.
func (r *reader) setting() {
	if r.used {
		r.fault(GridUsed)
	}
}

func (r *reader) setWeeks() {
	r.setting()
	r.plan.Weeks = r.number("weeks", r.args[0], 1, MaxWeeks)
}

func (r *reader) holiday() {
	r.setting()
	w, wrong := r.plan.parseWeeks(r.args[0])
	if r.plan.Holiday |= w; wrong != nil || r.plan.AllWeeks() == 0 {
		r.fault(BadHolidays, "value", r.args[0])
	}
}

func (r *reader) days() {
	r.setting()
	if len(r.args) > MaxDays || len(r.plan.Days) > 0 {
		r.fault(BadDays, "max", MaxDays)
		return
	}
	for _, d := range r.args {
		r.name("day", d)
	}
	r.plan.Days = r.args
}

func (r *reader) period() {
	r.setting()
	r.name("period", r.args[0])
	h := Hour{Label: r.args[0], From: r.clock(r.args[1]), To: r.clock(r.args[2])}
	if n := len(r.plan.Hours); n == MaxPerDay || h.To <= h.From || (n > 0 && h.From < r.plan.Hours[n-1].To) {
		r.fault(BadPeriod, "value", h.Label, "max", MaxPerDay)
	}
	r.plan.Hours = append(r.plan.Hours, h)
}

func (r *reader) clock(text string) time.Duration {
	t, err := time.Parse("15:04", text)
	if err != nil {
		r.fault(BadTime, "value", text)
	}
	return time.Duration(t.Hour())*time.Hour + time.Duration(t.Minute())*time.Minute
}

func (r *reader) points() {
	p := &r.plan.Points
	p.Seat, p.Day, p.Alone = r.key("seat", p.Seat, 0, 1000), r.key("day", p.Day, 0, 1000), r.key("alone", p.Alone, 0, 1000)
	p.Room, p.Load = r.key("room", p.Room, 0, 1000), r.key("load", p.Load, 0, 1000)
}
