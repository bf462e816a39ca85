package subsidyweb

import (
	"context"
	"fmt"
	"strconv"

	"tongpin/internal/core/calendar"
	"tongpin/internal/core/code"
	"tongpin/internal/core/record/recordweb"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web/ui"
	"tongpin/internal/subsidy"
)

var tones = map[subsidy.State]ui.Tone{
	subsidy.Submitted: ui.Saffron, subsidy.Returned: ui.Saffron, subsidy.Published: ui.River, subsidy.Sampling: ui.Saffron, subsidy.Assured: ui.Saffron,
	subsidy.Confirmed: ui.Saffron, subsidy.Approved: ui.River, subsidy.Paid: ui.Jade, subsidy.Declined: ui.Brick, subsidy.Reviewing: ui.Saffron,
}

var policyTones = map[subsidy.PolicyState]ui.Tone{subsidy.PolicyDraft: ui.Saffron, subsidy.InForce: ui.Jade}

// noticeEnd is when the notice of a claim ends that is published today.
func noticeEnd(v view) calendar.Date {
	return v.d.Today.AddWorkingDays(int(v.d.Basis.Terms.NoticeDays))
}

// percent writes permille as a percentage: 333 is "33.3%".
func percent(permille int64) string {
	if permille%10 == 0 {
		return fmt.Sprintf("%d%%", permille/10)
	}
	return fmt.Sprintf("%d.%d%%", permille/10, permille%10)
}

// told is a step of the calculation as a sentence.
func told(ctx context.Context, s subsidy.Step) string {
	l := i18n.From(ctx)
	args := map[string]string{}
	for k, v := range s.Args {
		switch k {
		case "occupation":
			if o, ok := code.FindOccupation(v); ok {
				v = o.Title
			}
		case "level":
			v = l.Word("enum.skill_level", v)
		case "permille":
			n, _ := strconv.ParseInt(v, 10, 64)
			k, v = "share", percent(n)
		}
		args[k] = v
	}
	return l.T("subsidy.calc."+s.Key, recordweb.Pairs(args)...)
}
