package plan

import (
	"fmt"
	"math/bits"
	"slices"
	"strings"

	"tongpin/internal/engine/timetable/lines"
)

func (r *reader) travel() {
	p := r.plan
	for len(p.Travel) < len(p.Sites) {
		p.Travel = append(p.Travel, make([]int, MaxSites))
	}
	a, b := r.find("site", r.args[0]), r.find("site", r.args[1])
	n := r.number("free periods", r.args[2], 0, MaxPerDay)
	if a == b {
		r.fault("name two sites", "travel from %s to itself", r.args[0])
	}
	if r.err == nil {
		p.Travel[a][b], p.Travel[b][a] = n, n
	}
}

// grid refuses what needs days and periods before they are known.
func (r *reader) grid() bool {
	if len(r.plan.Days) == 0 || len(r.plan.Hours) == 0 {
		r.fault("put weeks, days and period lines first", "days and periods are not known yet")
	}
	r.used = true
	return r.err == nil
}

func (r *reader) site() int {
	if r.keys["site"] == "" {
		return None
	}
	return r.find("site", r.keys["site"])
}

func (r *reader) room() {
	if !r.grid() {
		return
	}
	r.name("room", r.args[0])
	r.plan.Rooms = append(r.plan.Rooms, Room{
		ID: r.args[0], Site: r.site(), Kind: r.keys["kind"], Seats: r.key("seats", 1_000_000, 0, 1_000_000),
		Has: split(r.keys["has"]), Closed: r.times(r.keys["closed"]),
	})
}

func split(text string) []string {
	if text == "" {
		return nil
	}
	return strings.Split(text, ",")
}

func (r *reader) pool() {
	if !r.grid() {
		return
	}
	r.name("pool", r.args[0])
	p := Pool{ID: r.args[0], Stock: r.number("stock", r.args[1], 0, 1_000_000)}
	for _, part := range split(r.keys["booked"]) {
		n, when, ok := strings.Cut(part, ":")
		if !ok {
			r.fault("write: booked=NUMBER:DAY.PERIODS@WEEKS", "%q is no booking", part)
			return
		}
		p.Booked = append(p.Booked, Booking{When: r.times(when), N: r.number("number", n, 1, 1_000_000)})
	}
	r.plan.Pools = append(r.plan.Pools, p)
}

func (r *reader) teacher() {
	if !r.grid() {
		return
	}
	r.name("teacher", r.args[0])
	r.plan.Teachers = append(r.plan.Teachers, Teacher{
		ID: r.args[0], Closed: r.times(r.keys["closed"]), PerDay: r.key("perday", 0, 1, MaxPerDay),
	})
}

func (r *reader) group() {
	if !r.grid() {
		return
	}
	g := Group{Size: r.key("size", 0, 0, 1_000_000), Parent: None, ID: r.args[0], Closed: r.times(r.keys["closed"])}
	if up := r.keys["part"]; up != "" {
		g.Parent = r.find("group", up)
	}
	r.name("group", r.args[0])
	r.plan.Groups = append(r.plan.Groups, g)
}

// wants reads what a course and a station have in common.
func (r *reader) wants() Wants {
	w := Wants{Kind: r.keys["kind"], Has: split(r.keys["has"]), Site: r.site()}
	for slot := range strings.SplitSeq(r.keys["teacher"], ",") {
		if slot == "" {
			continue
		}
		var any []int
		for id := range strings.SplitSeq(slot, "|") {
			any = append(any, r.find("teacher", id))
		}
		slices.Sort(any)
		w.Teachers = append(w.Teachers, slices.Compact(any))
	}
	if r.keys["room"] == "none" {
		w.NoRoom = true
	} else {
		w.Rooms = r.list("room", "room")
	}
	for _, part := range split(r.keys["needs"]) {
		id, n, ok := strings.Cut(part, ":")
		if !ok {
			id, n = part, "1"
		}
		w.Needs = append(w.Needs, Need{r.find("pool", id), r.number("number", n, 1, 1_000_000)})
	}
	return w
}

func (r *reader) course() {
	if !r.grid() {
		return
	}
	r.name("course", r.args[0])
	c := Course{
		ID: r.args[0], Groups: r.list("group", "groups"), Sessions: r.key("sessions", 1, 1, MaxDays*MaxPerDay),
		Length: r.key("length", 1, 1, len(r.plan.Hours)), MinDays: r.key("mindays", 0, 0, len(r.plan.Days)),
		Students: r.key("students", -1, 0, 1_000_000), Weeks: r.weeks(), Closed: r.times(r.keys["closed"]), Wants: r.wants(),
	}
	r.plan.Courses = append(r.plan.Courses, c)
}

func (r *reader) rotation() {
	if !r.grid() {
		return
	}
	r.name("rotation", r.args[0])
	rounds := r.keys["rounds"]
	if rounds != "" && rounds != "day" && rounds != "week" {
		r.fault("write rounds=day or rounds=week", "%q is no way to go round", rounds)
	}
	r.turns = append(r.turns, r.lines.Line())
	r.plan.Rotations = append(r.plan.Rotations, Rotation{
		ID: r.args[0], Groups: r.list("group", "groups"), Length: r.key("length", 1, 1, len(r.plan.Hours)), Weekly: rounds == "week", Weeks: r.weeks(),
	})
}

func (r *reader) station() {
	i := r.find("rotation", r.args[0])
	if r.err != nil {
		return
	}
	r.name("station", r.args[0]+"/"+r.args[1])
	k := &r.plan.Rotations[i]
	k.Stations = append(k.Stations, Station{ID: r.args[1], Wants: r.wants()})
}

func (r *reader) parallel() {
	var p Parallel
	if len(r.args) < 2 {
		r.fault("write: parallel english-a english-b", "one course alone is not parallel")
	}
	for _, id := range r.args {
		c := r.find("course", id)
		if r.err != nil {
			return
		}
		if slices.Contains(p.Courses, c) || r.plan.parallelOf(c) != nil {
			r.fault("name a course in one parallel line only", "course %s is parallel twice", id)
			return
		}
		if r.plan.Courses[c].Sessions != r.plan.Courses[r.find("course", r.args[0])].Sessions {
			r.fault("give parallel courses the same number of sessions", "course %s has %d sessions, %s has not", id, r.plan.Courses[c].Sessions, r.args[0])
			return
		}
		p.Courses = append(p.Courses, c)
	}
	r.plan.Parallels = append(r.plan.Parallels, p)
}

func (p *Plan) parallelOf(course int) *Parallel {
	for i := range p.Parallels {
		if slices.Contains(p.Parallels[i].Courses, course) {
			return &p.Parallels[i]
		}
	}
	return nil
}

func (r *reader) fixed() {
	f := Fixed{Course: r.find("course", r.args[0]), Room: None}
	if r.err != nil {
		return
	}
	c := r.plan.Courses[f.Course]
	f.Number = r.number("number of the session", r.args[1], 1, c.Sessions)
	day, hour, _ := strings.Cut(r.args[2], ".")
	d, h := r.plan.day(day), r.plan.hour(hour)
	if d < 0 || h < 0 || h+c.Length > len(r.plan.Hours) {
		r.fault("write day and first period as in Mon.1", "%q is no period that a session of %d can begin in", r.args[2], c.Length)
		return
	}
	f.Period = d*len(r.plan.Hours) + h
	if id := r.keys["room"]; id != "" {
		f.Room = r.find("room", id)
	}
	r.plan.Fixed = append(r.plan.Fixed, f)
}

// finish refuses a plan that lacks what every plan needs.
func (r *reader) finish() error {
	p := r.plan
	for len(p.Travel) < len(p.Sites) {
		p.Travel = append(p.Travel, make([]int, MaxSites))
	}
	if p.Periods() == 0 {
		return &lines.Error{Problem: "the plan has no days or no periods", Remedy: "add a line days and a line period for each period"}
	}
	n := 0
	for i, k := range p.Rotations {
		if problem, remedy := p.unround(k); problem != "" {
			return &lines.Error{Line: r.turns[i], Problem: fmt.Sprintf("rotation %s: %s", k.ID, problem), Remedy: remedy}
		}
		n += len(k.Groups) * len(k.Groups)
	}
	for _, c := range p.Courses {
		n += c.Sessions
	}
	if n == 0 || n > MaxSessions {
		return &lines.Error{Problem: fmt.Sprintf("the plan has %d sessions", n), Remedy: fmt.Sprintf("plan 1 to %d sessions", MaxSessions)}
	}
	return nil
}

// unround tells why a rotation does not come round; empty: it does.
func (p *Plan) unround(k Rotation) (problem, remedy string) {
	groups, weeks := len(k.Groups), bits.OnesCount32(k.Weeks)
	switch {
	case len(k.Stations) != groups || groups == 0:
		return fmt.Sprintf("its groups are %d, its stations %d", groups, len(k.Stations)), "give a rotation as many stations as groups"
	case !k.Weekly && k.Length*groups > len(p.Hours):
		return fmt.Sprintf("it needs %d periods, the day has %d", k.Length*groups, len(p.Hours)), "shorten the rounds or write rounds=week"
	case k.Weekly && weeks < groups:
		return fmt.Sprintf("it has %d rounds, its weeks are %d", groups, weeks), "add weeks or write rounds=day"
	}
	return "", ""
}
