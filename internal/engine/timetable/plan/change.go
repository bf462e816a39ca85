package plan

import (
	"io"
	"maps"
	"slices"

	"tongpin/internal/engine/message"
	"tongpin/internal/engine/timetable/lines"
)

// change is one kind of line in a list of changes.
type change struct {
	least, most int // words after the keyword
	usage       string
	apply       func(r *changer, w []string)
}

var changes = map[string]change{
	"close":   {2, 3, "close room w1 Mon.1-4@3", (*changer).closeThing},
	"replace": {3, 3, "replace teacher wang zhao", (*changer).replace},
	"deputy":  {3, 3, "deputy teacher wang zhao", (*changer).deputy},
	"pool":    {2, 2, "pool tablet 20", (*changer).pool},
	"keep":    {1, 2, "keep weld 1", (*changer).keep},
}

// ApplyChanges reads a list of changes, a line each, and enters them into the
// plan; the old timetable tells where sessions to be kept stand:
//
//	close room w1 Mon.1-4@3     a room, teacher, group or course; without times: all
//	replace teacher wang zhao   zhao takes all that wang had
//	deputy teacher wang zhao    zhao may stand in for wang
//	pool tablet 20              there are only 20 now
//	keep weld 1                 this session must stay
func ApplyChanges(r io.Reader, p *Plan, old Solution) error {
	c := changer{reader: reader{lines: lines.NewReader(r), plan: p, names: p.names(), unknown: lines.Alien}, old: old}
	for c.err == nil && c.lines.Next(true) {
		w := c.lines.Words()
		k, ok := changes[w[0]]
		if !ok {
			c.fault(NoChange, "value", w[0], "known", slices.Sorted(maps.Keys(changes)))
			break
		}
		if len(w) < k.least+1 || len(w) > k.most+1 {
			c.fault(BadWords, "statement", w[0], "n", len(w)-1, "usage", k.usage)
			break
		}
		k.apply(&c, w[1:])
	}
	if c.err == nil {
		c.err = c.lines.Err()
	}
	return c.err
}

type changer struct {
	reader
	old Solution
}

// names are the names of a plan by kind.
func (p *Plan) names() map[string]map[string]int {
	out := map[string]map[string]int{"room": {}, "teacher": {}, "group": {}, "course": {}, "pool": {}}
	for i, k := range p.Rooms {
		out["room"][k.ID] = i
	}
	for i, k := range p.Teachers {
		out["teacher"][k.ID] = i
	}
	for i, k := range p.Groups {
		out["group"][k.ID] = i
	}
	for i, k := range p.Courses {
		out["course"][k.ID] = i
	}
	for i, k := range p.Pools {
		out["pool"][k.ID] = i
	}
	return out
}

func (c *changer) closeThing(w []string) {
	when := "*"
	if len(w) == 3 {
		when = w[2]
	}
	calendar := map[string]func(i int) *Times{
		"room":    func(i int) *Times { return &c.plan.Rooms[i].Closed },
		"teacher": func(i int) *Times { return &c.plan.Teachers[i].Closed },
		"group":   func(i int) *Times { return &c.plan.Groups[i].Closed },
		"course":  func(i int) *Times { return &c.plan.Courses[i].Closed },
	}[w[0]]
	if calendar == nil {
		c.fault(NeverClosed, "value", w[0])
		return
	}
	i, t := c.find(w[0], w[1]), c.times(when)
	if c.err != nil {
		return
	}
	closed := calendar(i)
	*closed = slices.Clone(*closed).add(c.plan.Periods(), t)
}

// eachSlot changes every place for a teacher in the plan that offers the first.
func (c *changer) eachSlot(w []string, change func(any []int, from, to int) []int) {
	if w[0] != "teacher" {
		c.fault(NoReplacement, "value", w[0])
		return
	}
	from, to := c.find("teacher", w[1]), c.find("teacher", w[2])
	if c.err != nil {
		return
	}
	visit := func(wants *Wants) {
		for i, any := range wants.Teachers {
			if slices.Contains(any, from) {
				any = change(slices.Clone(any), from, to)
				slices.Sort(any)
				wants.Teachers[i] = slices.Compact(any)
			}
		}
	}
	for i := range c.plan.Courses {
		visit(&c.plan.Courses[i].Wants)
	}
	for i := range c.plan.Rotations {
		for j := range c.plan.Rotations[i].Stations {
			visit(&c.plan.Rotations[i].Stations[j].Wants)
		}
	}
}

func (c *changer) replace(w []string) {
	c.eachSlot(w, func(any []int, from, to int) []int {
		any[slices.Index(any, from)] = to
		return any
	})
}

func (c *changer) deputy(w []string) {
	c.eachSlot(w, func(any []int, _, to int) []int { return append(any, to) })
}

func (c *changer) pool(w []string) {
	i, n := c.find("pool", w[0]), c.number("stock", w[1], 0, 1_000_000)
	if c.err == nil {
		c.plan.Pools[i].Stock = n
	}
}

func (c *changer) keep(w []string) {
	i := c.find("course", w[0])
	if c.err != nil {
		return
	}
	first, last := 1, c.plan.Courses[i].Sessions
	if len(w) == 2 {
		first = c.number("session", w[1], 1, last)
		last = first
	}
	sessions, _ := c.plan.Sessions()
	for j, s := range sessions {
		if s.Course != i || s.Number < first || s.Number > last {
			continue
		}
		if c.old[j].Start == None {
			c.fault(KeptNowhere, "value", title(&s))
			return
		}
		c.plan.Fixed = append(c.plan.Fixed, Fixed{Course: i, Number: s.Number, Period: c.old[j].Start, Room: c.old[j].Room})
	}
}

// Move is a session that a repair placed elsewhere.
type Move struct {
	Session  Session
	From, To Place
	Why      *message.Message
}

// Moves lists what differs between two timetables of a plan.
func Moves(p *Plan, before, after Solution) []Move {
	sessions, _ := p.Sessions()
	var out []Move
	for i, s := range sessions {
		a, b := before[i], after[i]
		if a.Start == b.Start && a.Room == b.Room && slices.Equal(a.Teachers, b.Teachers) {
			continue
		}
		out = append(out, Move{s, a, b, message.New(Moved, "session", title(&s), "from", p.spot(&s, a), "to", p.spot(&s, b))})
	}
	return out
}

// spot says where and when a place is.
func (p *Plan) spot(s *Session, at Place) *message.Message {
	if at.Start == None {
		return message.New(Nowhere)
	}
	key, args := Somewhere, []any{"at", p.At(at.Start, s.Length, s.Weeks)}
	if at.Room != None {
		key, args = SomewhereRoom, append(args, "room", p.Rooms[at.Room].ID)
	}
	if len(at.Teachers) > 0 {
		key = SomewhereWith
		if at.Room != None {
			key = SomewhereBoth
		}
		var ids []string
		for _, t := range at.Teachers {
			ids = append(ids, p.Teachers[t].ID)
		}
		args = append(args, "teachers", ids)
	}
	return message.New(key, args...)
}
