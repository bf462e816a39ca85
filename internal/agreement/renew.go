package agreement

import (
	"slices"

	"tongpin/internal/core/calendar"
)

// Renewal is the content with which the renewal of an agreement begins: the same
// promises for a term of the same length, right after it. It is a new agreement
// that refers to the old one (Renews); the old one runs out as it was signed.
func Renewal(g Agreement) Content {
	x := ContentOf(g)
	x.Obligations = slices.Clone(x.Obligations)
	shift := 0
	if !g.ToOn.Zero() {
		shift = g.FromOn.DaysUntil(g.ToOn) + 1
		x.FromOn, x.ToOn = g.ToOn.AddDays(1), g.ToOn.AddDays(shift)
	}
	for i := range x.Obligations {
		o := &x.Obligations[i]
		o.ID, o.Delivered = "", 0
		if shift == 0 {
			o.DueOn = calendar.Date{}
		} else if !o.DueOn.Zero() {
			o.DueOn = o.DueOn.AddDays(shift)
		}
	}
	return x
}
