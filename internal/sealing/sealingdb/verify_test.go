package sealingdb_test

import (
	"bytes"
	"context"
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"tongpin/internal/core/calendar"
	"tongpin/internal/core/metric"
	"tongpin/internal/engine/seal"
	"tongpin/internal/platform/dbtest"
	"tongpin/internal/platform/fault"
	"tongpin/internal/schema"
	"tongpin/internal/sealing"
)

// paper is a published paper over 300 facts, as bulletins write it.
func paper(t testing.TB) (text []byte, b seal.Bundle, s *sealing.Service, ctx context.Context) {
	t.Helper()
	d, now := dbtest.SQLite(t, schema.Files)
	ctx = dbtest.Ctx(dbtest.Home)
	s = serviceOf(d)
	attend(t, d, ctx, now.Now(), 0, 300)
	first := prove(t, s, ctx)
	body := map[string]any{"number": "2026-1", "text": "<180> person-times", "figures": first.Figures}
	content, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	b, err = s.Prove(ctx, []sealing.Ask{
		{Definition: attended, Slice: whole, Period: quarter},
		{Definition: attended, Slice: metric.Slice{Scope: whole.Scope, Dimension: "level", Value: "2"}, Period: quarter},
		{Definition: persons, Slice: whole, Period: quarter},
	}, content)
	if err != nil {
		t.Fatal(err)
	}
	body["proof"] = b
	if text, err = json.MarshalIndent(body, "", "  "); err != nil { // other spaces and escapes than were signed
		t.Fatal(err)
	}
	return text, b, s, ctx
}

func trust() sealing.Trust {
	return sealing.Trust{Keys: key().Public, Known: []metric.Definition{attended, persons}}
}

func TestAPaperHoldsOnlyAsItWasSigned(t *testing.T) {
	text, b, s, ctx := paper(t)
	v, err := sealing.VerifyFile(text, trust())
	if err != nil || !v.Content || v.OwnKey {
		t.Fatalf("%+v: %v", v.Head, err)
	}
	if err := s.Confirm(ctx, b); err != nil {
		t.Errorf("the facts of today: %v", err)
	}
	cases := map[string]struct{ old, new, says string }{
		"number in the text":   {`180\u003e person-times`, `181\u003e person-times`, "seal.problem.content"},
		"number of the paper":  {`"2026-1"`, `"2026-2"`, "seal.problem.content"},
		"listed figure":        {`"value": 180`, `"value": 181`, "seal.problem.stated"},
		"quantity of a leaf":   {`"quantity": 1`, `"quantity": 2`, "seal.problem.leaves"},
		"day of a leaf":        {`"on": "2026-03-`, `"on": "2026-02-`, "seal.problem.leaves"},
		"commitment of a leaf": {`"subject": "`, `"subject": "A`, "seal.problem.leaves"},
		"size of the head":     {`home\n300\n`, `home\n301\n`, "seal.problem.head_signature"},
		"statement":            {`statement home\n300\n`, `statement home\n301\n`, "seal.problem.statement_signature"},
		"count of a month":     {`"2026-03": 60`, `"2026-03": 59`, "seal.problem.tally"},
		"not JSON":             {"{", "[", "seal.problem.json"},
		"no proof":             {`"proof"`, `"proofs"`, "seal.problem.no_proof"},
		"unknown field":        {`"consortium": "home"`, `"consortium": "home", "more": 1`, "seal.problem.bundle"},
	}
	for name, c := range cases {
		forged := strings.Replace(string(text), c.old, c.new, 1)
		if forged == string(text) {
			t.Errorf("%s: nothing to change", name)
		}
		if _, err := sealing.VerifyFile([]byte(forged), trust()); !fault.Is(err, fault.Refused) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v, want %s", name, err, c.says)
		}
	}
}

// TestTamperedBundlesNeverHold changes any one place of the proof.
func TestTamperedBundlesNeverHold(t *testing.T) {
	_, b, _, _ := paper(t)
	text, err := json.Marshal(b)
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		forged := bytes.Clone(text)
		at := rapid.IntRange(0, len(forged)-1).Draw(t, "at")
		forged[at] = rapid.Byte().Draw(t, "byte")
		got, err := seal.ReadBundle(bytes.NewReader(forged))
		if err != nil {
			return
		}
		if got.Key = b.Key; reflect.DeepEqual(got, b) { // the key is given from outside, and spaces say nothing
			return
		}
		if _, err := sealing.Verify(got, trust()); err == nil {
			t.Fatalf("byte %d changed from %q to %q, and it holds", at, text[at], forged[at])
		}
	})
}

// FuzzPaper reads whatever comes as a published paper: it never panics, and what
// holds says the same as the honest one.
func FuzzPaper(f *testing.F) {
	text, b, _, _ := paper(f)
	words, err := seal.Digest(text, sealing.ProofMember)
	if err != nil {
		f.Fatal(err)
	}
	alone, err := json.Marshal(b)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(text)
	f.Add(alone)
	f.Add([]byte(`{"proof":{"version":1},"figures":[{}]}`))
	f.Add([]byte(`{"leaves":null,"version":1}`))
	f.Add([]byte("[]"))
	f.Fuzz(func(t *testing.T, forged []byte) {
		v, err := sealing.VerifyFile(forged, trust())
		if err != nil {
			return
		}
		if !reflect.DeepEqual(v.Bundle.Figures, b.Figures) {
			t.Fatalf("other figures hold: %+v", v.Bundle.Figures)
		}
		var members map[string]json.RawMessage
		if err := json.Unmarshal(forged, &members); err != nil {
			t.Fatal(err)
		}
		if _, isPaper := members[sealing.ProofMember]; isPaper && members["leaves"] == nil {
			if got, err := seal.Digest(forged, sealing.ProofMember); err != nil || got != words {
				t.Fatalf("other words hold: %s", forged)
			}
		}
	})
}

func TestTheHeadIsComparedWithThePublishedOne(t *testing.T) {
	_, b, s, ctx := paper(t)
	at := func(size int64) string {
		head, err := s.HeadAt(ctx, size)
		if err != nil {
			t.Fatal(err)
		}
		return head.Signed
	}
	own := seal.Head{Origin: "tongpin/home", Size: 300, Root: seal.Hash{1}, At: time.Unix(0, 0)}
	fork, err := own.Sign(key())
	if err != nil {
		t.Fatal(err)
	}
	other, err := seal.NewKey()
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		trust sealing.Trust
		says  string
	}{
		"published":      {sealing.Trust{Head: at(300)}, ""},
		"fork":           {sealing.Trust{Head: fork}, "seal.problem.head_differs"},
		"no head":        {sealing.Trust{Head: "x"}, "seal.problem.given_head"},
		"another's key":  {sealing.Trust{Keys: other.Public}, "seal.problem.head_signature"},
		"no key":         {sealing.Trust{Keys: "x"}, "seal.problem.key"},
		"key of its own": {sealing.Trust{}, ""},
	} {
		v, err := sealing.Verify(b, c.trust)
		if (err == nil) != (c.says == "") || err != nil && !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v, want %q", name, err, c.says)
		}
		if name == "key of its own" && !v.OwnKey {
			t.Error("nobody is told that the key came from the file")
		}
	}
}

func TestALaterHeadLeadsBackToThePaper(t *testing.T) {
	d, now := dbtest.SQLite(t, schema.Files)
	ctx := dbtest.Ctx(dbtest.Home)
	s := serviceOf(d)
	attend(t, d, ctx, now.Now(), 0, 300)
	b := prove(t, s, ctx)
	attend(t, d, ctx, now.Now(), 300, 500)
	sealAll(t, s, ctx, 500)
	c, err := s.Consistent(ctx, 300, 0)
	if err != nil {
		t.Fatal(err)
	}
	text, _ := json.Marshal(c)
	if _, err := sealing.Verify(b, sealing.Trust{Keys: key().Public, Head: string(text)}); err != nil {
		t.Errorf("%v", err)
	}
	head, _ := s.HeadAt(ctx, 800)
	if _, err := sealing.Verify(b, sealing.Trust{Head: head.Signed}); err == nil || !strings.Contains(err.Error(), "seal.problem.head_size given=800 size=300 digits=300") {
		t.Errorf("a head of another size: %v", err)
	}
	c.Proof = c.Proof[4:]
	text, _ = json.Marshal(c)
	if _, err := sealing.Verify(b, sealing.Trust{Head: string(text)}); err == nil {
		t.Error("a cut proof of consistency holds")
	}
	if _, err := s.HeadAt(ctx, 299); !fault.Is(err, fault.NotFound) {
		t.Errorf("a head that was never signed: %v", err)
	}
	if err := s.Confirm(ctx, b); err != nil {
		t.Errorf("a paper of an earlier head: %v", err)
	}
	exec(t, d, ctx, `UPDATE facts SET quantity = 5 WHERE consortium_id = $1 AND seq = 3`)
	if err := s.Confirm(ctx, b); err == nil || !strings.Contains(err.Error(), "seq=3") {
		t.Errorf("a fact that was changed since: %v", err)
	}
	if err := s.Confirm(dbtest.Ctx(dbtest.Twin), b); !fault.Is(err, fault.Refused) {
		t.Errorf("the twin confirms it: %v", err)
	}
}

// TestABundleStatesAllOfADefinition fails when a metric learns something that a
// bundle does not carry: then bundles would be recounted otherwise.
func TestABundleStatesAllOfADefinition(t *testing.T) {
	how := map[string]bool{"Key": true, "Kinds": true, "Where": true, "Measure": true, "Having": true, "Stock": true, "Unit": true}
	shown := map[string]bool{"Scopes": true, "PerOwner": true, "Dimensions": true} // which slices pages offer
	for _, f := range reflect.VisibleFields(reflect.TypeFor[metric.Definition]()) {
		if !how[f.Name] && !shown[f.Name] {
			t.Errorf("metric.Definition has a field %s: let seal.Definition state it, or say here that it does not change a value", f.Name)
		}
	}
	for _, f := range reflect.VisibleFields(reflect.TypeFor[metric.Slice]()) {
		if !strings.Contains(" Scope Owner Dimension Value ", " "+f.Name+" ") {
			t.Errorf("metric.Slice has a field %s that seal.Slice does not state", f.Name)
		}
	}
	d, now := dbtest.SQLite(t, schema.Files)
	ctx, s := dbtest.Ctx(dbtest.Home), serviceOf(d)
	attend(t, d, ctx, now.Now(), 0, 50)
	both := attended
	both.Key, both.Measure, both.Where = "training.both", metric.SubjectsHaving, map[string][]string{"category": {"occupation"}}
	both.Having = metric.Having{Dimension: "level", Values: []string{"0", "1"}}
	b, err := s.Prove(ctx, []sealing.Ask{{Definition: both, Slice: whole, Period: calendar.Period{}}}, nil)
	if err != nil || b.Figures[0].Value != 7 {
		t.Fatalf("%+v: %v", b.Figures, err)
	}
	other := both
	other.Having.Values = []string{"0"}
	if _, err := sealing.Verify(b, sealing.Trust{Known: []metric.Definition{both}}); err != nil {
		t.Error(err)
	}
	if _, err := sealing.Verify(b, sealing.Trust{Known: []metric.Definition{other}}); err == nil || !strings.Contains(err.Error(), "counted_otherwise") {
		t.Errorf("counted otherwise: %v", err)
	}
}

func TestNothingCanBeProvedOfNothing(t *testing.T) {
	d, _ := dbtest.SQLite(t, schema.Files)
	b := prove(t, serviceOf(d), dbtest.Ctx(dbtest.Home))
	if _, err := sealing.Verify(b, trust()); err != nil || b.Figures[0].Value != 0 {
		t.Errorf("an empty log: %+v %v", b.Figures, err)
	}
}
