package bulletin

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"time"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/metric"
	"tongpin/internal/platform/fault"
)

// Ask is a figure to be proved.
type Ask struct {
	Definition metric.Definition
	Slice      metric.Slice
	Period     calendar.Period
}

// Prover proves figures and the words that state them: sealing does.
type Prover interface {
	// Prove returns the values of the asked figures as the sealed log has them,
	// in the same order, and their proof. paper is the JSON document of the
	// paper, whose words are proved with it; its member "proof" does not count.
	Prove(ctx context.Context, asks []Ask, paper []byte) (Proof, error)
}

// Proof is what a Prover returns.
type Proof struct {
	Values   []int64
	HeadSize int64           // facts in the signed log
	Bundle   json.RawMessage // as `tongpin verify-bulletin` reads it
}

// PublishCommand freezes an approved paper.
type PublishCommand struct {
	Issue    int64
	Numbers  Numbers
	HeadSize int64
}

// Publish gives the paper its number and freezes its figures. A period that is
// not over can't be published: its numbers still grow.
func Publish(b Bulletin, cmd PublishCommand, a access.Actor, now time.Time, find Metrics) (Bulletin, change.Change, error) {
	c := change.By(a, now)
	next, err := Flow.Next(b.State, VerbPublish)
	if err != nil {
		return b, c, err
	}
	if !b.Period.To.Before(c.Today()) {
		return b, c, fault.Refuse("bulletin.period.running", "to", b.Period.To)
	}
	if err := b.Content.failing(cmd.Numbers, b.Period, find); err != nil {
		return b, c, err
	}
	b.State, b.Issue, b.Numbers, b.HeadSize, b.PublishedOn = next, cmd.Issue, cmd.Numbers, cmd.HeadSize, c.Today()
	c.Log(b.Ref(), VerbPublish, "number", b.Number(), "figures", strconv.Itoa(len(cmd.Numbers.Stated())))
	c.Close(b.Ref())
	return b, c, nil
}

// Changed is a published figure that has another value now.
type Changed struct {
	Published metric.Figure
	Now       metric.Figure
	Hidden    bool // of too few people to be stated now
}

// Changes compares the frozen figures with those of now.
func (b Bulletin) Changes(now Numbers) []Changed {
	stated := now.Stated()
	var list []Changed
	for _, f := range b.Numbers.Stated() {
		x := f
		x.Value, x.Facts = 0, 0 // a value without facts is no part of its dimension
		for _, n := range now.List {
			if same(f, n.Figure) {
				x = n.Figure
			}
		}
		if f.Value != x.Value {
			shown := x.Value == 0 || slices.ContainsFunc(stated, func(o metric.Figure) bool { return same(o, x) })
			list = append(list, Changed{f, x, !shown})
		}
	}
	return list
}
