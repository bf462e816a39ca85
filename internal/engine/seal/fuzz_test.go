package seal

import (
	"bytes"
	"encoding/json"
	"testing"
	"time"

	"tongpin/internal/engine/message"
)

// sample is a small honest bundle: two kinds, one figure, and a leaf of another
// kind that the figure does not count.
func sample(t testing.TB, k *Key) Bundle {
	t.Helper()
	tally := Tally{}
	var leaves []Leaf
	var hashes []Hash
	for i, kind := range []string{"a", "b", "a", "a", "b"} {
		l := Leaf{Version: LeafVersion, Seq: int64(i + 1), ID: "x", Kind: kind, On: "2026-03-05", Quantity: 1, Unit: "u", Scope: "consortium", Record: "r"}
		l.Nth = tally.Next(kind, l.Month())
		hashes = append(hashes, l.Hash())
		if kind == "a" {
			leaves = append(leaves, l)
		}
	}
	tiles := planted(t, hashes, func() int { return 2 })
	root, err := Root(5, tiles)
	if err != nil {
		t.Fatal(err)
	}
	proof, err := Prove(5, []int64{0, 2, 3}, tiles)
	if err != nil {
		t.Fatal(err)
	}
	b := Bundle{
		Version: BundleVersion, Consortium: "home", Tally: tally.Part([]string{"a"}), Leaves: leaves, Proof: JoinHashes(proof),
		Definitions: []Definition{{Key: "m", Kinds: []string{"a"}, Measure: "sum", Unit: "u"}},
		Figures:     []Figure{{Key: "m", Slice: Slice{Scope: "consortium"}, Period: Period{Name: "2026-Q1", From: "2026-01-01", To: "2026-03-31"}, Value: 3, Facts: 3}},
	}
	if b.Head, err = (Head{Origin: Origin("home"), Size: 5, Root: root, At: time.Unix(0, 0).UTC(), Tally: tally.Digest()}).Sign(k); err != nil {
		t.Fatal(err)
	}
	if err := b.Sign(k, 5, NoContent); err != nil {
		t.Fatal(err)
	}
	return b
}

func TestBundleHoldsOnlyWhole(t *testing.T) {
	k, own := keyed(t)
	if _, err := func() (Checked, error) { b := sample(t, k); return b.Check(own) }(); err != nil {
		t.Fatal(err)
	}
	other, _ := keyed(t)
	cases := map[string]struct {
		change func(*Bundle)
		says   string
	}{
		"leaf changed":       {func(b *Bundle) { b.Leaves[1].Quantity = 2 }, "seal.problem.leaves"},
		"leaf dropped":       {func(b *Bundle) { b.Leaves = b.Leaves[:2] }, "seal.problem.leaves"},
		"leaves swapped":     {func(b *Bundle) { b.Leaves[0], b.Leaves[1] = b.Leaves[1], b.Leaves[0] }, "seal.problem.leaf_form"},
		"value changed":      {func(b *Bundle) { b.Figures[0].Value = 4 }, "seal.problem.figures"},
		"definition changed": {func(b *Bundle) { b.Definitions[0].Kinds[0] = "b" }, "seal.problem.figures"},
		"head changed":       {func(b *Bundle) { b.Head = "tongpin/home\n6" + b.Head[14:] }, "seal.problem.head_signature"},
		"head of another":    {func(b *Bundle) { b.Consortium = "twin" }, "seal.problem.origin"},
		"count lowered":      {func(b *Bundle) { b.Tally[0].Months["2026-03"] = 2 }, "seal.problem.tally"},
		"count twice":        {func(b *Bundle) { b.Tally = append(b.Tally, b.Tally[1]) }, "seal.problem.tally"},
		"count hidden":       {func(b *Bundle) { b.Tally = Tally{"a": {"2026-03": 3}, "b": {"2026-03": 2}}.Part(nil) }, "seal.problem.months"},
		"proof cut":          {func(b *Bundle) { b.Proof = b.Proof[4:] }, "seal.problem.proof_form"},
		"signed anew":        {func(b *Bundle) { _ = b.Sign(other, 5, NoContent) }, "seal.problem.statement_signature"},
		"other statement":    {func(b *Bundle) { _ = b.Sign(k, 4, NoContent) }, "seal.problem.statement_other"},
		"no definition":      {func(b *Bundle) { b.Definitions = nil; _ = b.Sign(k, 5, NoContent) }, "seal.problem.definition"},
		"own selection": {func(b *Bundle) { // an honest proof of too few leaves, signed by the operator
			b.Leaves = nil
			b.Proof = JoinHashes([]Hash{mustRoot(t, b.Head)})
		}, "seal.problem.missing"},
	}
	for name, c := range cases {
		b := sample(t, k)
		c.change(&b)
		if _, err := b.Check(own); err == nil || err.(*message.Message).Key != message.Key(c.says) {
			t.Errorf("%s: %v, want %s", name, err, c.says)
		}
	}
}

// mustRoot is the whole tree as one hash: a proof that no leaf is shown.
func mustRoot(t *testing.T, head string) Hash {
	t.Helper()
	h, err := UncheckedHead(head)
	if err != nil {
		t.Fatal(err)
	}
	return h.Root
}

// FuzzBundle reads whatever comes as a bundle: it never panics, and nothing but
// the honest bundle holds.
func FuzzBundle(f *testing.F) {
	k, own := keyed(f)
	honest := sample(f, k)
	text, err := json.Marshal(honest)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(text)
	f.Add(bytes.Replace(text, []byte(`"seq":3`), []byte(`"seq":9223372036854775807`), 1))
	f.Add(bytes.Replace(text, []byte(`"value":3`), []byte(`"value":2`), 1))
	f.Add([]byte(`{"version":1,"leaves":[{}],"tally":[{}]}`))
	f.Add([]byte("null"))
	f.Fuzz(func(t *testing.T, text []byte) {
		b, err := ReadBundle(bytes.NewReader(text))
		if err != nil {
			return
		}
		if _, err := b.Check(own); err != nil {
			return
		}
		b.Key = honest.Key // says whom to ask; the check takes its keys from elsewhere
		got, _ := json.Marshal(b)
		want, _ := json.Marshal(honest)
		if !bytes.Equal(got, want) {
			t.Fatalf("a forged bundle holds:\n%s", got)
		}
	})
}

// FuzzHead opens whatever comes as a signed head.
func FuzzHead(f *testing.F) {
	k, own := keyed(f)
	signed := sample(f, k).Head
	f.Add(signed)
	f.Add("tongpin/home\n5\n\n\n\n\n\u2014 tongpin AAAA\n")
	f.Add("")
	f.Fuzz(func(t *testing.T, text string) {
		if h, err := OpenHead(text, own); err == nil && h.Size != 5 {
			t.Fatalf("a forged head opens: %+v", h)
		}
		if h, err := UncheckedHead(text); err == nil && h.text()+"\n" != text[:len(h.text())+1] {
			t.Fatalf("a head has two spellings: %q", text)
		}
	})
}
