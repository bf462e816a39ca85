package planner

import (
	"context"
	"fmt"

	"tongpin/internal/engine/timetable"
	"tongpin/internal/engine/timetable/anneal"
	"tongpin/internal/engine/timetable/plan"
)

// Result is the best timetable found.
type Result struct {
	Solution   plan.Solution
	Violations int // 0: the timetable can be held
	Cost       int // soft points; meaningful when Violations is 0
	Moved      int // sessions that a repair moved
	Tried      int64
}

// The schedules, in points. A violation costs more than any single step could
// save, so that the cold end has none where none are needed.
const (
	clash     = 60
	warm      = 12.0
	cold      = 0.12
	moveCost  = 400 // a session that a repair moves
	shiftCost = 20  // more if it moves to another time, not only to another room
	mendWarm  = 1_500.0
	mendCold  = 0.3
	slice     = 1024 // proposals between two looks at the clock, at most
	steps     = 400  // temperatures of a budget of iterations, at least
)

// mendClash is what a violation costs in each round of a repair. When it is
// cheap the search gets through bad timetables to ones that few moves reach;
// when it is dear it finds feasible ones. Every round begins at the best so far.
var mendClash = [...]int{4_000, 1_000, 4_000, 1_500, 4_000}

// Solve searches a timetable for the plan until the budget of the options is
// spent, the context ends or nothing better can exist. One thread is used. It
// returns the reasons, joined, if plan.Obstacles finds any.
func Solve(ctx context.Context, p *plan.Plan, o timetable.Options) (Result, error) {
	if err := ready(p, o); err != nil {
		return Result{}, err
	}
	r := run{search: newSearch(newLayout(p), o.Seed, 0), ctx: ctx, o: o}
	scale := r.scale()
	r.weights = weights{hard: clash * scale}
	r.scatter()
	r.cool(warm*float64(scale), cold, 1)
	return r.result(p), nil
}

// Repair mends a timetable of the plan after its calendars, rooms or teachers
// changed: without violations, with as few sessions moved as the search can
// find, and among those with the fewest points. Sessions that the old timetable
// does not place, or places in a room or with a teacher that is out of the
// question now, are moved in any case.
func Repair(ctx context.Context, p *plan.Plan, old plan.Solution, o timetable.Options) (Result, error) {
	if err := ready(p, o); err != nil {
		return Result{}, err
	}
	r := run{search: newSearch(newLayout(p), o.Seed, 0), ctx: ctx, o: o}
	scale := r.scale()
	r.weights = weights{moved: moveCost * scale, shift: shiftCost * scale}
	r.old = oldPlaces(r.layout, old)
	r.resume(r.lawful(r.old))
	for n, clash := range mendClash {
		if r.weights.hard = clash * scale; n > 0 {
			r.recall()
		}
		r.cool(mendWarm*float64(scale), mendCold, float64(n+1)/float64(len(mendClash)))
	}
	return r.result(p), nil
}

// scale is how many times the points of the plan are those of the standard
// problem, to which the schedules are tuned.
func (y *layout) scale() int {
	p := y.plan.Points
	return max(1, max(p.Seat, p.Day, p.Alone, p.Room, p.Load)/plan.UD2.Day)
}

func ready(p *plan.Plan, o timetable.Options) error {
	if o.Iterations <= 0 && (o.Budget <= 0 || o.Clock == nil) {
		return timetable.ErrBudget
	}
	if err := plan.Impossible(p); err != nil {
		return err
	}
	sessions, _ := p.Sessions()
	cells := (len(p.Groups) + len(p.Teachers)) * len(p.WeekKinds(sessions)) * p.Periods() * max(1, len(p.Sites))
	if cells > maxCells {
		return fmt.Errorf("the plan has %d cells (persons, kinds of weeks, periods and sites multiplied), and %d are solved: split it by site or join weeks of a kind", cells, maxCells)
	}
	return nil
}

// maxCells bounds the memory of a search to about a gigabyte.
const maxCells = 150_000_000

// oldPlaces turns a solution into places.
func oldPlaces(y *layout, old plan.Solution) []place {
	out := make([]place, len(old))
	for i, at := range old {
		out[i] = place{start: at.Start, room: at.Room, teachers: make([]int, len(at.Teachers))}
		for k, t := range at.Teachers {
			out[i].teachers[k] = y.teachers + t
		}
	}
	return out
}

// lawful is the old timetable with every session in its domain: a start that its
// unit may have, a room that suits, teachers who may teach it.
func (r *run) lawful(old []place) []place {
	out := make([]place, len(old))
	for _, u := range r.units {
		first := u.Sessions[0]
		start := old[first].start - r.sessions[first].offset
		if !contains(u.Starts, start) {
			start = u.Starts[r.Below(len(u.Starts))]
		}
		for _, i := range u.Sessions {
			k := &r.sessions[i]
			at := place{start: start + k.offset, room: old[i].room, teachers: make([]int, len(k.choices))}
			if len(k.rooms) > 0 && !r.mayTake(i, at.room) {
				at.room = k.fits[r.Below(len(k.fits))]
			}
			for c, any := range k.choices {
				if at.teachers[c] = any[r.Below(len(any))]; c < len(old[i].teachers) && contains(any, old[i].teachers[c]) {
					at.teachers[c] = old[i].teachers[c]
				}
			}
			out[i] = at
		}
	}
	return out
}

func contains(list []int, n int) bool {
	for _, k := range list {
		if k == n {
			return true
		}
	}
	return false
}

// run is a search with its budget.
type run struct {
	*search
	ctx      context.Context
	o        timetable.Options
	reported score
	told     bool
	spent    bool
}

// cool walks from warm to cold until the given part of the budget is spent.
func (r *run) cool(warm, cold, end float64) {
	begin := r.share()
	for r.look(); !r.spent && r.share() < end; r.look() {
		r.allow.Heat(anneal.Cool(warm, cold, (r.share()-begin)/(end-begin)))
		n := int64(slice)
		if r.o.Iterations > 0 {
			n = max(1, min(n, r.o.Iterations/steps, r.o.Iterations-r.tried))
		}
		r.walk(int(n))
	}
}

func (r *run) share() float64 {
	f := 0.0
	if r.o.Iterations > 0 {
		f = float64(r.tried) / float64(r.o.Iterations)
	}
	if r.o.Budget > 0 {
		f = max(f, float64(r.o.Clock())/float64(r.o.Budget))
	}
	return f
}

// look reports an improvement and notices the end.
func (r *run) look() {
	best := r.score
	if r.o.Progress != nil && (!r.told || best.below(r.reported)) {
		p := timetable.Progress{Tried: r.tried, Conflicts: best.hard, Cost: best.soft - r.firstRooms()}
		if r.o.Clock != nil {
			p.Elapsed = r.o.Clock()
		}
		r.o.Progress(p)
		r.reported, r.told = best, true
	}
	r.spent = r.spent || r.share() >= 1 || r.ctx.Err() != nil
}

// result counts the best timetable anew.
func (r *run) result(p *plan.Plan) Result {
	r.recall()
	out := Result{Solution: r.solution(), Violations: r.state.hard, Cost: r.points(), Moved: r.state.moved, Tried: r.tried}
	full := plan.Check(p, out.Solution)
	if (full.Violations == 0) != (out.Violations == 0) || full.Cost != out.Cost {
		panic(fmt.Sprintf("timetable: kept %d violations and cost %d, counted %d and %d", out.Violations, out.Cost, full.Violations, full.Cost))
	}
	return out
}
