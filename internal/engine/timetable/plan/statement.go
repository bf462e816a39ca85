package plan

import (
	"math/bits"
	"slices"
	"strings"

	"tongpin/internal/engine/message"
)

func (r *reader) travel() {
	p := r.plan
	for len(p.Travel) < len(p.Sites) {
		p.Travel = append(p.Travel, make([]int, MaxSites))
	}
	a, b := r.find("site", r.args[0]), r.find("site", r.args[1])
	n := r.number("free_periods", r.args[2], 0, MaxPerDay)
	if a == b {
		r.fault(TravelNowhere, "value", r.args[0])
	}
	if r.err == nil {
		p.Travel[a][b], p.Travel[b][a] = n, n
	}
}

// grid refuses what needs days and periods before they are known.
func (r *reader) grid() bool {
	if len(r.plan.Days) == 0 || len(r.plan.Hours) == 0 {
		r.fault(NoGrid)
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
			r.fault(BadBooking, "value", part, "example", r.plan.example())
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
		r.fault(BadRounds, "value", rounds)
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
		r.fault(ParallelAlone)
	}
	for _, id := range r.args {
		c := r.find("course", id)
		if r.err != nil {
			return
		}
		if slices.Contains(p.Courses, c) || r.plan.parallelOf(c) != nil {
			r.fault(ParallelTwice, "value", id)
			return
		}
		if n, want := r.plan.Courses[c].Sessions, r.plan.Courses[r.find("course", r.args[0])].Sessions; n != want {
			r.fault(ParallelUneven, "value", id, "n", n, "other", r.args[0], "want", want)
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
	f.Number = r.number("session", r.args[1], 1, c.Sessions)
	day, hour, _ := strings.Cut(r.args[2], ".")
	d, h := r.plan.day(day), r.plan.hour(hour)
	if d < 0 || h < 0 || h+c.Length > len(r.plan.Hours) {
		r.fault(BadFixed, "value", r.args[2], "n", c.Length, "example", r.plan.At(0, 1, r.plan.AllWeeks()))
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
		return &message.Problem{Message: message.New(NoGrid)}
	}
	n := 0
	for i, k := range p.Rotations {
		if wrong := p.unround(k); wrong != nil {
			return &message.Problem{Line: r.turns[i], Message: wrong}
		}
		n += len(k.Groups) * len(k.Groups)
	}
	for _, c := range p.Courses {
		n += c.Sessions
	}
	if n == 0 || n > MaxSessions {
		return &message.Problem{Message: message.New(BadSessions, "n", n, "max", MaxSessions)}
	}
	return nil
}

// unround tells why a rotation does not come round; nil: it does.
func (p *Plan) unround(k Rotation) *message.Message {
	groups, weeks := len(k.Groups), bits.OnesCount32(k.Weeks)
	switch {
	case len(k.Stations) != groups || groups == 0:
		return message.New(RotationStations, "value", k.ID, "n", groups, "stations", len(k.Stations))
	case !k.Weekly && k.Length*groups > len(p.Hours):
		return message.New(RotationLong, "value", k.ID, "n", k.Length*groups, "max", len(p.Hours))
	case k.Weekly && weeks < groups:
		return message.New(RotationWeeks, "value", k.ID, "n", groups, "max", weeks)
	}
	return nil
}
