package seal

import (
	"errors"
	"slices"

	"tongpin/internal/engine/message"
)

func problem(key message.Key, args ...any) error { return message.New(key, args...) }

// Checked is what the signatures of a bundle say, once they hold.
type Checked struct {
	Head      Head
	Statement Statement
}

// Check proves a bundle under keys, all but the arithmetic of its figures:
//
//   - the head is signed and of the bundle's consortium,
//   - the statement is signed, of this head, and of these figures,
//   - every leaf stands in the tree of the head,
//   - of the kinds and months that the figures count, no leaf is left out.
//
// The error is a *message.Message, why the bundle does not hold.
func (b *Bundle) Check(keys Verifiers) (Checked, error) {
	c, err := b.signatures(keys)
	if err != nil {
		return c, err
	}
	if err := b.inclusion(c.Head); err != nil {
		return c, err
	}
	return c, b.complete(c.Head)
}

func (b *Bundle) signatures(keys Verifiers) (c Checked, err error) {
	if c.Head, err = OpenHead(b.Head, keys); err != nil {
		return c, signatureProblem(err, "seal.problem.head_signature", "seal.problem.head_form")
	}
	if c.Head.Origin != Origin(b.Consortium) {
		return c, problem("seal.problem.origin", "origin", c.Head.Origin, "consortium", b.Consortium)
	}
	text, err := keys.open(b.Statement)
	if err == nil {
		c.Statement, err = parseStatement(text)
	}
	if err != nil {
		return c, signatureProblem(err, "seal.problem.statement_signature", "seal.problem.statement_form")
	}
	if c.Statement.Consortium != b.Consortium || c.Statement.Size != c.Head.Size {
		return c, problem("seal.problem.statement_other")
	}
	if c.Statement.Figures != b.digestOfFigures() {
		return c, problem("seal.problem.figures")
	}
	return c, nil
}

// signatureProblem tells a wrong signature from a text that is none of ours.
func signatureProblem(err error, signature, form message.Key) error {
	if errors.Is(err, ErrSignature) {
		return problem(signature)
	}
	return problem(form)
}

func (b *Bundle) inclusion(head Head) error {
	proof, err := SplitHashes(b.Proof)
	if err != nil {
		return problem("seal.problem.proof_form")
	}
	if head.Size == 0 && len(b.Leaves) == 0 && len(proof) == 0 && head.Root == (Hash{}) {
		return nil
	}
	places, hashes := make([]int64, len(b.Leaves)), make([]Hash, len(b.Leaves))
	for i, l := range b.Leaves {
		if l.Version != LeafVersion || l.Seq < 1 || l.Seq > head.Size || i > 0 && l.Seq <= b.Leaves[i-1].Seq {
			return problem("seal.problem.leaf_form", "seq", l.Seq)
		}
		places[i], hashes[i] = l.Seq-1, l.Hash()
	}
	root, err := RootOf(head.Size, places, hashes, proof)
	if err != nil || root != head.Root {
		return problem("seal.problem.leaves")
	}
	return nil
}

// complete proves by the tally that no leaf was left out.
func (b *Bundle) complete(head Head) error {
	tally := Tally{}
	for i, k := range b.Tally {
		if i > 0 && k.Kind <= b.Tally[i-1].Kind || (k.Months != nil) == (k.Digest != "") {
			return problem("seal.problem.tally")
		}
		tally[k.Kind] = k.Months
	}
	if digestOfParts(b.Tally) != head.Tally {
		return problem("seal.problem.tally")
	}
	shown := map[[2]string]int64{}
	for _, l := range b.Leaves {
		block := [2]string{l.Kind, l.Month()}
		if shown[block]++; l.Nth != shown[block] {
			return problem("seal.problem.missing", "kind", l.Kind, "month", l.Month(), "nth", shown[block])
		}
	}
	for _, f := range b.Figures {
		d, ok := b.Definition(f.Key)
		if !ok {
			return problem("seal.problem.definition", "figure", f.Key)
		}
		if err := b.covers(d, f, tally, shown); err != nil {
			return err
		}
	}
	return nil
}

func (b *Bundle) covers(d Definition, f Figure, tally Tally, shown map[[2]string]int64) error {
	for _, k := range b.Tally {
		if slices.Contains(d.Kinds, k.Kind) && k.Months == nil {
			return problem("seal.problem.months", "figure", f.Key, "kind", k.Kind)
		}
	}
	for kind, months := range d.Needs(f.Period, tally) {
		for _, month := range months {
			if shown[[2]string{kind, month}] != tally[kind][month] {
				return problem("seal.problem.missing", "kind", kind, "month", month, "nth", shown[[2]string{kind, month}]+1)
			}
		}
	}
	return nil
}

// Definition finds a definition of the bundle.
func (b *Bundle) Definition(key string) (Definition, bool) {
	i := slices.IndexFunc(b.Definitions, func(d Definition) bool { return d.Key == key })
	if i < 0 {
		return Definition{}, false
	}
	return b.Definitions[i], true
}
