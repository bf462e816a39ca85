package seal

import (
	"errors"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"
)

const (
	tileHeight = 8 // levels of a tile
	// TileWidth is how many hashes a full tile holds, and how many leaves stand
	// below one of level 0.
	TileWidth = 1 << tileHeight
)

// Tile names hashes N*TileWidth and following of every eighth level: those of
// Level 0 are the hashes of leaves, those of Level 1 the roots of full tiles of
// Level 0, and so on.
type Tile struct {
	Level int
	N     int64
}

// Tiles reads stored tiles: the hashes of one, TileWidth of them at most.
type Tiles interface {
	Tile(t Tile) ([]Hash, error)
}

// errShort is found when a stored tile holds fewer hashes than the size of the
// tree says.
var errShort = errors.New("seal: a stored tile is too short")

// reader gives tlog single hashes out of tiles. It remembers the tile that it
// read last: hashes are mostly asked for in order.
type reader struct {
	tiles Tiles
	last  map[int]Tile
	data  map[int][]byte
}

func readerOf(tiles Tiles) *reader {
	return &reader{tiles, map[int]Tile{}, map[int][]byte{}}
}

// ReadHashes implements tlog.HashReader.
func (r *reader) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	list := make([]tlog.Hash, len(indexes))
	for i, x := range indexes {
		want := tlog.TileForIndex(tileHeight, x)
		data, err := r.read(Tile{want.L, want.N})
		if err != nil {
			return nil, err
		}
		if len(data) < want.W*tlog.HashSize {
			return nil, fmt.Errorf("%w: level %d, number %d", errShort, want.L, want.N)
		}
		if list[i], err = tlog.HashFromTile(want, data[:want.W*tlog.HashSize], x); err != nil {
			return nil, err
		}
	}
	return list, nil
}

func (r *reader) read(t Tile) ([]byte, error) {
	if last, ok := r.last[t.Level]; ok && last == t {
		return r.data[t.Level], nil
	}
	hashes, err := r.tiles.Tile(t)
	if err != nil {
		return nil, err
	}
	data := make([]byte, 0, len(hashes)*tlog.HashSize)
	for _, h := range hashes {
		data = append(data, h[:]...)
	}
	r.last[t.Level], r.data[t.Level] = t, data
	return data, nil
}

// Root is the root of the tree of the first size leaves. The tree of no leaves
// has the zero Hash.
func Root(size int64, tiles Tiles) (Hash, error) {
	if size == 0 {
		return Hash{}, nil
	}
	return tlog.TreeHash(size, readerOf(tiles))
}
