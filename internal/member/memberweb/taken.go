package memberweb

import (
	"context"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/record"
	"tongpin/internal/core/step"
	"tongpin/internal/member"
	"tongpin/internal/platform/web/form"
)

// What each step does with its form.

func (p *Pages) assign(ctx context.Context, a access.Actor, t step.Target, v *form.Values) (member.Membership, error) {
	var persons []record.ID
	for _, id := range v.All("assessors") {
		persons = append(persons, record.ID(id))
	}
	return p.service.Assign(ctx, a, t, persons)
}

func (p *Pages) giveBack(ctx context.Context, a access.Actor, t step.Target, v *form.Values) (member.Membership, error) {
	return p.service.Return(ctx, a, t, member.ReturnCommand{Reason: v.Text("reason")})
}

func (p *Pages) assess(ctx context.Context, a access.Actor, t step.Target, v *form.Values) (member.Membership, error) {
	return p.service.Assess(ctx, a, t, member.AssessCommand{Verdict: v.Text("verdict"), Comment: v.Text("comment")})
}

func (p *Pages) decide(ctx context.Context, a access.Actor, t step.Target, v *form.Values) (member.Membership, error) {
	cmd := member.DecideCommand{
		Admit: v.Text("outcome") == "admit", Tier: member.Tier(v.Text("tier")), Meeting: v.Text("meeting"), Words: v.Text("words"),
		On: form.Read(v, "on", "web.fault.date", calendar.ParseDate),
	}
	if v.Text("outcome") == "" {
		v.Wrong("outcome", "member.outcome.missing")
	}
	if err := v.Err(); err != nil {
		return member.Membership{}, err
	}
	return p.service.Decide(ctx, a, t, cmd)
}

func (p *Pages) review(ctx context.Context, a access.Actor, t step.Target, v *form.Values) (member.Membership, error) {
	cmd := member.ReviewCommand{Year: v.Int("year"), Result: v.Text("result"), Comment: v.Text("comment")}
	if err := v.Err(); err != nil {
		return member.Membership{}, err
	}
	return p.service.Judge(ctx, a, t, cmd)
}

func (p *Pages) promote(ctx context.Context, a access.Actor, t step.Target, v *form.Values) (member.Membership, error) {
	return p.service.Promote(ctx, a, t, member.PromoteCommand{Tier: member.Tier(v.Text("tier")), Meeting: v.Text("meeting")})
}

func (p *Pages) reinstate(ctx context.Context, a access.Actor, t step.Target, v *form.Values) (member.Membership, error) {
	return p.service.Reinstate(ctx, a, t, member.ReinstateCommand{Meeting: v.Text("meeting"), Note: v.Text("note")})
}

func (p *Pages) withdraw(ctx context.Context, a access.Actor, t step.Target, _ *form.Values) (member.Membership, error) {
	return p.service.Withdraw(ctx, a, t)
}

func (p *Pages) leave(ctx context.Context, a access.Actor, t step.Target, v *form.Values) (member.Membership, error) {
	return p.service.End(ctx, a, t, member.EndCommand{Reasons: v.All("reasons"), Note: v.Text("note")})
}

func (p *Pages) remove(ctx context.Context, a access.Actor, t step.Target, v *form.Values) (member.Membership, error) {
	return p.service.End(ctx, a, t, member.EndCommand{Removal: true, Reasons: v.All("reasons"), Note: v.Text("note"), Meeting: v.Text("meeting")})
}
