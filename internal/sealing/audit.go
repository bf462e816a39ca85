package sealing

import (
	"context"
	"slices"
	"strings"

	"tongpin/internal/engine/seal"
	"tongpin/internal/platform/fault"
)

// Audit is what the check of a whole log found true.
type Audit struct {
	Facts    int64 // sealed and checked
	Unsealed int64 // recorded since the last head
	Heads    int
	Erased   int64 // commitments whose salt was erased: they can't be compared
	Last     seal.Head
}

// Audit recomputes every leaf from the stored facts, every stored hash and every
// head. The error is a fault that names the first thing that is not as it was
// sealed. published are heads that somebody kept outside; each must be one of
// the log's own at its size.
func (s *Service) Audit(ctx context.Context, published ...string) (Audit, error) {
	keys, err := s.keys()
	if err != nil {
		return Audit{}, err
	}
	a := auditor{edge: &seal.Edge{}, tally: seal.Tally{}, published: published}
	if a.keys, err = seal.ReadVerifiers(keys.Public); err != nil {
		return Audit{}, err
	}
	err = s.store.Read(ctx, func(r Reader) error { a.r = r; return a.run(ctx) })
	return a.found, err
}

// auditor walks through a log once, from its first fact to its last.
type auditor struct {
	r         Reader
	keys      seal.Verifiers
	edge      *seal.Edge
	tally     seal.Tally
	heads     []seal.Head // those still to come
	published []string
	found     Audit

	at     int64 // number of the tile that was loaded last
	leaves []seal.Leaf
	hashes []seal.Hash
}

func (a *auditor) run(ctx context.Context) error {
	if err := a.open(); err != nil {
		return err
	}
	var grown map[seal.Tile][]seal.Hash
	for len(a.heads) > 0 {
		if err := ctx.Err(); err != nil {
			return err
		}
		var err error
		if grown, err = a.stretch(); err != nil {
			return err
		}
	}
	for t, want := range grown { // at the end also tiles that are not full
		if err := a.tile(t, want); err != nil {
			return err
		}
	}
	stored, err := a.r.Tally()
	if err == nil && stored.Digest() != a.tally.Digest() {
		err = fault.Refuse("seal.audit.counts")
	}
	return err
}

// open reads the heads: signed, of this consortium, and published ones among
// them.
func (a *auditor) open() error {
	key, err := a.r.Key()
	if err != nil {
		return err
	}
	stored, err := a.r.HeadsFrom(0, 0)
	if err != nil {
		return err
	}
	for _, s := range stored {
		head, err := seal.OpenHead(s.Signed, a.keys)
		switch {
		case err == seal.ErrSignature:
			return fault.Refuse("seal.audit.head_signature", "size", s.Size)
		case err != nil || head.Size != s.Size || head.Origin != seal.Origin(key):
			return fault.Refuse("seal.audit.head_form", "size", s.Size)
		}
		a.heads, a.found.Last = append(a.heads, head), head
	}
	a.found.Heads = len(a.heads)
	recorded, sealed, err := a.r.Numbers()
	if err != nil {
		return err
	}
	if sealed != a.found.Last.Size {
		return fault.Refuse("seal.audit.heads", "sealed", sealed, "size", a.found.Last.Size)
	}
	a.found.Unsealed = max(0, recorded-sealed)
	return a.outside()
}

// outside finds each published head among those of the log.
func (a *auditor) outside() error {
	for _, text := range a.published {
		head, err := seal.OpenHead(text, a.keys)
		if err != nil {
			return fault.Refuse("seal.problem.given_head")
		}
		i := slices.IndexFunc(a.heads, func(h seal.Head) bool { return h.Size == head.Size })
		if i < 0 || a.heads[i].Root != head.Root || a.heads[i].Origin != head.Origin {
			return fault.Refuse("seal.audit.not_ours", "size", head.Size)
		}
	}
	return nil
}

// stretch goes on to the end of the tile or to the next head, whichever comes
// first: it compares facts with leaves, leaves with their tile, lets the tree
// grow, and compares what became whole.
func (a *auditor) stretch() (map[seal.Tile][]seal.Hash, error) {
	n := a.edge.Size / seal.TileWidth
	first, last := a.edge.Size+1, min((n+1)*seal.TileWidth, a.heads[0].Size)
	if err := a.load(n, last); err != nil {
		return nil, err
	}
	facts, salts, err := a.r.Between(first, last)
	if err != nil {
		return nil, err
	}
	var hashes []seal.Hash
	for seq := first; seq <= last; seq++ {
		place := (seq - 1) % seal.TileWidth
		hash, err := a.one(seq, a.leaves[place], facts, salts)
		if err != nil {
			return nil, err
		}
		if hash != a.hashes[place] {
			return nil, fault.Refuse("seal.audit.leaf", "seq", seq, "id", a.leaves[place].ID)
		}
		hashes = append(hashes, hash)
	}
	grown := a.edge.Append(hashes)
	for t, want := range grown {
		if len(want) == seal.TileWidth {
			if err := a.tile(t, want); err != nil {
				return nil, err
			}
		}
	}
	return grown, a.head()
}

// load reads the leaves and hashes of tile n, which must reach to a fact.
func (a *auditor) load(n, last int64) (err error) {
	if a.at != n || a.leaves == nil {
		if a.leaves, err = a.r.Pack(n); err != nil {
			return fault.Refuse("seal.audit.leaves", "n", n)
		}
		if a.hashes, err = a.r.Tile(seal.Tile{Level: 0, N: n}); err != nil {
			return fault.Refuse("seal.audit.tile", "level", 0, "n", n)
		}
		a.at = n
	}
	if need := int(last - n*seal.TileWidth); len(a.leaves) < need || len(a.hashes) < need {
		return fault.Refuse("seal.audit.leaves", "n", n)
	}
	return nil
}

// one compares fact seq with its leaf.
func (a *auditor) one(seq int64, l seal.Leaf, facts []Numbered, salts Salts) (seal.Hash, error) {
	at, ok := slices.BinarySearchFunc(facts, seq, func(f Numbered, seq int64) int { return int(f.Seq - seq) })
	if !ok {
		return seal.Hash{}, fault.Refuse("seal.audit.missing", "seq", seq, "id", l.ID)
	}
	diff, erased := differences(facts[at], l, salts)
	if len(diff) > 0 {
		return seal.Hash{}, changed(l, diff)
	}
	if l.Seq != seq || l.Version != seal.LeafVersion || l.Nth != a.tally.Next(l.Kind, l.Month()) {
		return seal.Hash{}, fault.Refuse("seal.audit.leaf", "seq", seq, "id", l.ID)
	}
	a.found.Erased += erased
	a.found.Facts++
	return l.Hash(), nil
}

// head compares the next head when its size is reached.
func (a *auditor) head() error {
	h := a.heads[0]
	if h.Size != a.edge.Size {
		return nil
	}
	if h.Root != a.edge.Root() || h.Tally != a.tally.Digest() {
		return fault.Refuse("seal.audit.head", "size", h.Size)
	}
	a.heads = a.heads[1:]
	return nil
}

func (a *auditor) tile(t seal.Tile, want []seal.Hash) error {
	if got, err := a.r.Tile(t); err != nil || !slices.Equal(got, want) {
		return fault.Refuse("seal.audit.tile", "level", t.Level, "n", t.N)
	}
	return nil
}

// changed is found when a fact is not as it was sealed.
func changed(l seal.Leaf, diff []string) error {
	return fault.Refuse("seal.audit.changed", "seq", l.Seq, "id", l.ID, "what", strings.Join(diff, "; "))
}
