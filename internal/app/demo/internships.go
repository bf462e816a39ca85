package demo

import (
	"context"

	"tongpin/internal/core/calendar"
	"tongpin/internal/core/record"
	"tongpin/internal/core/step"
	"tongpin/internal/internship"
)

// internships registers internships of invented students as their schools do; a
// row with ended_on ended early.
func (s *stage) internships() {
	for _, r := range s.in.rows("internships.csv") {
		host, id := s.org(r, "host"), s.id("internship", r.text("student")+"/"+r.text("from"))
		by := s.seats[r.text("school")]
		s.on(r, r.date("on"), offering, func(ctx context.Context) error {
			people, err := Invented(s.key, int(r.int("student")), 1)
			if err != nil {
				return err
			}
			_, err = s.Internships.Register(ctx, by, internship.RegisterCommand{
				ID: id, Student: record.Derived(s.root, "student/"+r.text("student")), School: s.org(r, "school").id, Sample: true,
				PersonData: internship.PersonData{Name: people[0].Name, IDNumber: people[0].IDNumber},
				Content: internship.Content{
					Host: host.id, Nature: r.text("nature"), Post: r.text("post"), From: r.date("from"), Until: r.date("until"), Days: r.list("days"),
					Starts: s.clock(r, "starts"), Ends: s.clock(r, "ends"), Hours: r.int("hours"), Class: r.text("class"), Agreement: r.text("agreement"),
				},
			})
			return err
		})
		s.on(r, r.date("ended_on"), ending, func(ctx context.Context) error {
			_, err := s.Internships.EndEarly(ctx, by, step.Target{ID: id}, internship.EndCommand{On: r.date("ended_on"), Reason: r.text("reason")})
			return err
		})
	}
}

// clock reads a time of day.
func (s *stage) clock(r row, column string) int64 {
	minutes, err := calendar.ParseClock(r.text(column))
	if err != nil {
		r.fail(column, err.Error())
	}
	return minutes
}
