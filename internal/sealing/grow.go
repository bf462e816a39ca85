package sealing

import (
	"maps"
	"slices"
	"time"

	"tongpin/internal/engine/seal"
	"tongpin/internal/platform/fault"
)

// Log is what has to be known of a consortium's log to add to it.
type Log struct {
	Consortium string // key
	Last       string // last head, signed; empty for the empty log
	Edge       *seal.Edge
	Tail       []seal.Leaf // leaves of the last tile, if it is not full
	Tally      seal.Tally
	Salts      Salts // of what the facts to be sealed point at
}

// Growth is what sealing a few facts adds to the stored log.
type Growth struct {
	Size  int64
	Head  string // signed
	At    time.Time
	Tiles map[seal.Tile][]seal.Hash
	Packs map[int64][]seal.Leaf // by number of tile
	Count map[[2]string]int64   // kind, month -> facts by now
	Salts []Salt                // new ones
}

// Grow seals the facts that follow the log's last one, in order. It decides
// everything and stores nothing.
func (l *Log) Grow(facts []Numbered, k *seal.Key, now time.Time) (Growth, error) {
	g := Growth{At: now, Count: map[[2]string]int64{}, Packs: map[int64][]seal.Leaf{}}
	if err := l.sound(); err != nil {
		return g, err
	}
	hashes := make([]seal.Hash, len(facts))
	for i, f := range facts {
		if f.Seq != l.Edge.Size+int64(i)+1 {
			return g, fault.Refuse("seal.problem.gap", "seq", l.Edge.Size+int64(i)+1, "next", f.Seq)
		}
		leaf := l.leaf(f, &g)
		hashes[i] = leaf.Hash()
		g.pack(leaf, l)
	}
	g.Tiles = l.Edge.Append(hashes)
	g.Size = l.Edge.Size
	head := seal.Head{Origin: seal.Origin(l.Consortium), Size: g.Size, Root: l.Edge.Root(), At: now, Tally: l.Tally.Digest()}
	var err error
	g.Head, err = head.Sign(k)
	return g, err
}

// sound refuses to add to a log whose edge is not that of its last head: what
// was signed once must not be carried on from something else.
func (l *Log) sound() error {
	if l.Last == "" && l.Edge.Size == 0 {
		return nil
	}
	head, err := seal.UncheckedHead(l.Last)
	if err != nil {
		return err
	}
	if head.Size != l.Edge.Size || head.Root != l.Edge.Root() || head.Tally != l.Tally.Digest() {
		return broken("size", head.Size)
	}
	return nil
}

// leaf makes the leaf of a fact, with salts for what it hides.
func (l *Log) leaf(f Numbered, g *Growth) seal.Leaf {
	leaf := plain(f, 0)
	leaf.Nth = l.Tally.Next(leaf.Kind, leaf.Month())
	g.Count[[2]string{leaf.Kind, leaf.Month()}] = leaf.Nth
	for _, h := range hiddenOf(f) {
		salt, made := l.Salts.ensure(h.about, f.Seq)
		if made {
			g.Salts = append(g.Salts, salt)
		}
		*h.at(&leaf.Hidden) = seal.Commit(salt.Value, h.field, h.value)
	}
	return leaf
}

// pack puts a leaf behind those of its tile.
func (g *Growth) pack(leaf seal.Leaf, l *Log) {
	n := (leaf.Seq - 1) / seal.TileWidth
	if _, begun := g.Packs[n]; !begun && n == l.Edge.Size/seal.TileWidth {
		g.Packs[n] = slices.Clone(l.Tail)
	}
	g.Packs[n] = append(g.Packs[n], leaf)
}

func sortedNames(m map[string]string) []string { return slices.Sorted(maps.Keys(m)) }
