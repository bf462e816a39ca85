package order

import (
	"tongpin/internal/core/record"
)

// cells is an order in the columns of Layout. Whom it is shown to is for those
// who may place it.
func cells(o Order, codes map[record.ID]string, full bool) []any {
	x := o.Details
	var shown []string
	if full {
		for _, id := range o.ShownTo {
			shown = append(shown, codes[id])
		}
	}
	return []any{
		o.EnterpriseCredit, o.Reference, string(o.Kind), o.Title, string(x.Mode), x.Post, x.Occupation, x.SkillLevel, some(o.Quantity), x.Places,
		o.StartOn, o.EndOn, some(x.PayFrom), some(x.PayTo), x.Programmes, x.Skills, x.Accommodation, some(x.PostWage), some(x.LowestGrade), some(x.HoursPerDay),
		x.NightShift, x.Overtime, x.Fees, x.Agency, x.Filing, x.Pledge, x.Topic, some(x.Hours), x.Problem, x.Field, x.Expected, some(x.Budget),
		string(x.Confidentiality), x.Subject, x.Description, o.Deadline, string(o.Visibility), shown, o.ValidUntil, o.Number, string(o.State),
	}
}

// some leaves the cell of a number that was not given empty.
func some[N ~int64](n N) any {
	if n == 0 {
		return nil
	}
	return n
}
