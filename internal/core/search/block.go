package search

import (
	"fmt"
	"math/bits"
)

// blockSize is how many documents, by number, one row of grams is about. Their
// place in it fits into two characters of 6 bits.
const blockSize = 4096

const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_"

var values = func() (v [256]int8) {
	for i := range v {
		v[i] = -1
	}
	for i, c := range []byte(digits) {
		v[c] = int8(i)
	}
	return v
}()

// written is the place of a document in its block, as it stands in the row. New
// ones are put behind those that are there.
func written(number int64) string {
	place := number % blockSize
	return string([]byte{digits[place/64], digits[place%64]})
}

// block is a set of documents of one block.
type block [blockSize / 64]uint64

// read adds the documents of a row.
func (b *block) read(row string) error {
	if len(row)%2 != 0 {
		return fmt.Errorf("search: a row of %d characters", len(row))
	}
	for i := 0; i < len(row); i += 2 {
		high, low := values[row[i]], values[row[i+1]]
		if high < 0 || low < 0 {
			return fmt.Errorf("search: %q is no document", row[i:i+2])
		}
		b[high] |= 1 << low
	}
	return nil
}

// both keeps what the other block has too.
func (b *block) both(other *block) {
	for i := range b {
		b[i] &= other[i]
	}
}

// count is the number of documents.
func (b *block) count() (n int) {
	for _, word := range b {
		n += bits.OnesCount64(word)
	}
	return n
}

// each calls fn for the place of every document, in order.
func (b *block) each(fn func(place int64)) {
	for i, word := range b {
		for ; word != 0; word &= word - 1 {
			fn(int64(i)*64 + int64(bits.TrailingZeros64(word)))
		}
	}
}
