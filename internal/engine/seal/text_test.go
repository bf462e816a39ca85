package seal

import (
	"errors"
	"strings"
	"testing"
	"time"
)

// TestLeafBytesStay holds the canonical bytes still: a change of them would make
// every sealed log look forged.
func TestLeafBytesStay(t *testing.T) {
	l := Leaf{
		Version: 1, Seq: 7, ID: "01900001-0000-7000-8000-000000000001", Kind: "training.attended", Nth: 3, On: "2026-03-05",
		At: "2026-03-06T01:02:03.000004Z", Quantity: -1, Unit: "person_time", Scope: "consortium", Owner: "01900002-0000-7000-8000-000000000002",
		Dims: map[string]string{"level": "<4>", "category": "occupation"}, Record: "enrolment", Reverses: "01900001-0000-7000-8000-000000000000",
		Hidden: Hidden{Subject: "s", Record: "r", Person: "p", Evidence: "e", Reason: "w"},
	}
	const want = `{"v":1,"seq":7,"id":"01900001-0000-7000-8000-000000000001","kind":"training.attended","nth":3,"on":"2026-03-05","at":"2026-03-06T01:02:03.000004Z","quantity":-1,"unit":"person_time","scope":"consortium","owner":"01900002-0000-7000-8000-000000000002","dims":{"category":"occupation","level":"<4>"},"record":"enrolment","reverses":"01900001-0000-7000-8000-000000000000","hidden":{"subject":"s","record":"r","person":"p","evidence":"e","reason":"w"}}`
	if got := string(l.Bytes()); got != want {
		t.Errorf("the bytes of leaves changed:\n%s\n%s", got, want)
	}
	if got := l.Hash().String(); got != "IGAT5dtAOxWr4ZE01IvXSRx8pI6REXWkphNLOoOS1gw=" {
		t.Errorf("hash %s is not SHA-256 over a zero byte and the leaf", got)
	}
	if l.Month() != "2026-03" {
		t.Errorf("month %q", l.Month())
	}
}

func TestCommitments(t *testing.T) {
	a, b := NewSalt(), NewSalt()
	if a == b || len(a) != 43 {
		t.Fatalf("salts %q %q", a, b)
	}
	same := Commit(a, Subject, "x")
	if same != Commit(a, Subject, "x") {
		t.Error("the same subject has two commitments")
	}
	for _, other := range []string{Commit(b, Subject, "x"), Commit(a, Person, "x"), Commit(a, Subject, "y"), Commit("", Subject, "x")} {
		if other == same {
			t.Error("two things have one commitment")
		}
	}
	if Commit(a, "sub", "jectx") == Commit(a, "subj", "ectx") {
		t.Error("field and value run into each other")
	}
	if Commit(a, Subject, "") != "" {
		t.Error("nothing has a commitment")
	}
}

func keyed(t testing.TB) (*Key, Verifiers) {
	t.Helper()
	k, err := NewKey()
	if err != nil {
		t.Fatal(err)
	}
	v, err := ReadVerifiers("# ours\n\n" + k.Public + "\n" + k.Public)
	if err != nil {
		t.Fatal(err)
	}
	return k, v
}

func TestHeadsAreSigned(t *testing.T) {
	k, own := keyed(t)
	_, others := keyed(t)
	h := Head{Origin: Origin("home"), Size: 12, Root: Hash{1, 2}, At: time.Date(2026, 4, 10, 1, 30, 0, 0, time.UTC), Tally: Tally{"a": {"2026-04": 12}}.Digest()}
	signed, err := h.Sign(k)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := OpenHead(signed, own); err != nil || got != h {
		t.Errorf("%+v %v", got, err)
	}
	if got, err := UncheckedHead(signed); err != nil || got != h {
		t.Errorf("unchecked: %+v %v", got, err)
	}
	if _, err := OpenHead(signed, others); !errors.Is(err, ErrSignature) {
		t.Errorf("another's key: %v", err)
	}
	if _, err := OpenHead(signed, Verifiers{}); !errors.Is(err, ErrSignature) {
		t.Errorf("no key: %v", err)
	}
	for i := range len(signed) { // any letter
		other := signed[:i] + string(signed[i]^1) + signed[i+1:]
		if got, err := OpenHead(other, own); err == nil && got != h {
			t.Fatalf("letter %d can be changed", i)
		}
	}
	for _, text := range []string{"", "a\n12\n", strings.Replace(h.text(), "12\n", "012\n", 1), h.text() + "more\n", strings.Replace(h.text(), "Z\n", "+08:00\n", 1)} {
		if forged, err := k.sign(text); err == nil {
			if _, err := OpenHead(forged, own); !errors.Is(err, ErrForm) {
				t.Errorf("%q: %v", text, err)
			}
		}
	}
}

func TestKeysAreRead(t *testing.T) {
	k, _ := keyed(t)
	other, _ := keyed(t)
	if _, err := ReadKey(k.Private, other.Public); err == nil {
		t.Error("two halves of different keys fit")
	}
	if _, err := ReadKey("x", k.Public); err == nil {
		t.Error("x is a key")
	}
	if _, err := ReadVerifiers("tongpin+1+x"); err == nil {
		t.Error("that is a public key")
	}
}

func TestDigestKnowsOnlyContent(t *testing.T) {
	base, err := Digest([]byte(`{"a":1,"b":"<x>","proof":{"z":1}}`), "proof")
	if err != nil {
		t.Fatal(err)
	}
	for text, same := range map[string]bool{
		"{ \"b\": \"\\u003cx\\u003e\",\n\t\"a\": 1 }": true,
		`{"a":1,"b":"<x>","proof":2}`:                 true,
		`{"a":2,"b":"<x>"}`:                           false,
		`{"a":1.0,"b":"<x>"}`:                         false,
		`{"a":1,"b":"<x>","c":{"proof":1}}`:           false,
	} {
		if got, err := Digest([]byte(text), "proof"); err != nil || (got == base) != same {
			t.Errorf("%s: same %v (%v), want %v", text, got == base, err, same)
		}
	}
	for _, text := range []string{"", "{", `{} {}`} {
		if _, err := Digest([]byte(text)); err == nil {
			t.Errorf("%q has a digest", text)
		}
	}
}

func TestPacksUnfold(t *testing.T) {
	leaves := []Leaf{{Version: 1, Seq: 1, Kind: "a"}, {Version: 1, Seq: 2, Kind: "b", Dims: map[string]string{"x": "<y>"}}}
	got, err := UnpackLeaves(PackLeaves(leaves))
	if err != nil || len(got) != 2 || got[1].Hash() != leaves[1].Hash() {
		t.Errorf("%+v %v", got, err)
	}
	for _, text := range []string{"?", "AAAA", PackLeaves(leaves)[:20]} {
		if _, err := UnpackLeaves(text); err == nil {
			t.Errorf("%q unfolds", text)
		}
	}
	if _, err := SplitHashes(JoinHashes([]Hash{{1}})[1:]); err == nil {
		t.Error("half a hash is read")
	}
}
