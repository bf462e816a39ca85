package demo

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/code"
	"tongpin/internal/core/intake"
	"tongpin/internal/core/record"
	"tongpin/internal/core/step"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/training"
)

// training adds the providers, the classes that are over with their rosters,
// and those on their way.
func (s *stage) training() {
	for _, r := range s.in.rows("training_providers.csv") {
		o := s.org(r, "organisation")
		x := training.Admission{Permitted: permits(r), Basic: r.flag("basic"), From: r.date("from"), Document: r.text("document")}
		s.on(r, r.date("on"), answering, func(ctx context.Context) error {
			_, err := s.Training.Admit(ctx, s.secretary(), training.AdmitCommand{ID: record.Derived(o.id, "training"), Organisation: o.id, Admission: x})
			return err
		})
	}
	for _, r := range s.in.rows("training_teachers.csv") {
		t := training.Teacher{ID: teacherID(s.org(r, "provider"), r.text("name")), Provider: s.org(r, "provider").id, Name: r.text("name"), Qualification: r.text("qualification"), Phone: r.text("phone")}
		s.on(r, r.date("on"), talking, func(ctx context.Context) error {
			_, err := s.Training.KeepTeacher(ctx, s.trainer(r), t)
			return err
		})
	}
	s.rosters()
	for n, r := range s.in.rows("training_live.csv") {
		s.liveClass(r, 1000+50*n)
	}
}

// permits reads "occupation:level+level|...".
func permits(r row) []training.Permit {
	var list []training.Permit
	for _, text := range r.list("permits") {
		occupation, levels, _ := strings.Cut(text, ":")
		p := training.Permit{Occupation: occupation}
		for _, l := range strings.Split(levels, "+") {
			p.Levels = append(p.Levels, code.SkillLevel(l))
		}
		list = append(list, p)
	}
	return list
}

func teacherID(provider party, name string) record.ID {
	return record.Derived(provider.id, "teacher/"+name)
}

// trainer is who acts for a provider: its own account if it has one.
func (s *stage) trainer(r row) access.Actor {
	o := s.org(r, "provider")
	for _, p := range s.in.rows("people.csv") {
		if a := s.logins[p.text("login")]; a.Organisation == o.id && a.Role == access.Provider {
			return a
		}
	}
	return s.seats[r.text("provider")]
}

// leader is the first account of the leading group.
func (s *stage) leader() access.Actor {
	for _, p := range s.in.rows("people.csv") {
		if a := s.logins[p.text("login")]; a.Role == access.Leader {
			return a
		}
	}
	return access.Actor{}
}

// rosterFile is the workbook of the classes that are over, as an office sends
// it; it is made of training_classes.csv (rosters_test.go).
const rosterFile = "training_roster.csv"

// rosters imports that workbook as the secretariat would, some days after the
// last of its classes closed.
func (s *stage) rosters() {
	var last calendar.Date
	var of row
	for _, r := range s.in.rows("training_classes.csv") {
		if closes := r.date("closes"); closes.After(last) {
			last, of = closes, r
		}
	}
	if last.Zero() {
		return
	}
	s.on(of, last.AddDays(5), joining, func(ctx context.Context) error {
		content, err := fs.ReadFile(s.in.folder, rosterFile)
		if err != nil {
			return err
		}
		done, err := s.Intake.Run(ctx, s.secretary(), intake.Direct{Upload: intake.Upload{
			Kind: "training_roster", FileName: rosterFile, Content: bytes.NewReader(content), Lang: i18n.Chinese,
		}})
		if err == nil && done.Counts.Failed > 0 {
			err = fmt.Errorf("%d rows of %s failed", done.Counts.Failed, rosterFile)
		}
		return err
	})
}

// liveClass takes a class as far as its dates go; people are invented from the
// n-th on.
func (s *stage) liveClass(r row, n int) {
	by, o, id := s.trainer(r), s.org(r, "provider"), s.id("class", r.text("key"))
	to := step.Target{ID: id}
	x := s.contentOf(r)
	s.on(r, r.date("drafted_on"), placing, func(ctx context.Context) error {
		_, err := s.Training.Start(ctx, by, training.DraftCommand{ID: id, Content: x, Sample: true})
		if err == nil {
			_, err = s.Training.Timetable(ctx, by, to, s.sessions(id, x, o))
		}
		return err
	})
	s.move(r, "filed_on", submitting, func(ctx context.Context) (training.Class, error) {
		return s.Training.File(ctx, by, to, training.FileCommand{})
	})
	s.move(r, "returned_on", checking, func(ctx context.Context) (training.Class, error) {
		return s.Training.Return(ctx, s.secretary(), to, r.text("reason"))
	})
	s.move(r, "checked_on", checking, func(ctx context.Context) (training.Class, error) {
		return s.Training.Check(ctx, s.secretary(), to, "")
	})
	s.move(r, "approved_on", answering, func(ctx context.Context) (training.Class, error) {
		return s.Training.Approve(ctx, s.leader(), to, "")
	})
	s.on(r, r.date("approved_on"), talking, func(ctx context.Context) error { return s.enrolAll(ctx, by, id, n, int(r.int("persons"))) })
	s.move(r, "begun_on", signing, func(ctx context.Context) (training.Class, error) { return s.Training.Begin(ctx, by, to) })
	s.move(r, "ended_on", ending, func(ctx context.Context) (training.Class, error) { return s.Training.End(ctx, by, to) })
}

// move adds a step of a class on the day of a column.
func (s *stage) move(r row, column string, phase int, do func(context.Context) (training.Class, error)) {
	s.on(r, r.date(column), phase, func(ctx context.Context) error { _, err := do(ctx); return err })
}

func (s *stage) contentOf(r row) training.Content {
	x := training.Content{
		Name: r.text("name"), Category: r.text("category"), Occupation: r.text("occupation"), Level: code.SkillLevel(r.text("level")),
		Subsidised: r.flag("subsidised"), Fund: r.text("fund"), Industry: r.text("industry"), Opens: r.date("opens"), Closes: r.date("closes"),
		Seats: r.int("seats"), Place: r.text("place"), Plan: r.text("plan"), ExamOn: r.date("closes"),
	}
	x.Hours = 8 * int64(x.Opens.DaysUntil(x.Closes)+1)
	return x
}

// sessions are two units of four class hours on each day, in the hours of
// Xinjiang.
func (s *stage) sessions(class record.ID, x training.Content, provider party) []training.Session {
	var teachers []row
	for _, t := range s.in.rows("training_teachers.csv") {
		if t.text("provider") == provider.row.text("name") {
			teachers = append(teachers, t)
		}
	}
	units, _, _ := strings.Cut(x.Plan, "\u3002")
	topics := strings.FieldsFunc(units, func(c rune) bool { return strings.ContainsRune("\u3001\uff1b", c) })
	var list []training.Session
	for day := x.Opens; !day.After(x.Closes); day = day.AddDays(1) {
		for i, from := range []int64{10 * 60, 16 * 60} {
			n := len(list)
			u := training.Session{ID: record.Derived(class, fmt.Sprintf("session/%d", n)), On: day, From: from, To: from + 190, Hours: 4, Topic: topics[n*len(topics)/(2*(x.Opens.DaysUntil(x.Closes)+1))]}
			if len(teachers) > 0 {
				u.Teacher = teacherID(provider, teachers[i%len(teachers)].text("name"))
			}
			list = append(list, u)
		}
	}
	return list
}

// enrolAll puts invented people on the roster of a class.
func (s *stage) enrolAll(ctx context.Context, by access.Actor, class record.ID, first, count int) error {
	people, err := Invented(s.key, first, count)
	if err != nil {
		return err
	}
	for _, p := range people {
		_, err := s.Training.Enrol(ctx, by, class, training.EnrolCommand{
			ID: record.Derived(class, p.IDNumber), TraineeID: record.Derived(s.root, "trainee/"+p.Name+p.Phone), PersonData: p, Sample: true,
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// areas are the first six digits of invented identity numbers: divisions that
// were never given out, so that no number is anybody's.
var areas = map[string]string{"ruoqiang": "659999", "lanzhou": "629999"}

var errNames = errors.New("demo: training_names.csv holds no names")

// Invented makes up people, the same for the same numbers (0 to 1999): names of
// readable parts, identity numbers with right check characters.
func Invented(key string, first, count int) ([]training.PersonData, error) {
	in := &reading{folder: files, name: ""}
	parts := in.rows("training_names.csv")
	if len(parts) == 0 {
		return nil, errors.Join(errNames, in.err())
	}
	var list []training.PersonData
	for n := first; n < first+count; n++ {
		a, b := parts[n*7%len(parts)], parts[(n/len(parts)+n*3)%len(parts)]
		name := a.text("family") + b.text("given")
		if key == "ruoqiang" && n%5 < 2 {
			name = a.text("other") + code.Interpunct + b.text("father")
		}
		born := calendar.On(1970+n*13%36, 1, 1).AddDays(n * 11 % 365)
		number, err := code.CompleteIdentity(fmt.Sprintf("%s%s%03d", areas[key], strings.ReplaceAll(born.String(), "-", ""), n%1000))
		if err != nil {
			return nil, err
		}
		list = append(list, training.PersonData{
			Name: name + mark, IDNumber: number, Phone: fmt.Sprintf("1380000%04d", n), BankAccount: code.CompleteAccount(fmt.Sprintf("62000000000%07d", n)),
			Group: slices.DeleteFunc(slices.Clone(training.Groups), func(g string) bool { return g == "student" || g == "public_payroll" })[n%7], Employment: training.Employments[n%4],
		})
	}
	return list, in.err()
}

// mark stands behind every invented name.
const mark = "\uff08\u793a\u4f8b\uff09"
