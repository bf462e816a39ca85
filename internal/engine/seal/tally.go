package seal

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"hash"
	"maps"
	"slices"
)

// Tally tells how many facts of each kind count in each month: kind -> month
// ("2026-04") -> facts. A head commits to it, so that nothing can be left out of
// a proof unseen.
type Tally map[string]map[string]int64

// Next counts one more fact and returns its number within kind and month.
func (t Tally) Next(kind, month string) int64 {
	if t[kind] == nil {
		t[kind] = map[string]int64{}
	}
	t[kind][month]++
	return t[kind][month]
}

// Digest is what a head holds of the tally.
func (t Tally) Digest() string {
	kinds := make(map[string]string, len(t))
	for kind, months := range t {
		kinds[kind] = digestOfMonths(months)
	}
	return digestOfKinds(kinds)
}

// Part is a tally with the months of some kinds, and of the others only the
// digest: enough to recompute the head's.
func (t Tally) Part(kinds []string) []KindTally {
	var list []KindTally
	for _, kind := range slices.Sorted(maps.Keys(t)) {
		if slices.Contains(kinds, kind) {
			list = append(list, KindTally{Kind: kind, Months: maps.Clone(t[kind])})
		} else {
			list = append(list, KindTally{Kind: kind, Digest: digestOfMonths(t[kind])})
		}
	}
	return list
}

// KindTally is the tally of one kind, in full or as its digest.
type KindTally struct {
	Kind   string           `json:"kind"`
	Digest string           `json:"digest,omitempty"`
	Months map[string]int64 `json:"months,omitempty"`
}

func (k KindTally) digest() string {
	if k.Months != nil {
		return digestOfMonths(k.Months)
	}
	return k.Digest
}

// digestOfParts is the digest of a tally of which only parts are known.
func digestOfParts(list []KindTally) string {
	kinds := make(map[string]string, len(list))
	for _, k := range list {
		kinds[k.Kind] = k.digest()
	}
	return digestOfKinds(kinds)
}

func digestOfMonths(months map[string]int64) string {
	h := sha256.New()
	for _, month := range slices.Sorted(maps.Keys(months)) {
		fmt.Fprintf(h, "%q %d\n", month, months[month])
	}
	return sum64(h)
}

func digestOfKinds(kinds map[string]string) string {
	h := sha256.New()
	for _, kind := range slices.Sorted(maps.Keys(kinds)) {
		fmt.Fprintf(h, "%q %q\n", kind, kinds[kind])
	}
	return sum64(h)
}

func sum64(h hash.Hash) string { return base64.StdEncoding.EncodeToString(h.Sum(nil)) }
