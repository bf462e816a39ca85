package app

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tongpin/internal/app/declared"
	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/metric"
	"tongpin/internal/core/record"
	"tongpin/internal/platform/config"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/fault"
	"tongpin/internal/sealing"
	"tongpin/internal/training"
)

// TestSealOfTheDemonstration proves every figure of the demonstration, publishes
// the proof, checks it from outside, and then changes one fact behind the
// program's back: the audit and the check of the paper both find it.
func TestSealOfTheDemonstration(t *testing.T) {
	w := ownTown(t)
	c, ctx, err := w.house.Consortium(t.Context(), "ruoqiang")
	if err != nil {
		t.Fatal(err)
	}
	var asks []sealing.Ask
	for _, d := range declared.Metrics() {
		for _, scope := range d.Scopes {
			asks = append(asks, sealing.Ask{Definition: d, Slice: metric.Slice{Scope: scope}, Period: calendar.YearOf(calendar.DateOf(townDay))})
		}
	}
	bundle, err := w.house.Sealing.Prove(ctx, asks, []byte(`{"title":"All figures"}`))
	if err != nil {
		t.Fatal(err)
	}
	var counted int
	for i, f := range bundle.Figures {
		now, err := w.house.Insight.Figure(ctx, access.Robot(c.ID), f.Key, asks[i].Slice, asks[i].Period)
		if err != nil || now.Value != f.Value {
			t.Errorf("%s is %d in the log and %d on the pages (%v)", f.Key, f.Value, now.Value, err)
		}
		if f.Facts > 0 {
			counted++
		}
	}
	if counted < 10 {
		t.Errorf("only %d figures have facts", counted)
	}
	text, err := json.MarshalIndent(map[string]any{"title": "All figures", "proof": bundle}, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d figures, %d leaves, %d KiB", len(bundle.Figures), len(bundle.Leaves), len(text)/1024)
	paper := filepath.Join(t.TempDir(), "paper.json")
	if err := os.WriteFile(paper, text, 0o600); err != nil {
		t.Fatal(err)
	}
	nobody := &visitor{town: w}
	key := string(nobody.get("/c/ruoqiang/seal/key").body)
	head := filepath.Join(t.TempDir(), "head.txt")
	if err := os.WriteFile(head, nobody.get("/c/ruoqiang/seal/head").body, 0o600); err != nil {
		t.Fatal(err)
	}
	check := commandsOf(w, paper, key, head)
	if err := errors.Join(check.log(t), check.paper(t, ""), check.paper(t, "ruoqiang")); err != nil {
		t.Fatal(err)
	}
	if said := check.out.String(); !strings.Contains(said, "none was left out") || strings.Contains(said, "from the file itself") {
		t.Errorf("the commands say:\n%s", said)
	}
	if err := check.published(t); err != nil {
		t.Error(err)
	}

	eraseSealed(t, w, ctx)
	if err := errors.Join(check.log(t), check.paper(t, "ruoqiang")); err != nil {
		t.Errorf("after somebody was erased: %v", err)
	}

	var seq int64 // of a fact of the first quarter, so that the published paper rests on it too
	for _, l := range bundle.Leaves {
		if l.Kind == string(training.FactAttended) {
			seq = l.Seq
		}
	}
	if err := w.house.DB.Write(ctx, func(tx *db.Tx) error {
		return tx.ExecOne(`UPDATE facts SET quantity = quantity + 1 WHERE consortium_id = $1 AND seq = $2`, seq)
	}); err != nil {
		t.Fatal(err)
	}
	for name, err := range map[string]error{"seal verify": check.log(t), "verify-bulletin": check.paper(t, "ruoqiang"), "bulletin": check.published(t)} {
		if !fault.Is(err, fault.Refused) || !strings.Contains(Program{}.Explain(err), "quantity") {
			t.Errorf("%s says %v", name, err)
		}
	}
	if err := check.paper(t, ""); err != nil {
		t.Errorf("what was published holds by itself, whatever the database says now: %v", err)
	}
	if _, err := w.house.Sealing.Prove(ctx, asks, nil); !fault.Is(err, fault.Refused) {
		t.Errorf("a new paper was proved: %v", err)
	}
}

// eraseSealed erases a trainee of whom something was sealed: the salts are gone.
func eraseSealed(t *testing.T, w *town, ctx context.Context) {
	t.Helper()
	salts := func(id record.ID) (kept, erased int64) {
		t.Helper()
		if err := w.house.DB.Read(ctx, func(tx *db.Tx) (err error) {
			if kept, err = db.Value[int64](tx, `SELECT count(*) FROM seal_salts WHERE consortium_id = $1 AND about_id = $2 AND salt <> ''`, id); err != nil {
				return err
			}
			erased, err = db.Value[int64](tx, `SELECT count(*) FROM seal_salts WHERE consortium_id = $1 AND about_id = $2 AND salt = ''`, id)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		return kept, erased
	}
	var somebody record.ID
	if err := w.house.DB.Read(ctx, func(tx *db.Tx) (err error) {
		somebody, err = db.Value[record.ID](tx, `SELECT min(subject_id) FROM facts WHERE consortium_id = $1 AND kind = $2`, training.FactAttended)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if kept, erased := salts(somebody); kept != 1 || erased != 0 {
		t.Fatalf("before: %d salts, %d erased", kept, erased)
	}
	consortium, _ := db.Consortium(ctx)
	if err := w.house.Training.Erase(ctx, access.Robot(consortium), somebody, "asked for it"); err != nil {
		t.Fatal(err)
	}
	if kept, erased := salts(somebody); kept != 0 || erased != 1 {
		t.Errorf("after: %d salts, %d erased", kept, erased)
	}
}

// checks are the commands as somebody outside runs them.
type checks struct {
	base            Base
	out             *bytes.Buffer
	file, key, head string
}

func commandsOf(w *town, file, key, head string) checks {
	out := &bytes.Buffer{}
	common := config.Common{Data: w.dir, Database: "sqlite:" + filepath.Join(w.dir, "town.db"), LogLevel: "error"}
	return checks{Base{Common: common, Streams: Streams{In: strings.NewReader(""), Out: out, Err: io.Discard}}, out, file, key, head}
}

func (c checks) log(t *testing.T) error {
	return Program{}.SealVerify(t.Context(), SealVerifyOptions{Base: c.base, Consortium: "ruoqiang", Heads: []string{c.head}})
}

func (c checks) paper(t *testing.T, consortium string) error {
	return Program{}.VerifyBulletin(t.Context(), VerifyBulletinOptions{Base: c.base, File: c.file, Key: c.key, Head: c.head, Consortium: consortium})
}

// published prints the demonstration's bulletin, which must be handed out whatever
// the command says besides.
func (c checks) published(t *testing.T) error {
	t.Helper()
	c.out.Reset()
	err := Program{}.Bulletin(t.Context(), BulletinOptions{Base: c.base, Consortium: "ruoqiang", Period: "2026-Q1", Format: "json"})
	if !json.Valid(c.out.Bytes()) {
		t.Errorf("the paper is not handed out whole: %.200s", c.out)
	}
	return err
}
