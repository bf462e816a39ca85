package seal

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"golang.org/x/mod/sumdb/tlog"
)

// BundleVersion is the form of bundles that this program makes.
const BundleVersion = 1

// Bundle proves figures. It can be checked without an account and offline.
type Bundle struct {
	Version     int          `json:"version"`
	Consortium  string       `json:"consortium"` // key
	Key         string       `json:"key"`        // public key; compare it with the published one
	Head        string       `json:"head"`       // signed Head
	Statement   string       `json:"statement"`  // signed Statement
	Tally       []KindTally  `json:"tally"`
	Definitions []Definition `json:"definitions"`
	Figures     []Figure     `json:"figures"`
	Leaves      []Leaf       `json:"leaves"` // of all kinds and months that the figures count, by seq
	Proof       string       `json:"proof"`  // hashes of Prove, joined, base64
}

// Definition is how a figure is counted, as core/metric defines it.
type Definition struct {
	Key     string              `json:"key"`
	Kinds   []string            `json:"kinds"`
	Where   map[string][]string `json:"where,omitempty"`
	Measure string              `json:"measure"`
	Having  *Having             `json:"having,omitempty"`
	Stock   bool                `json:"stock,omitempty"` // counts from the beginning, not from the period's
	Unit    string              `json:"unit"`
}

// Having is a dimension of which a subject must have all values.
type Having struct {
	Dimension string   `json:"dimension"`
	Values    []string `json:"values"`
}

// Slice narrows a figure, as core/metric does.
type Slice struct {
	Scope     string `json:"scope"`
	Owner     string `json:"owner,omitempty"`
	Dimension string `json:"dimension,omitempty"`
	Value     string `json:"value,omitempty"`
}

// Period is a span of days, both inside; an empty From is the beginning, an
// empty To without end.
type Period struct {
	Name string `json:"name"`
	From string `json:"from,omitempty"`
	To   string `json:"to,omitempty"`
}

// Figure is a published value.
type Figure struct {
	Key    string `json:"key"`
	Slice  Slice  `json:"slice"`
	Period Period `json:"period"`
	Value  int64  `json:"value"`
	Facts  int64  `json:"facts"` // how many leaves it counts
}

// Span are the days whose leaves count for the figure.
func (d Definition) Span(p Period) Period {
	if d.Stock {
		p.From = ""
	}
	return p
}

// Contains tells whether a day lies in the period.
func (p Period) Contains(day string) bool {
	return (p.From == "" || day >= p.From) && (p.To == "" || day <= p.To)
}

// touches tells whether any day of a month may lie in the period.
func (p Period) touches(month string) bool {
	return (p.From == "" || month >= p.From[:min(len(p.From), 7)]) && (p.To == "" || month <= p.To[:min(len(p.To), 7)])
}

// Needs are the kinds and months whose leaves a figure must be shown with.
func (d Definition) Needs(p Period, t Tally) map[string][]string {
	span, needs := d.Span(p), map[string][]string{}
	for _, kind := range d.Kinds {
		for month := range t[kind] {
			if span.touches(month) {
				needs[kind] = append(needs[kind], month)
			}
		}
	}
	return needs
}

// MaxBundle is the largest bundle that is read, in bytes.
const MaxBundle = 1 << 30

// ReadBundle reads a bundle; fields that it does not know are refused.
func ReadBundle(r io.Reader) (Bundle, error) {
	var b Bundle
	d := json.NewDecoder(io.LimitReader(r, MaxBundle))
	d.DisallowUnknownFields()
	if err := d.Decode(&b); err != nil {
		return b, err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return b, errors.New("something stands behind the proof")
	}
	if b.Version != BundleVersion {
		return b, fmt.Errorf("this program reads proofs of version %d, not %d", BundleVersion, b.Version)
	}
	return b, nil
}

// JoinHashes puts the hashes of a proof into text.
func JoinHashes(list []Hash) string {
	var b bytes.Buffer
	for _, h := range list {
		b.Write(h[:])
	}
	return base64.StdEncoding.EncodeToString(b.Bytes())
}

// SplitHashes reads what JoinHashes wrote.
func SplitHashes(text string) ([]Hash, error) {
	b, err := base64.StdEncoding.Strict().DecodeString(text)
	if err != nil || len(b)%tlog.HashSize != 0 {
		return nil, ErrForm
	}
	list := make([]Hash, len(b)/tlog.HashSize)
	for i := range list {
		copy(list[i][:], b[i*tlog.HashSize:])
	}
	return list, nil
}
