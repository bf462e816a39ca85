package internship

import (
	_ "embed"

	"tongpin/internal/core/calendar"
	"tongpin/internal/core/rule"
)

//go:embed rules.json
var rules []byte

// Rules are the dated rules of this feature.
func Rules() []byte { return rules }

// Findings tests an internship at a post against the regulation (domain.md,
// section 2.1); what students are only shown has none of these bounds.
//
// The first permitted day is the one after the birthday, a week has at most five
// days of work, and the night is from 22:00 to 06:00: readings of ours [D].
func Findings(x Content, born calendar.Date, book *rule.Book) []rule.Finding {
	t := book.Test(x.From)
	if x.Nature != AtPost {
		return nil
	}
	t.When("INT-026", "from", func(r rule.Rule) (map[string]any, bool) {
		birthday := born.AddMonths(12 * int(r.Params["age"]))
		return map[string]any{"age": r.Params["age"], "first": birthday.AddDays(1).String()}, !born.Zero() && !x.From.After(birthday)
	})
	t.When("INT-033", "days", func(r rule.Rule) (map[string]any, bool) {
		return map[string]any{"most": r.Params["days"], "days": len(x.Days)}, int64(len(x.Days)) > r.Params["days"]
	})
	t.When("INT-034", "hours", func(r rule.Rule) (map[string]any, bool) {
		night := x.Starts < r.Params["night_to"] || x.Ends > r.Params["night_from"]
		return map[string]any{"hours": x.Hours}, x.Hours > r.Params["hours_per_day"] || night
	})
	t.When("INT-020", "until", func(r rule.Rule) (map[string]any, bool) {
		days := int64(x.From.DaysUntil(x.Until)) + 1
		return map[string]any{"days": days}, days < r.Params["least_days"] || days > r.Params["most_days"]
	})
	return t.Found()
}
