package sealing

import (
	"bytes"
	"encoding/json"
	"errors"
	"reflect"
	"slices"
	"strconv"

	"tongpin/internal/core/metric"
	"tongpin/internal/engine/message"
	"tongpin/internal/engine/seal"
	"tongpin/internal/platform/fault"
)

// ProofMember is the member of a published paper that holds its bundle.
const ProofMember = "proof"

// Trust is what a paper is checked against. Without Keys the key that the paper
// itself names is taken, which only proves that the paper is in itself whole.
type Trust struct {
	Keys  string              // public keys, one a line
	Head  string              // a published head that must be the paper's
	Known []metric.Definition // how this program counts; empty to take the paper's word
}

// Verified is what a check found true.
type Verified struct {
	Bundle  seal.Bundle
	Head    seal.Head
	Content bool // the paper's own words are covered, not only its figures
	OwnKey  bool // the key was taken from the paper
}

// Verify proves a bundle: signatures, leaves, completeness, and each figure
// recomputed from its leaves. It is pure and needs no database. The error is a
// fault that says what does not hold.
func Verify(b seal.Bundle, t Trust) (Verified, error) {
	v := Verified{Bundle: b, OwnKey: t.Keys == "" && t.Head == ""}
	keys := t.Keys
	if keys == "" {
		keys = b.Key
	}
	verifiers, err := seal.ReadVerifiers(keys)
	if err != nil {
		return v, fault.Wrong("key", keys, "seal.problem.key")
	}
	checked, err := b.Check(verifiers)
	if err != nil {
		return v, refusal(err)
	}
	v.Head, v.Content = checked.Head, checked.Statement.Content != seal.NoContent
	if err := published(t.Head, checked.Head, verifiers); err != nil {
		return v, err
	}
	if err := defined(b, t.Known); err != nil {
		return v, err
	}
	return v, recount(b)
}

// VerifyFile proves a published paper: a JSON object with a bundle as its member
// "proof", or a bundle alone. Figures that the paper lists under "figures" must
// be those of the bundle, and its words those that were signed.
func VerifyFile(text []byte, t Trust) (Verified, error) {
	var paper map[string]json.RawMessage
	if err := json.Unmarshal(text, &paper); err != nil {
		return Verified{}, fault.Refuse("seal.problem.json", "problem", misread(err))
	}
	proof, isPaper := paper[ProofMember]
	_, isBundle := paper["leaves"]
	if isBundle {
		proof, isPaper = text, false
	} else if !isPaper {
		return Verified{}, fault.Refuse("seal.problem.no_proof")
	}
	b, err := seal.ReadBundle(bytes.NewReader(proof))
	if err != nil {
		return Verified{}, fault.Refuse("seal.problem.bundle", "problem", misread(err))
	}
	v, err := Verify(b, t)
	v.Content = v.Content && isPaper
	if err != nil || !isPaper {
		return v, err
	}
	if err := stated(paper["figures"], b.Figures); err != nil {
		return v, err
	}
	return v, covered(text, b)
}

// misread says where JSON could not be read, for the text of a fault; what else is
// wrong with it is said in the words of the library.
func misread(err error) any {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		return fault.Refuse("seal.problem.byte", "at", syntax.Offset)
	case errors.As(err, &kind) && kind.Field != "":
		return fault.Refuse("seal.problem.member", "member", kind.Field)
	case errors.As(err, &kind):
		return fault.Refuse("seal.problem.byte", "at", kind.Offset)
	}
	return err.Error()
}

// covered proves that the words of a paper are those that were signed.
func covered(text []byte, b seal.Bundle) error {
	digest, err := seal.Digest(text, ProofMember)
	if err != nil {
		return fault.Refuse("seal.problem.json", "problem", misread(err))
	}
	if s, err := seal.UncheckedStatement(b.Statement); err != nil || s.Content != digest {
		return fault.Refuse("seal.problem.content")
	}
	return nil
}

// stated proves that the figures that a paper lists are those of its proof.
func stated(list json.RawMessage, proved []seal.Figure) error {
	if list == nil {
		return nil
	}
	var figures []struct {
		Key    string      `json:"key"`
		Slice  seal.Slice  `json:"slice"`
		Period seal.Period `json:"period"`
		Value  int64       `json:"value"`
	}
	if err := json.Unmarshal(list, &figures); err != nil {
		return fault.Refuse("seal.problem.listed", "problem", misread(err))
	}
	for _, f := range figures {
		i := slices.IndexFunc(proved, func(p seal.Figure) bool { return p.Key == f.Key && p.Slice == f.Slice && p.Period == f.Period })
		if i < 0 {
			return fault.Refuse("seal.problem.unproved", "figure", f.Key)
		}
		if proved[i].Value != f.Value {
			return fault.Refuse("seal.problem.stated", "figure", f.Key, "stated", f.Value, "proved", proved[i].Value)
		}
	}
	return nil
}

// published compares the head of a bundle with one that was got elsewhere.
func published(text string, head seal.Head, keys seal.Verifiers) error {
	if text == "" {
		return nil
	}
	var c Consistency
	if json.Unmarshal([]byte(text), &c) == nil {
		return consistent(c, head, keys)
	}
	known, err := seal.OpenHead(text, keys)
	switch {
	case err != nil:
		return fault.Refuse("seal.problem.given_head")
	case known.Size != head.Size:
		return fault.Refuse("seal.problem.head_size", "given", known.Size, "size", head.Size, "digits", strconv.FormatInt(head.Size, 10))
	case known.Root != head.Root || known.Origin != head.Origin || known.Tally != head.Tally:
		return fault.Refuse("seal.problem.head_differs", "size", head.Size)
	}
	return nil
}

// consistent proves that a published head leads to the head of the bundle, or
// the other way round.
func consistent(c Consistency, head seal.Head, keys seal.Verifiers) error {
	from, err1 := seal.OpenHead(c.From, keys)
	to, err2 := seal.OpenHead(c.To, keys)
	proof, err3 := seal.SplitHashes(c.Proof)
	if errors.Join(err1, err2, err3) != nil {
		return fault.Refuse("seal.problem.given_head")
	}
	if (from.Size != head.Size || from.Root != head.Root) && (to.Size != head.Size || to.Root != head.Root) {
		return fault.Refuse("seal.problem.head_differs", "size", head.Size)
	}
	if seal.CheckExtends(from, to, proof) != nil {
		return fault.Refuse("seal.problem.fork", "from", from.Size, "to", to.Size)
	}
	return nil
}

// defined compares how the bundle says that its figures are counted with how
// this program counts them.
func defined(b seal.Bundle, known []metric.Definition) error {
	for _, d := range b.Definitions {
		i := slices.IndexFunc(known, func(k metric.Definition) bool { return k.Key == d.Key })
		if i >= 0 && !reflect.DeepEqual(metricOf(definitionOf(known[i])), metricOf(d)) {
			return fault.Refuse("seal.problem.counted_otherwise", "figure", d.Key)
		}
	}
	return nil
}

// recount computes each figure from the leaves.
func recount(b seal.Bundle) error {
	all := groups(b.Leaves)
	for _, f := range b.Figures {
		d, _ := b.Definition(f.Key) // Check found it
		if value, facts := compute(d, f, b.Leaves, all); value != f.Value || facts != f.Facts {
			return fault.Refuse("seal.problem.value", "figure", f.Key, "stated", f.Value, "computed", value)
		}
	}
	return nil
}

// refusal turns a problem of the engine into a fault.
func refusal(err error) error {
	var m *message.Message
	if errors.As(err, &m) {
		key, args := m.Text()
		return fault.Refuse(key, args...)
	}
	return err
}
