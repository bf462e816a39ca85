package order

import (
	"tongpin/internal/core/calendar"
	"tongpin/internal/offer"
)

// byDates tells whether the students are where the order needs them: finished
// for a hire, inside their practice window for an internship, still learning
// for an order class or apprenticeship. Training asks nobody.
func byDates(o Order, s offer.Supply) (Reason, bool) {
	if s.Cohort.ID == "" || o.Kind != People || o.StartOn.Zero() {
		return Reason{}, false
	}
	switch o.Details.Mode {
	case DirectHire:
		return hireDates(o.StartOn, s.Cohort.GraduateOn)
	case Internship:
		return practiceDates(o, s.Cohort)
	case OrderClass, Apprenticeship:
		return studyDates(o.StartOn, s.Cohort.GraduateOn)
	}
	return Reason{}, false
}

func dated(key string, points int, on calendar.Date) (Reason, bool) {
	return Reason{Key: "dates." + key, Points: points, Warn: points == 0, Args: map[string]string{"on": on.String()}}, true
}

func hireDates(start, graduate calendar.Date) (Reason, bool) {
	switch days := start.DaysUntil(graduate); {
	case days <= 0 && days >= -365:
		return dated("graduated", pointsDates, graduate)
	case days > 0 && days <= 90:
		return dated("graduates_soon", 8, graduate)
	case days < -365:
		return dated("graduated_long", 4, graduate)
	}
	return dated("graduates_later", 0, graduate)
}

func practiceDates(o Order, c offer.Cohort) (Reason, bool) {
	end := o.EndOn
	if end.Zero() {
		end = o.StartOn
	}
	switch {
	case c.PracticeFrom.Zero():
		return Reason{}, false
	case !c.PracticeFrom.After(o.StartOn) && !c.PracticeTo.Before(end):
		return dated("practice_covers", pointsDates, c.PracticeFrom)
	case !c.PracticeFrom.After(end) && !c.PracticeTo.Before(o.StartOn):
		return dated("practice_overlaps", 6, c.PracticeFrom)
	}
	return dated("practice_apart", 0, c.PracticeFrom)
}

func studyDates(start, graduate calendar.Date) (Reason, bool) {
	switch days := start.DaysUntil(graduate); {
	case days >= 180:
		return dated("time_to_train", pointsDates, graduate)
	case days > 0:
		return dated("little_time", 4, graduate)
	}
	return dated("gone_before", 0, graduate)
}
