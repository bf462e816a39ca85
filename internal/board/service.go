package board

import (
	"cmp"
	"context"
	"crypto/rand"
	"fmt"
	"slices"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/consortium"
	"tongpin/internal/core/fact"
	"tongpin/internal/core/metric"
	"tongpin/internal/core/record"
	"tongpin/internal/core/step"
	"tongpin/internal/insight"
	"tongpin/internal/platform/clock"
	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/i18n"
)

// Store keeps the addresses of wall screens.
type Store interface {
	// Find returns a link.
	Find(ctx context.Context, id record.ID) (Link, error)
	// ByHash returns the link whose token has the hash.
	ByHash(ctx context.Context, hash string) (Link, error)
	// List lists the links, the newest first.
	List(ctx context.Context) ([]Link, error)
	// Save inserts a link of version 0, else updates the one of that version.
	Save(ctx context.Context, k Link, c change.Change) error
	// Consortium is the consortium of the context.
	Consortium(ctx context.Context) (consortium.Consortium, error)
	// Keyed returns the consortium with a key, and a context for reading in it.
	Keyed(ctx context.Context, key string) (consortium.Consortium, context.Context, error)
}

// Pick names one figure that is asked for.
type Pick = insight.Pick

// Figures computes figures: insight does.
type Figures interface {
	Definition(key string) (metric.Definition, error)
	Picked(ctx context.Context, a access.Actor, picks []Pick, p calendar.Period) ([]metric.Figure, error)
	Breakdown(ctx context.Context, a access.Actor, key string, p calendar.Period) ([]metric.Figure, error)
}

// Service makes boards and keeps the addresses of wall screens.
type Service struct {
	store   Store
	figures Figures
	plans   Plans
	table   *access.Table
	clock   clock.Clock
}

// NewService makes the service.
func NewService(store Store, figures Figures, plans Plans, table *access.Table, c clock.Clock) *Service {
	return &Service{store, figures, plans, table, c}
}

// Today is the civil date.
func (s *Service) Today() calendar.Date { return calendar.DateOf(s.clock.Now()) }

// May tells whether the actor may do an action, for buttons.
func (s *Service) May(a access.Actor, act access.Action) bool {
	return s.table.Can(a, act, access.Subject{})
}

// Board computes the board of the year of a day, up to that day for the present
// year.
func (s *Service) Board(ctx context.Context, a access.Actor, day calendar.Date) (Board, error) {
	if !s.May(a, ActView) {
		return Board{}, fault.New(fault.Forbidden, "record.forbidden")
	}
	b := Board{Year: calendar.YearOf(day), Today: s.Today(), Stocks: map[string]bool{}}
	way := make([]pick, len(insight.Way))
	for i, stage := range insight.Way {
		way[i] = pick{stage.Key, stage.Scope}
	}
	var err error
	if b.Way, err = s.picked(ctx, a, way, b.Year); err != nil {
		return b, err
	}
	if b.Cards, err = s.picked(ctx, a, cards, b.Year); err != nil {
		return b, err
	}
	if b.Targets, err = s.plans.Targets(ctx, a, day.Year); err != nil {
		return b, err
	}
	if err := s.byMonth(ctx, a, &b); err != nil {
		return b, err
	}
	if err := s.byPart(ctx, a, &b); err != nil {
		return b, err
	}
	return b, s.stocks(&b)
}

// stocks notes which metrics of the board count up to a day.
func (s *Service) stocks(b *Board) error {
	keys := map[string]bool{}
	for _, f := range slices.Concat(b.Way, b.Cards) {
		keys[f.Key] = true
	}
	for _, c := range b.Charts {
		for _, x := range c.Series {
			keys[x.Metric] = true
		}
	}
	for key := range keys {
		d, err := s.figures.Definition(key)
		if err != nil {
			return err
		}
		b.Stocks[key] = d.Stock
	}
	return nil
}

func (s *Service) picked(ctx context.Context, a access.Actor, list []pick, p calendar.Period) ([]metric.Figure, error) {
	picks := make([]Pick, len(list))
	for i, x := range list {
		picks[i] = Pick{Key: x.key, Slice: metric.Slice{Scope: x.scope}}
	}
	return s.figures.Picked(ctx, a, picks, p)
}

// byMonth adds the charts by month: of each month that has begun.
func (s *Service) byMonth(ctx context.Context, a access.Actor, b *Board) error {
	var keys []pick
	for _, m := range months {
		for _, key := range m.keys {
			keys = append(keys, pick{key, fact.ScopeConsortium})
		}
	}
	var labels []string
	series := map[string]*Series{}
	for d := b.Year.From; !d.After(b.Year.To) && !d.After(s.Today()); d = d.AddMonths(1) {
		name := fmt.Sprintf("%04d-%02d", d.Year, d.Month)
		month, err := calendar.ParsePeriod(name)
		if err != nil {
			return err
		}
		figures, err := s.picked(ctx, a, keys, month)
		if err != nil {
			return err
		}
		labels = append(labels, name)
		for _, f := range figures {
			if series[f.Key] == nil {
				series[f.Key] = &Series{Metric: f.Key, Unit: f.Unit}
			}
			series[f.Key].Values = append(series[f.Key].Values, f.Value)
		}
	}
	for _, m := range months {
		c := Chart{Key: m.key, Form: m.form, Labels: labels}
		for _, key := range m.keys {
			if series[key] != nil {
				c.Series = append(c.Series, *series[key])
			}
		}
		if !c.Empty() {
			b.Charts = append(b.Charts, c)
		}
	}
	return nil
}

// byPart adds the charts by a dimension, the largest part first.
func (s *Service) byPart(ctx context.Context, a access.Actor, b *Board) error {
	for _, part := range parts {
		if _, err := s.figures.Definition(part.metric); err != nil {
			continue
		}
		figures, err := s.figures.Breakdown(ctx, a, part.metric, b.Year)
		if err != nil {
			return err
		}
		figures = slices.DeleteFunc(figures, func(f metric.Figure) bool {
			return f.Slice.Dimension != part.dimension || f.Slice.Scope != fact.ScopeConsortium || f.Value == 0
		})
		slices.SortStableFunc(figures, func(x, y metric.Figure) int { return cmp.Compare(y.Value, x.Value) })
		c := Chart{Key: part.key, Form: Rows, Dimension: part.dimension, Series: []Series{{Metric: part.metric}}}
		for _, f := range figures {
			c.Labels, c.Series[0].Unit = append(c.Labels, f.Slice.Value), f.Unit
			c.Series[0].Values = append(c.Series[0].Values, f.Value)
		}
		if !c.Empty() {
			b.Charts = append(b.Charts, c)
		}
	}
	return nil
}

// Wall is the board of the present year for whoever holds a token: read only,
// aggregates only. A token that is unknown, revoked or expired finds nothing.
func (s *Service) Wall(ctx context.Context, key, token string) (Board, consortium.Consortium, error) {
	c, inside, err := s.store.Keyed(ctx, key)
	if err != nil {
		return Board{}, c, err
	}
	k, err := s.store.ByHash(inside, HashOf(token))
	if err == nil && !k.Open(s.Today()) {
		err = fault.New(fault.NotFound, "record.not_found")
	}
	if err != nil {
		return Board{}, c, err
	}
	b, err := s.Board(inside, access.Robot(c.ID), s.Today())
	return b.Public(), c, err
}

// Links lists the addresses of wall screens, the newest first.
func (s *Service) Links(ctx context.Context, a access.Actor) ([]Link, error) {
	if !s.May(a, ActLinks) {
		return nil, fault.New(fault.Forbidden, "record.forbidden")
	}
	return s.store.List(ctx)
}

// Issue makes an address and returns it as "<consortium>/<token>": the only time
// that anybody sees the token.
func (s *Service) Issue(ctx context.Context, a access.Actor, cmd IssueCommand) (string, error) {
	if !s.May(a, ActLinks) {
		return "", fault.New(fault.Forbidden, "record.forbidden")
	}
	random := make([]byte, tokenLen)
	_, _ = rand.Read(random) // never fails
	cmd.Token = Token(random)
	k, c, err := Issue(cmd, a, s.clock.Now())
	if err != nil {
		return "", err
	}
	keeper, err := s.store.Consortium(ctx)
	if err != nil {
		return "", err
	}
	return keeper.Key + "/" + cmd.Token, s.store.Save(ctx, k, c)
}

// Revoke closes an address.
func (s *Service) Revoke(ctx context.Context, a access.Actor, t step.Target) (Link, error) {
	return step.Take(ctx, s.store, step.Gate{Table: s.table, View: ActLinks, Act: ActLinks}, a, t, func(k Link) (Link, change.Change, error) {
		return Revoke(k, a, s.clock.Now())
	})
}

// StageText is the key of the name of a stage of the way.
func StageText(metric string) string {
	for _, stage := range insight.Way {
		if stage.Key == metric {
			return stage.Text
		}
	}
	return ""
}

// Word is the word for a label of a chart by a dimension.
func (c Chart) Word(l *i18n.Localizer, label string) string {
	return insight.DimensionWord(l, c.Series[0].Metric, c.Dimension, label)
}
