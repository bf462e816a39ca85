package orderweb

import (
	"strings"

	"tongpin/internal/core/calendar"
	"tongpin/internal/core/money"
	"tongpin/internal/core/record"
	"tongpin/internal/order"
	"tongpin/internal/platform/web/form"
)

// words splits what a person typed at commas, semicolons, the enumeration comma
// and new lines, in Chinese and Latin forms.
func words(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(",;\n\r\u3001\uff0c\uff1b", r) })
}

func day(v *form.Values, name string) calendar.Date {
	return form.Read(v, name, "web.fault.date", calendar.ParseDate)
}

func yuan(v *form.Values, name string) money.Fen {
	return form.Read(v, name, "web.fault.money", money.Parse)
}

// data reads an order from its form.
func data(v *form.Values, kind order.Kind) order.Data {
	d := order.Data{
		Kind: kind, Reference: v.Text("reference"), Title: v.Text("title"), Quantity: int64(v.Int("quantity")),
		StartOn: day(v, "start_on"), EndOn: day(v, "end_on"), Deadline: day(v, "deadline"), ValidUntil: day(v, "valid_until"),
		Visibility: order.Visibility(v.Text("visibility")), Details: details(v),
	}
	for _, id := range v.All("shown_to") {
		if id, ok := record.ParseID(id); ok {
			d.ShownTo = append(d.ShownTo, id)
		}
	}
	return d
}

func details(v *form.Values) order.Details {
	return order.Details{
		Description: v.Text("description"), Mode: order.Mode(v.Text("mode")), Post: v.Text("post"), Occupation: v.Text("occupation"), SkillLevel: v.Text("skill_level"),
		Places: v.Text("places"), PayFrom: yuan(v, "pay_from"), PayTo: yuan(v, "pay_to"), Programmes: words(v.Text("programmes")), Skills: words(v.Text("skills")),
		Accommodation: v.Bool("accommodation"), PostWage: yuan(v, "post_wage"), LowestGrade: yuan(v, "lowest_grade"), HoursPerDay: int64(v.Int("hours_per_day")),
		NightShift: v.Bool("night_shift"), Overtime: v.Bool("overtime"), Fees: v.Bool("fees"), Agency: v.Bool("agency"), Filing: v.Text("filing"), Pledge: v.Bool("pledge"),
		Topic: v.Text("topic"), Hours: int64(v.Int("hours")), Problem: v.Text("problem"), Field: v.Text("field"), Expected: v.Text("expected"), Budget: yuan(v, "budget"),
		Confidentiality: order.Confidentiality(v.Text("confidentiality")), Subject: v.Text("subject"),
	}
}

// filled is the form of a stored order.
func filled(o order.Order) *form.Values {
	x := o.Details
	v := form.New().SetInt(form.VersionField, o.Version).Set("kind", string(o.Kind)).Set("reference", o.Reference).Set("title", o.Title).
		Set("start_on", o.StartOn.String()).Set("end_on", o.EndOn.String()).Set("deadline", o.Deadline.String()).Set("valid_until", o.ValidUntil.String()).
		Set("visibility", string(o.Visibility)).Set("description", x.Description).Set("mode", string(x.Mode)).Set("post", x.Post).Set("occupation", x.Occupation).
		Set("skill_level", x.SkillLevel).Set("places", x.Places).Set("programmes", strings.Join(x.Programmes, ", ")).Set("skills", strings.Join(x.Skills, ", ")).
		SetBool("accommodation", x.Accommodation).SetBool("night_shift", x.NightShift).SetBool("overtime", x.Overtime).SetBool("fees", x.Fees).
		SetBool("agency", x.Agency).Set("filing", x.Filing).SetBool("pledge", x.Pledge).Set("topic", x.Topic).Set("problem", x.Problem).
		Set("field", x.Field).Set("expected", x.Expected).Set("confidentiality", string(x.Confidentiality)).Set("subject", x.Subject)
	for name, n := range map[string]int64{"quantity": o.Quantity, "hours": x.Hours, "hours_per_day": x.HoursPerDay} {
		if v.Set(name, ""); n != 0 {
			v.SetInt(name, n)
		}
	}
	for name, m := range map[string]money.Fen{"pay_from": x.PayFrom, "pay_to": x.PayTo, "post_wage": x.PostWage, "lowest_grade": x.LowestGrade, "budget": x.Budget} {
		if v.Set(name, ""); m != 0 {
			v.Set(name, m.Yuan())
		}
	}
	schools := make([]string, len(o.ShownTo))
	for i, id := range o.ShownTo {
		schools[i] = string(id)
	}
	return v.Set("shown_to", schools...)
}
