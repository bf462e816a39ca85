package seal

import (
	"bytes"
	"compress/flate"
	"encoding/base64"
	"encoding/json"
	"io"
)

// maxPack bounds what one pack unfolds to: TileWidth leaves of 64 KiB.
const maxPack = TileWidth << 16

// PackLeaves folds the leaves below one tile of level 0 into a text for the
// database, 150 to 250 bytes a leaf.
func PackLeaves(leaves []Leaf) string {
	var b bytes.Buffer
	w, _ := flate.NewWriter(&b, flate.BestSpeed) // a valid level; the best packs 3 % smaller and takes twice as long
	for _, l := range leaves {
		_, _ = w.Write(append(l.Bytes(), '\n')) // to memory
	}
	_ = w.Close()
	return base64.StdEncoding.EncodeToString(b.Bytes())
}

// UnpackLeaves reads what PackLeaves wrote.
func UnpackLeaves(text string) ([]Leaf, error) {
	folded, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return nil, err
	}
	d := json.NewDecoder(io.LimitReader(flate.NewReader(bytes.NewReader(folded)), maxPack))
	var leaves []Leaf
	for {
		var l Leaf
		if err := d.Decode(&l); err == io.EOF {
			return leaves, nil
		} else if err != nil {
			return nil, err
		}
		leaves = append(leaves, l)
	}
}
