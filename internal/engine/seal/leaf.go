package seal

import (
	"bytes"
	"encoding/json"

	"golang.org/x/mod/sumdb/tlog"
)

// Hash is a hash of the tree, SHA-256.
type Hash = tlog.Hash

// LeafVersion is the form of leaves that this program makes.
const LeafVersion = 1

// Leaf is the sealed form of a fact. Its canonical bytes are its JSON object
// without spaces, fields in this order, names of dimensions sorted, empty
// optional fields left out.
type Leaf struct {
	Version  int               `json:"v"`
	Seq      int64             `json:"seq"` // place in the log, from 1
	ID       string            `json:"id"`
	Kind     string            `json:"kind"`
	Nth      int64             `json:"nth"` // number within its kind and month of counting, from 1
	On       string            `json:"on"`  // day on which it counts, 2026-04-09
	At       string            `json:"at"`  // instant when it was recorded, RFC 3339, UTC, microseconds
	Quantity int64             `json:"quantity"`
	Unit     string            `json:"unit"`
	Scope    string            `json:"scope"`
	Owner    string            `json:"owner,omitempty"` // an organisation
	Dims     map[string]string `json:"dims,omitempty"`
	Record   string            `json:"record"` // kind of the record behind it
	Reverses string            `json:"reverses,omitempty"`
	Hidden   Hidden            `json:"hidden"`
}

// Hidden are the commitments of a leaf to what points at a person or may; an
// empty one says that the fact has no such thing.
type Hidden struct {
	Subject  string `json:"subject,omitempty"`
	Record   string `json:"record,omitempty"`
	Person   string `json:"person,omitempty"`
	Evidence string `json:"evidence,omitempty"`
	Reason   string `json:"reason,omitempty"`
}

// Month is the month in which the leaf counts: "2026-04".
func (l Leaf) Month() string { return l.On[:min(len(l.On), 7)] }

// Bytes are the canonical bytes.
func (l Leaf) Bytes() []byte { return canonical(l) }

// Hash is the hash of the leaf in the tree.
func (l Leaf) Hash() Hash { return tlog.RecordHash(l.Bytes()) }

// canonical is JSON without spaces and without the escapes that HTML wants;
// keys of maps are sorted.
func canonical(v any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil { // strings, integers and maps of them always encode
		panic("seal: " + err.Error())
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}
