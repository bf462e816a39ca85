package demo

import (
	"context"
	"fmt"
	"time"

	"tongpin/internal/attendance"
	"tongpin/internal/core/access"
	"tongpin/internal/core/record"
	"tongpin/internal/core/step"
)

// attendance calls the rolls of the classes of attendance.csv, has people sign
// in by code on some days, and plays what the file tells besides.
func (s *stage) attendance() {
	for _, r := range s.in.rows("attendance.csv") {
		id := s.id("class", r.text("class"))
		k := s.liveRow(r.text("class"))
		by := s.trainer(k)
		switch what := r.text("what"); what {
		case "roll":
			s.rolls(r, k, id, by)
		case "codes":
			s.at(r, -20*time.Minute, func(ctx context.Context) error { return s.codes(ctx, id, by, r) })
		case "inspect":
			s.at(r, time.Hour, func(ctx context.Context) error {
				_, err := s.Attendance.Inspect(ctx, s.secretary(), id, attendance.InspectCommand{
					ID: record.Derived(id, "inspection"+r.text("on")), Half: attendance.Half(r.text("half")), Heads: r.int("n"), Remark: r.text("text"), Sample: true,
				})
				return err
			})
		case "leave":
			s.on(r, r.date("on"), talking, func(ctx context.Context) error { return s.askLeave(ctx, id, by, r) })
		case "dismiss":
			s.on(r, r.date("on"), ending, func(ctx context.Context) error { return s.dismiss(ctx, id, r) })
		default:
			r.fail("what", "is none of roll, codes, inspect, leave, dismiss")
		}
	}
}

// liveRow is the row of a class on its way.
func (s *stage) liveRow(key string) row {
	for _, r := range s.in.rows("training_live.csv") {
		if r.text("key") == key {
			return r
		}
	}
	return row{}
}

// at plays a step some time after the beginning of the half-day of a row.
func (s *stage) at(r row, after time.Duration, do func(context.Context) error) {
	s.scenes = append(s.scenes, scene{begins(r.date("on").Start(), r.text("half")).Add(after), r.where(), do})
}

// begins is when the lessons of a half-day begin, in the hours of Xinjiang (see
// sessions).
func begins(midnight time.Time, half string) time.Time {
	if half == string(attendance.Afternoon) {
		return midnight.Add(16 * time.Hour)
	}
	return midnight.Add(10 * time.Hour)
}

// rolls calls the roll of every half-day from the opening to the day of the
// row; on the first day in the evening.
func (s *stage) rolls(r, k row, id record.ID, by access.Actor) {
	n := 0
	for day := k.date("opens"); !day.After(r.date("on")); day = day.AddDays(1) {
		for _, half := range attendance.Halves {
			slot, on, at := n, day, begins(day.Start(), string(half)).Add(30*time.Minute)
			if day == k.date("opens") { // the class is opened at noon
				at = day.Start().Add(20 * time.Hour)
			}
			s.scenes = append(s.scenes, scene{at, r.where(), func(ctx context.Context) error {
				x, err := s.Attendance.Open(ctx, by, id)
				if err != nil {
					return err
				}
				cmd := attendance.RollCommand{On: on, Half: half, Present: map[record.ID]bool{}}
				for i, e := range x.Roster {
					cmd.Present[e.ID] = there(i, slot)
				}
				return s.Attendance.Roll(ctx, by, id, cmd)
			}})
			n++
		}
	}
}

// there tells whether the i-th person is there in the n-th half-day: most are,
// and one is too often away for the exam.
func there(i, n int) bool { return (7*i+5*n)%29 != 0 && (i != 3 || n%3 != 1) }

// codes signs in the first people of a class by the code of the room, a minute
// apart; the last n of them by one phone and, with the text "together", within
// one second.
func (s *stage) codes(ctx context.Context, id record.ID, by access.Actor, r row) error {
	_, links, err := s.Attendance.Links(ctx, by, id)
	if err != nil {
		return err
	}
	links = links[4:20]
	begin := s.Clock.Now()
	for i, l := range links {
		device, at := fmt.Sprintf("%032x", i), begin.Add(time.Duration(i)*time.Minute)
		if last := len(links) - int(r.int("n")); i >= last {
			device = fmt.Sprintf("%032x", last)
			if r.text("text") == "together" {
				at = begin.Add(time.Duration(last)*time.Minute + time.Duration(i-last)*100*time.Millisecond)
			}
		}
		s.Clock.Move(at)
		room, err := s.Attendance.Room(ctx, by, id)
		if err != nil {
			return err
		}
		if err := s.Attendance.SignIn(ctx, l.Token, attendance.SignInCommand{Code: room.Code, Device: device}); err != nil {
			return err
		}
	}
	return nil
}

// askLeave asks for the n-th person of a class.
func (s *stage) askLeave(ctx context.Context, id record.ID, by access.Actor, r row) error {
	_, links, err := s.Attendance.Links(ctx, by, id)
	if err != nil {
		return err
	}
	_, err = s.Attendance.Ask(ctx, links[r.int("n")].Token, attendance.AskCommand{ID: record.Derived(id, "leave"), On: r.date("on").AddDays(2), Half: attendance.Half(r.text("half")), Reason: r.text("text")})
	return err
}

// dismiss looks for signals in a class and decides the first of a kind.
func (s *stage) dismiss(ctx context.Context, id record.ID, r row) error {
	if _, err := s.Attendance.Review(ctx, s.secretary(), id); err != nil {
		return err
	}
	_, list, err := s.Attendance.Signals(ctx, s.secretary(), id)
	if err != nil {
		return err
	}
	for _, x := range list {
		if x.Kind == r.text("kind") {
			_, err := s.Attendance.Judge(ctx, s.secretary(), step.Target{ID: x.ID}, attendance.VerbDismiss, r.text("text"))
			return err
		}
	}
	return fmt.Errorf("no signal of the kind %s was found", r.text("kind"))
}
