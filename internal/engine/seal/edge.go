package seal

import (
	"fmt"

	"golang.org/x/mod/sumdb/tlog"
)

// Edge is the right edge of a tree, where it grows: its size and the tiles that
// are not full. The zero Edge is that of the empty tree.
type Edge struct {
	Size int64
	open [][]Hash // by level
}

// EdgeOf reads the edge of a stored tree.
func EdgeOf(size int64, tiles Tiles) (*Edge, error) {
	e := &Edge{Size: size}
	for level, n := 0, size; n > 0; level, n = level+1, n/TileWidth {
		var hashes []Hash
		if width := int(n % TileWidth); width > 0 {
			t := Tile{level, n / TileWidth}
			stored, err := tiles.Tile(t)
			if err != nil {
				return nil, err
			}
			if len(stored) < width {
				return nil, fmt.Errorf("%w: level %d, number %d", errShort, t.Level, t.N)
			}
			hashes = append(hashes, stored[:width]...)
		}
		e.open = append(e.open, hashes)
	}
	return e, nil
}

// Append adds leaves. It returns every tile that is new or has grown.
func (e *Edge) Append(leaves []Hash) map[Tile][]Hash {
	grown := map[Tile][]Hash{}
	for _, h := range leaves {
		e.add(0, h, e.Size, grown)
		e.Size++
	}
	for level, n := 0, e.Size; n > 0; level, n = level+1, n/TileWidth {
		if level < len(e.open) && len(e.open[level]) > 0 {
			grown[Tile{level, n / TileWidth}] = append([]Hash(nil), e.open[level]...)
		}
	}
	return grown
}

// add puts hash number n of a level into the open tile of the level; a tile that
// is full then becomes a hash of the level above.
func (e *Edge) add(level int, h Hash, n int64, grown map[Tile][]Hash) {
	if level == len(e.open) {
		e.open = append(e.open, nil)
	}
	e.open[level] = append(e.open[level], h)
	if len(e.open[level]) < TileWidth {
		return
	}
	full := e.open[level]
	e.open[level] = nil
	grown[Tile{level, n / TileWidth}] = full
	e.add(level+1, fold(full), n/TileWidth, grown)
}

// Root is the root of the tree at its present size.
func (e *Edge) Root() Hash {
	var root Hash
	begun := false
	for level := range e.open { // from the smallest subtrees to the largest
		hashes := e.open[level]
		for len(hashes) > 0 {
			width := len(hashes) & -len(hashes) // the last complete subtree
			part := fold(hashes[len(hashes)-width:])
			if begun {
				part = tlog.NodeHash(part, root)
			}
			root, begun = part, true
			hashes = hashes[:len(hashes)-width]
		}
	}
	return root
}

// fold is the root of a complete subtree; len(hashes) is a power of two.
func fold(hashes []Hash) Hash {
	if len(hashes) == 1 {
		return hashes[0]
	}
	half := len(hashes) / 2
	return tlog.NodeHash(fold(hashes[:half]), fold(hashes[half:]))
}
