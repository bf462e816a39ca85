package sealing

import (
	"context"
	"maps"
	"slices"

	"tongpin/internal/core/calendar"
	"tongpin/internal/engine/seal"
	"tongpin/internal/platform/fault"
)

// Prove seals what is not yet sealed and proves figures by the sealed leaves.
// Figures come in the order in which they were asked; their values are those of
// the leaves, so a paper takes them from the bundle. content is the paper that
// states them, as JSON (nil for none): its digest is signed with them, so that
// no letter of it can be changed; what VerifyFile finds as member "proof" does
// not count. Prove is refused if a fact that it needs is not as it was sealed.
//
// It reads every leaf of the kinds and months that the figures count: a stock
// takes all of its kinds. A leaf is 500 to 700 bytes of the bundle.
func (s *Service) Prove(ctx context.Context, asks []Ask, content []byte) (seal.Bundle, error) {
	if _, err := s.Seal(ctx); err != nil {
		return seal.Bundle{}, err
	}
	keys, err := s.keys()
	if err != nil {
		return seal.Bundle{}, err
	}
	digest := seal.NoContent
	if content != nil {
		if digest, err = seal.Digest(content, ProofMember); err != nil {
			return seal.Bundle{}, err
		}
	}
	b := seal.Bundle{Version: seal.BundleVersion}
	err = s.store.Read(ctx, func(r Reader) error {
		p := prover{r: r, b: &b, keys: keys}
		return p.prove(asks, digest)
	})
	return b, err
}

// prover makes one bundle.
type prover struct {
	r     Reader
	b     *seal.Bundle
	keys  Keys
	head  seal.Head
	tally seal.Tally
}

func (p *prover) prove(asks []Ask, digest string) (err error) {
	if err := p.start(); err != nil {
		return err
	}
	if p.tally, err = p.r.Tally(); err != nil {
		return err
	}
	if p.tally.Digest() != p.head.Tally {
		return broken("size", p.head.Size)
	}
	p.state(asks)
	if err := p.gather(asks); err != nil {
		return err
	}
	all := groups(p.b.Leaves)
	for i, f := range p.b.Figures {
		d, _ := p.b.Definition(f.Key) // state put it there
		p.b.Figures[i].Value, p.b.Figures[i].Facts = compute(d, f, p.b.Leaves, all)
	}
	places := make([]int64, len(p.b.Leaves))
	for i, l := range p.b.Leaves {
		places[i] = l.Seq - 1
	}
	hashes, err := seal.Prove(p.head.Size, places, p.r)
	if err != nil {
		return err
	}
	p.b.Proof = seal.JoinHashes(hashes)
	return p.b.Sign(p.keys.Signer, p.head.Size, digest)
}

// start takes the last head. One that was signed by an earlier key, or the head
// of a log without facts, is signed anew for the bundle.
func (p *prover) start() (err error) {
	if p.b.Consortium, err = p.r.Key(); err != nil {
		return err
	}
	list, err := p.r.Heads(0, 1)
	if err != nil {
		return err
	}
	p.head = seal.Head{Origin: seal.Origin(p.b.Consortium), Tally: seal.Tally{}.Digest()}
	if len(list) > 0 {
		p.b.Head = list[0].Signed
		if p.head, err = seal.UncheckedHead(p.b.Head); err != nil {
			return err
		}
		own, err := seal.ReadVerifiers(p.keys.Signer.Public)
		if err != nil {
			return err
		}
		if _, err := seal.OpenHead(p.b.Head, own); err == nil {
			return nil
		}
	}
	p.b.Head, err = p.head.Sign(p.keys.Signer)
	return err
}

// state puts figures, definitions and tally into the bundle.
func (p *prover) state(asks []Ask) {
	var kinds []string
	for _, a := range asks {
		d := definitionOf(a.Definition)
		if _, known := p.b.Definition(d.Key); !known {
			p.b.Definitions = append(p.b.Definitions, d)
			kinds = append(kinds, d.Kinds...)
		}
		p.b.Figures = append(p.b.Figures, seal.Figure{Key: d.Key, Slice: sliceOf(a.Slice), Period: periodOf(a.Period)})
	}
	p.b.Tally = p.tally.Part(kinds)
}

// gather collects the leaves of all kinds and months that the figures count and
// compares each with its fact.
func (p *prover) gather(asks []Ask) error {
	seqs := map[int64]Numbered{}
	for _, a := range asks {
		span := months(a.Definition.Span(a.Period))
		list, err := p.r.Matching(a.Definition.Kinds, span, p.head.Size)
		if err != nil {
			return err
		}
		for _, f := range list {
			seqs[f.Seq] = f
		}
	}
	order := make([]int64, 0, len(seqs))
	for seq := range seqs {
		order = append(order, seq)
	}
	slices.Sort(order)
	var pack []seal.Leaf
	at, err := int64(-1), error(nil)
	for _, seq := range order {
		if n := (seq - 1) / seal.TileWidth; n != at {
			if pack, err = p.r.Pack(n); err != nil {
				return err
			}
			at = n
		}
		if int((seq-1)%seal.TileWidth) >= len(pack) {
			return broken("size", p.head.Size)
		}
		p.b.Leaves = append(p.b.Leaves, pack[(seq-1)%seal.TileWidth])
	}
	if err := p.compare(seqs); err != nil {
		return err
	}
	return p.complete(asks)
}

// months widens a span to whole months: the tally counts by month.
func months(p calendar.Period) calendar.Period {
	if !p.From.Zero() {
		p.From.Day = 1
	}
	if !p.To.Zero() {
		p.To = calendar.On(p.To.Year, p.To.Month+1, 0)
	}
	return p
}

// compare refuses a fact that is not as it was sealed.
func (p *prover) compare(seqs map[int64]Numbered) error {
	salts, err := p.r.SaltsOf(PointedAt(slices.Collect(maps.Values(seqs))))
	if err != nil {
		return err
	}
	for _, l := range p.b.Leaves {
		if diff, _ := differences(seqs[l.Seq], l, salts); len(diff) > 0 {
			return changed(l, diff)
		}
	}
	return nil
}

// complete finds a fact that was taken away from its kind or month.
func (p *prover) complete(asks []Ask) error {
	shown := seal.Tally{}
	for _, l := range p.b.Leaves {
		shown.Next(l.Kind, l.Month())
	}
	for _, a := range asks {
		for kind, list := range definitionOf(a.Definition).Needs(periodOf(a.Period), p.tally) {
			for _, month := range list {
				if shown[kind][month] != p.tally[kind][month] {
					return fault.Refuse("seal.taken_away", "kind", kind, "month", month, "sealed", p.tally[kind][month], "found", shown[kind][month])
				}
			}
		}
	}
	return nil
}
