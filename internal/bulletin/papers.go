package bulletin

import (
	"context"
	"slices"
	"time"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/consortium"
	"tongpin/internal/core/metric"
	"tongpin/internal/core/record"
	"tongpin/internal/core/step"
	"tongpin/internal/insight"
	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/listing"
)

// numbers are the figures of a paper: frozen ones of a published paper, those of
// now before. They are of the whole consortium, whoever reads the paper.
func (s *Service) numbers(ctx context.Context, a access.Actor, b Bulletin) (Numbers, error) {
	if b.State == Published {
		return b.Numbers, nil
	}
	return s.current(ctx, a, b)
}

func (s *Service) current(ctx context.Context, a access.Actor, b Bulletin) (Numbers, error) {
	return compute(ctx, s.figures, access.Robot(a.Consortium), b.Content.tokens(), b.Period)
}

// Paper is a bulletin ready to read, in its own language.
func (s *Service) Paper(ctx context.Context, a access.Actor, b Bulletin) (Paper, error) {
	n, err := s.numbers(ctx, a, b)
	return s.render(b, n), err
}

func (s *Service) render(b Bulletin, n Numbers) Paper {
	return Render(s.texts(i18n.Language(b.Content.Language)), b, n, s.find, s.units())
}

// Changes are the figures of a published paper that have other values now.
func (s *Service) Changes(ctx context.Context, a access.Actor, b Bulletin) ([]Difference, error) {
	if b.State != Published {
		return nil, nil
	}
	now, err := s.current(ctx, a, b)
	if err != nil {
		return nil, err
	}
	r := renderer{s.texts(i18n.Language(b.Content.Language)), b.Period, now, s.find, nil}
	var list []Difference
	for _, c := range b.Changes(now) {
		list = append(list, Difference{r.bound(c.Published, false), r.bound(c.Now, c.Hidden)})
	}
	return list, nil
}

// Difference is a published figure and what it is now, in words.
type Difference struct{ Published, Now Bound }

// attempts is how often a publication begins anew because somebody counted or
// published something meanwhile.
const attempts = 3

// Publish freezes an approved paper: number, figures, proof, archive.
func (s *Service) Publish(ctx context.Context, a access.Actor, t step.Target) (Bulletin, error) {
	var b Bulletin
	var err error
	for range attempts {
		if b, err = s.publish(ctx, a, t); err != errMoved && !fault.Is(err, fault.Conflict) {
			return b, err
		}
	}
	if err == errMoved {
		err = fault.New(fault.Conflict, "bulletin.moving")
	}
	return b, err
}

func (s *Service) publish(ctx context.Context, a access.Actor, t step.Target) (Bulletin, error) {
	var x Archive
	k := archiving{s.store, &x}
	return step.Take(ctx, k, s.gate(ActKeep), a, t, func(b Bulletin) (Bulletin, change.Change, error) {
		return s.freeze(ctx, a, b, s.clock.Now(), &x)
	})
}

// freeze decides the publication twice: first to learn the words that are
// proved, then with the size of the log that proves them.
func (s *Service) freeze(ctx context.Context, a access.Actor, b Bulletin, now time.Time, x *Archive) (Bulletin, change.Change, error) {
	var cmd PublishCommand
	var err error
	if cmd.Numbers, err = s.current(ctx, a, b); err != nil {
		return b, change.Change{}, err
	}
	if cmd.Issue, err = s.store.NextIssue(ctx, b.Series, calendar.DateOf(now).Year); err != nil {
		return b, change.Change{}, err
	}
	next, c, err := Publish(b, cmd, a, now, s.find)
	if err != nil {
		return b, c, err
	}
	keeper, err := s.store.Consortium(ctx)
	if err != nil {
		return b, c, err
	}
	if x.Document, err = s.render(next, cmd.Numbers).JSON(keeper.Key, keeper.NameIn(b.Content.Language), nil); err != nil || s.prover == nil {
		return next, c, err
	}
	proof, err := s.prove(ctx, cmd.Numbers.Stated(), x.Document)
	if err != nil {
		return b, c, err
	}
	x.Proof, cmd.HeadSize = proof.Bundle, proof.HeadSize
	return Publish(b, cmd, a, now, s.find)
}

type moved struct{}

func (moved) Error() string { return "bulletin: a figure changed while it was proved" }

var errMoved = moved{}

// prove asks for the proof; a figure that differs in the log was counted after
// the paper was rendered.
func (s *Service) prove(ctx context.Context, stated []metric.Figure, paper []byte) (Proof, error) {
	asks := make([]Ask, len(stated))
	for i, f := range stated {
		d, err := s.figures.Definition(f.Key)
		if err != nil {
			return Proof{}, err
		}
		asks[i] = Ask{d, f.Slice, f.Period}
	}
	proof, err := s.prover.Prove(ctx, asks, paper)
	if err == nil && !slices.EqualFunc(stated, proof.Values, func(f metric.Figure, v int64) bool { return f.Value == v }) {
		err = errMoved
	}
	return proof, err
}

// archiving saves a paper together with what is kept of it.
type archiving struct {
	Store
	x *Archive
}

func (k archiving) Save(ctx context.Context, b Bulletin, c change.Change) error {
	return k.Store.Publish(ctx, b, *k.x, c)
}

// Document is the JSON document of a paper, with its proof if it has one.
func (s *Service) Document(ctx context.Context, a access.Actor, b Bulletin) ([]byte, error) {
	if b.State == Published {
		x, err := s.store.Archive(ctx, b.ID)
		if err != nil {
			return nil, err
		}
		return x.WithProof()
	}
	p, err := s.Paper(ctx, a, b)
	if err != nil {
		return nil, err
	}
	c, err := s.store.Consortium(ctx)
	if err != nil {
		return nil, err
	}
	return p.JSON(c.Key, c.NameIn(b.Content.Language), nil)
}

// Current is the paper of a period: the one that is there, or else one composed
// of the usual wording that nobody has stored.
func (s *Service) Current(ctx context.Context, a access.Actor, p calendar.Period, lang i18n.Language) (Bulletin, error) {
	series, ok := SeriesOf(p)
	if !ok {
		return Bulletin{}, fault.Wrong("period", p.Name, "bulletin.period")
	}
	b, err := s.store.Of(ctx, series, p.Name)
	if !fault.Is(err, fault.NotFound) {
		return b, err
	}
	x, err := s.Compose(ctx, a, p, lang)
	return Bulletin{Series: series, Period: p, Content: x, State: Draft}, err
}

// Published lists the published values of some metrics, the newest paper first:
// pages of figures say where one differs from the figure of now.
func (s *Service) Published(ctx context.Context, keys []string) ([]insight.Published, error) {
	stated, err := s.store.Stated(ctx, keys)
	list := make([]insight.Published, len(stated))
	for i, x := range stated {
		list[i] = insight.Published{Key: x.Key, Slice: x.Slice, Period: x.Period, Value: x.Value, In: x.Number, Ref: record.Ref{Kind: Kind, ID: x.Paper}}
	}
	return list, err
}

// Open returns a published paper to anybody, by the key of its consortium.
func (s *Service) Open(ctx context.Context, key string, id record.ID) (Bulletin, consortium.Consortium, context.Context, error) {
	c, ctx, err := s.store.Keyed(ctx, key)
	if err != nil {
		return Bulletin{}, c, ctx, err
	}
	b, err := s.store.Find(ctx, id)
	if err == nil && b.State != Published {
		b, err = Bulletin{}, fault.New(fault.NotFound, "record.not_found")
	}
	return b, c, ctx, err
}

// OpenAll lists the published papers of a consortium for anybody.
func (s *Service) OpenAll(ctx context.Context, key string, q listing.Query) (listing.Page[Bulletin], consortium.Consortium, error) {
	c, ctx, err := s.store.Keyed(ctx, key)
	if err != nil {
		return listing.Page[Bulletin]{}, c, err
	}
	q.Filter = map[string][]string{"state": {string(Published)}}
	page, err := s.store.List(ctx, q)
	return page, c, err
}

// Preview is the paper that a content would make of a bulletin now; a fault that
// names all that is wrong with it.
func (s *Service) Preview(ctx context.Context, a access.Actor, b Bulletin, x Content) (Paper, error) {
	if err := x.check(s.find); err != nil {
		return Paper{}, err
	}
	b.Content = x
	n, err := s.current(ctx, a, b)
	return s.render(b, n), err
}

// Keeper is the consortium that keeps the papers.
func (s *Service) Keeper(ctx context.Context) (consortium.Consortium, error) {
	return s.store.Consortium(ctx)
}
