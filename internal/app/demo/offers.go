package demo

import (
	"context"

	"tongpin/internal/core/record"
	"tongpin/internal/core/step"
	"tongpin/internal/offer"
	"tongpin/internal/order"
)

// offers adds what schools can offer, and what enterprises make.
func (s *stage) offers() {
	for _, r := range s.in.rows("programmes.csv") {
		school := s.org(r, "school")
		s.on(r, r.date("on"), offering, func(ctx context.Context) error {
			_, err := s.Offers.AddProgramme(ctx, s.seats[r.text("school")], programmeID(school, r.text("code")), school.id, offer.ProgrammeData{
				Code: r.text("code"), Name: r.text("name"), Years: r.int("years"), Occupations: r.list("occupations"), Skills: r.list("skills"),
			})
			return err
		})
	}
	for _, r := range s.in.rows("cohorts.csv") {
		school := s.org(r, "school")
		s.on(r, r.date("on"), placing, func(ctx context.Context) error {
			_, err := s.Offers.AddCohort(ctx, s.seats[r.text("school")], cohortID(school, r.text("name")), programmeID(school, r.text("programme")), offer.CohortData{
				Name: r.text("name"), StartOn: r.date("start_on"), GraduateOn: r.date("graduate_on"), Students: r.int("students"), Available: r.int("available"),
				PracticeFrom: r.date("practice_from"), PracticeTo: r.date("practice_to"),
			})
			return err
		})
		for _, day := range r.dates("confirmed_on") {
			s.on(r, day, offering, func(ctx context.Context) error {
				_, err := s.Offers.ConfirmCohort(ctx, s.seats[r.text("school")], step.Target{ID: cohortID(school, r.text("name"))})
				return err
			})
		}
	}
	for _, r := range s.in.rows("products.csv") {
		e := s.org(r, "enterprise")
		s.on(r, r.date("on"), offering, func(ctx context.Context) error {
			_, err := s.Orders.AddProduct(ctx, s.seats[r.text("enterprise")], record.Derived(e.id, "product/"+r.text("year")+"/"+r.text("product")), e.id, order.ProductData{
				Name: r.text("product"), Year: r.int("year"), IndustryCode: r.text("industry_code"), Position: r.text("position"), Output: r.yuan("output"),
				Processes: r.text("processes"), Programmes: r.list("programmes"), Occupations: r.list("occupations"),
			})
			return err
		})
	}
}

func programmeID(school party, code string) record.ID {
	return record.Derived(school.id, "programme/"+code)
}

func cohortID(school party, name string) record.ID {
	return record.Derived(school.id, "cohort/"+name)
}
