package planner

import (
	"context"

	"tongpin/internal/engine/message"
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
)

// mendClash is what a violation costs in each round of a repair. When it is
// cheap the search gets through bad timetables to ones that few moves reach;
// when it is dear it finds feasible ones. Every round begins at the best so far.
var mendClash = [...]int{4_000, 1_000, 4_000, 1_500, 4_000}

// Solve searches a timetable for the plan until the budget of the options is
// spent, the context ends or nothing better can exist. Threads search
// independently and the best wins; with a budget of iterations alone the
// timetable follows from plan, seed and threads. It returns the reasons, joined,
// if plan.Obstacles finds any; each is a *message.Message. After the end of the context the search goes
// downhill for 12 ms by the clock of the options, or for 32,768 proposals,
// before it returns.
func Solve(ctx context.Context, p *plan.Plan, o timetable.Options) (Result, error) {
	return together(ctx, p, o, func(r *run) {
		r.scatter()
		scale := r.scale()
		r.weights = weights{hard: clash * scale}
		for _, end := range anneal.Rounds {
			r.cool(warm*float64(scale), cold, end)
		}
	})
}

// Repair mends a timetable of the plan after its calendars, rooms or teachers
// changed: without violations, with as few sessions moved as the search can
// find, and among those with the fewest points. Sessions that the old timetable
// does not place, or places in a room or with a teacher that is out of the
// question now, are moved in any case. Budget, threads and the end of the context
// are those of Solve.
func Repair(ctx context.Context, p *plan.Plan, old plan.Solution, o timetable.Options) (Result, error) {
	return together(ctx, p, o, func(r *run) {
		r.old = oldPlaces(r.layout, old)
		scale := r.scale()
		r.weights = weights{hard: mendClash[0] * scale, moved: moveCost * scale, shift: shiftCost * scale}
		r.resume(r.lawful(r.old))
		from := 0.0
		for _, end := range anneal.Rounds {
			for n, clash := range mendClash {
				r.recall()
				r.weights.hard = clash * scale
				r.cool(mendWarm*float64(scale), mendCold, from+(end-from)*float64(n+1)/float64(len(mendClash)))
			}
			from = end
		}
		r.weights.hard = mendClash[0] * scale
	})
}

// scale is how many times the points of the plan are those of the standard
// problem, to which the schedules are tuned.
func (y *layout) scale() int {
	p := y.plan.Points
	return max(1, max(p.Seat, p.Day, p.Alone, p.Room, p.Load)/plan.UD2.Day)
}

func ready(p *plan.Plan, o timetable.Options) error {
	if err := o.Check(); err != nil {
		return err
	}
	if err := plan.Impossible(p); err != nil {
		return err
	}
	sessions, _ := p.Sessions()
	cells := (len(p.Groups) + len(p.Teachers)) * len(p.WeekKinds(sessions)) * p.Periods() * max(1, len(p.Sites)) * max(1, o.Threads)
	if cells > maxCells {
		return message.New(TooManyCells, "n", cells, "max", maxCells)
	}
	return nil
}

// TooManyCells refuses a plan: persons, kinds of weeks, periods, sites and threads
// multiplied are n, and max are solved.
const TooManyCells message.Key = "timetable.obstacle.cells"

// maxCells bounds the memory of all threads to about a gigabyte.
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
