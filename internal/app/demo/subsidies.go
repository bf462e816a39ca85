package demo

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"tongpin/internal/core/access"
	"tongpin/internal/core/money"
	"tongpin/internal/core/record"
	"tongpin/internal/core/step"
	"tongpin/internal/platform/listing"
	"tongpin/internal/subsidy"
	"tongpin/internal/training"
)

// subsidies adds the policies, all marked as samples, and claims in all states
// from the check to the claw-back.
func (s *stage) subsidies() {
	for _, r := range s.in.rows("subsidy_policies.csv") {
		cmd := subsidy.PolicyCommand{ID: s.id("policy", r.text("key")), Content: policyOf(r), Sample: true}
		s.on(r, r.date("drafted_on"), offering, func(ctx context.Context) error {
			_, err := s.Subsidies.StartPolicy(ctx, s.secretary(), cmd)
			return err
		})
		s.on(r, r.date("adopted_on"), answering, func(ctx context.Context) error {
			_, err := s.Subsidies.Adopt(ctx, s.leader(), step.Target{ID: cmd.ID})
			return err
		})
	}
	for _, r := range s.in.rows("subsidy_rounds.csv") {
		id := s.id("round", r.text("key"))
		s.on(r, r.date("on"), checking, func(ctx context.Context) error {
			_, err := s.Subsidies.Commit(ctx, s.secretary(), id, true)
			return err
		})
		s.on(r, r.date("on"), answering, func(ctx context.Context) error {
			_, err := s.Subsidies.Draw(ctx, s.leader(), step.Target{ID: id}, r.text("word"))
			return err
		})
	}
	for _, r := range s.in.rows("subsidy_claims.csv") {
		s.claim(r)
	}
}

func policyOf(r row) subsidy.Content {
	fen := func(column string) money.Fen { return money.Fen(r.int(column) * 100) }
	x := subsidy.Content{
		Name: r.text("name"), Source: r.text("source"), Edition: r.text("edition"), Article: r.text("article"), Mark: r.text("mark"), From: r.date("from"), Shape: subsidy.Shape(r.text("shape")),
		Terms: subsidy.Terms{
			Categories: r.list("categories"), Hour: fen("hour"), Least: fen("least"), Most: fen("most"), Yearly: fen("yearly"), Finished: r.int("finished") * 10,
			NoticeDays: r.int("notice_days"), Permille: r.int("percent") * 10, Above: fen("above"), Strata: r.list("strata"), Payee: r.text("payee"), Levels: map[string]money.Fen{},
		},
	}
	for _, text := range r.list("amounts") { // "occupation:hours:yuan" or "level:yuan"
		parts := strings.Split(text, ":")
		yuan, err := strconv.ParseInt(parts[len(parts)-1], 10, 64)
		if err != nil {
			r.fail("amounts", err.Error())
		}
		if len(parts) == 2 {
			x.Terms.Levels[parts[0]] = money.Fen(yuan * 100)
			continue
		}
		hours, err := strconv.ParseInt(parts[1], 10, 64)
		if err != nil {
			r.fail("amounts", err.Error())
		}
		x.Terms.Occupations = append(x.Terms.Occupations, subsidy.Rate{Occupation: parts[0], Hours: hours, Amount: money.Fen(yuan * 100)})
	}
	return x
}

// second is the second account of the secretariat.
func (s *stage) second() access.Actor {
	a, ok := s.logins["secretariat2"]
	if !ok {
		return s.secretary()
	}
	return a
}

// classOf finds a class by its number.
func (s *stage) classOf(ctx context.Context, number string) (training.Class, error) {
	page, err := s.Training.ClassesOf(ctx, s.secretary(), listing.Query{Text: number, Size: 20})
	for _, k := range page.Rows {
		if k.Number == number {
			return k, err
		}
	}
	return training.Class{}, fmt.Errorf("there is no class %s: %w", number, err)
}

// claim takes a claim as far as its dates go.
func (s *stage) claim(r row) {
	by := s.trainer(r)
	at := func(column string, phase int, do func(context.Context, step.Target) (subsidy.Claim, error)) {
		s.on(r, r.date(column), phase, func(ctx context.Context) error {
			k, err := s.classOf(ctx, r.text("class"))
			if err == nil {
				_, err = do(ctx, step.Target{ID: subsidy.ClaimID(k.ID)})
			}
			return err
		})
	}
	at("claimed_on", placing, func(ctx context.Context, _ step.Target) (subsidy.Claim, error) {
		k, err := s.classOf(ctx, r.text("class"))
		if err != nil {
			return subsidy.Claim{}, err
		}
		return s.Subsidies.Start(ctx, by, subsidy.StartCommand{Class: k.ID, Policy: s.id("policy", r.text("policy")), Payment: subsidy.Payment{Account: r.text("account"), Bank: r.text("bank")}, Sample: true})
	})
	at("submitted_on", submitting, func(ctx context.Context, t step.Target) (subsidy.Claim, error) {
		return s.Subsidies.Submit(ctx, by, t, "")
	})
	at("returned_on", checking, func(ctx context.Context, t step.Target) (subsidy.Claim, error) {
		return s.Subsidies.Return(ctx, s.secretary(), t, r.text("reason"))
	})
	at("rejected_on", checking, func(ctx context.Context, t step.Target) (subsidy.Claim, error) {
		line, err := s.lineOf(ctx, t, int(r.int("place")))
		if err != nil {
			return subsidy.Claim{}, err
		}
		return s.Subsidies.Reject(ctx, s.secretary(), t, line.ID, r.text("reason"))
	})
	at("published_on", answering, func(ctx context.Context, t step.Target) (subsidy.Claim, error) {
		return s.Subsidies.Publish(ctx, s.secretary(), t)
	})
	at("assured_on", talking, s.assureAll)
	at("approved_on", signing, func(ctx context.Context, t step.Target) (subsidy.Claim, error) {
		return s.Subsidies.Approve(ctx, s.second(), t)
	})
	at("approved_again_on", signing, func(ctx context.Context, t step.Target) (subsidy.Claim, error) {
		return s.Subsidies.Approve(ctx, s.leader(), t)
	})
	at("paid_on", delivering, func(ctx context.Context, t step.Target) (subsidy.Claim, error) {
		if _, err := s.Subsidies.PayFile(ctx, s.secretary(), t, ""); err != nil {
			return subsidy.Claim{}, err
		}
		return s.Subsidies.Pay(ctx, s.secretary(), t, subsidy.PayCommand{Reference: r.text("reference")})
	})
	at("clawed_on", talking, func(ctx context.Context, t step.Target) (subsidy.Claim, error) { return s.clawBack(ctx, t, r) })
}

// lineOf is the line at a place of a claim, from 1.
func (s *stage) lineOf(ctx context.Context, t step.Target, place int) (subsidy.Line, error) {
	d, err := s.Subsidies.Find(ctx, s.secretary(), t.ID)
	if err != nil || place < 1 || place > len(d.Lines) {
		return subsidy.Line{}, fmt.Errorf("there is no place %d on the claim: %w", place, err)
	}
	return d.Lines[place-1], nil
}

// assureAll says yes for everybody who was drawn.
func (s *stage) assureAll(ctx context.Context, t step.Target) (subsidy.Claim, error) {
	d, err := s.Subsidies.Find(ctx, s.secretary(), t.ID)
	if err != nil {
		return d.Claim, err
	}
	var list []subsidy.AssureCommand
	for _, l := range d.Lines {
		if l.Sampled {
			list = append(list, subsidy.AssureCommand{Line: l.ID, Yes: true})
		}
	}
	return s.Subsidies.Assure(ctx, s.secretary(), t, list)
}

// clawBack asks for the money of one person back; the leading group grants it.
func (s *stage) clawBack(ctx context.Context, t step.Target, r row) (subsidy.Claim, error) {
	line, err := s.lineOf(ctx, t, int(r.int("place")))
	if err != nil {
		return subsidy.Claim{}, err
	}
	id := record.Derived(t.ID, "clawback")
	m, err := s.Subsidies.Claw(ctx, s.secretary(), t, subsidy.ClawCommand{ID: id, Line: line.ID, Amount: line.Amount, Reason: r.text("reason")})
	if err != nil {
		return m, err
	}
	return s.Subsidies.Decide(ctx, s.leader(), t, subsidy.DecideCommand{Clawback: id, Grant: true})
}
