// Package eight reads text eight bytes at a time, as one number whose lowest byte
// is the first, with ordinary arithmetic and without a branch for each byte.
package eight

import (
	"encoding/binary"
	"math/bits"
)

const (
	each8 = 0x0101010101010101
	high8 = 0x8080808080808080
)

// Word returns the eight bytes from text[at] on.
func Word(text []byte, at int) uint64 { return binary.LittleEndian.Uint64(text[at:]) }

// marks marks the first byte c of eight in its highest bit; further marks mean
// nothing.
func marks(w uint64, c byte) uint64 {
	w ^= uint64(c) * each8
	return (w - each8) &^ w & high8
}

// Comma returns the distance to the next comma, -1 without one.
func Comma(text []byte, at int) int {
	for from := at; at+8 <= len(text); at += 8 {
		if hit := marks(Word(text, at), ','); hit != 0 {
			return at - from + bits.TrailingZeros64(hit)/8
		}
	}
	return -1
}

// Number reads the digits at the beginning of w: their value, and how many they
// are. All eight digits are added up at once (pairs, pairs of pairs, halves).
func Number(w uint64) (n uint32, size int) {
	t := w ^ '0'*each8
	other := (t + (0x80-10)*each8 | t) & high8 // the lowest bit marks the first that is no digit
	size = bits.TrailingZeros64(other) / 8
	t <<= (64 - 8*size) & 63 // leading zeros instead of what follows
	t = t * (10<<8 + 1) >> 8 & 0x00ff00ff00ff00ff
	t = t * (100<<16 + 1) >> 16 & 0x0000ffff0000ffff
	return uint32(t * (10000<<32 + 1) >> 32), size
}

// Short returns the name with which w begins and the comma behind it, and how
// long both are; 0 if there is no comma.
func Short(w uint64) (key uint64, size int) {
	hit := marks(w, ',')
	if hit == 0 {
		return 0, 0
	}
	return w & (hit ^ (hit - 1)), (bits.TrailingZeros64(hit) + 1) / 8
}
