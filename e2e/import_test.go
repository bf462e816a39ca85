package e2e

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const (
	rowsOfSheet  = 200
	brokenRows   = 10
	brokenChoice = "NOKIND"
)

// creditCode makes the n-th lawful credit code of a made-up office: 17 places
// and the check character of GB 32100.
func creditCode(n int) string {
	const places = "0123456789ABCDEFGHJKLMNPQRTUWXY"
	body := fmt.Sprintf("91652824QQ%06dX", 900000+n)
	sum, weight := 0, 1
	for _, c := range body {
		sum += strings.IndexRune(places, c) * weight
		weight = weight * 3 % 31
	}
	return body + string(places[(31-sum%31)%31])
}

// sheetOf is a CSV file of made-up enterprises, under the head of the program's
// own export; some rows have a kind of organisation that does not exist.
func sheetOf(t *testing.T, head []string) string {
	t.Helper()
	column := map[string]int{}
	for i, name := range head {
		column[strings.TrimPrefix(name, "\ufeff")] = i
	}
	at := func(row []string, key, value string) {
		i, ok := column[word(t, "member.column."+key)]
		if !ok {
			t.Fatalf("the export has no column %s, only %q", key, head)
		}
		row[i] = value
	}
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	_ = w.Write(head) // into memory
	for n := range rowsOfSheet {
		row := make([]string, len(head))
		at(row, "credit_code", creditCode(n))
		at(row, "name", fmt.Sprintf("Journey Works %03d", n))
		at(row, "kind", word(t, "enum.organisation_kind.enterprise"))
		if n%(rowsOfSheet/brokenRows) == 7 {
			at(row, "kind", brokenChoice)
		}
		at(row, "tier", word(t, "enum.tier.ordinary"))
		at(row, "joined_on", "2026-03-01")
		_ = w.Write(row)
	}
	w.Flush()
	return keepFile(t, "enterprises.csv", b.Bytes())
}

func keepFile(t *testing.T, name string, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// mended is a workbook in which a text is put in the place of another, as a
// person would in each cell.
func mended(t *testing.T, book []byte, from, to string) []byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(book), int64(len(book)))
	if err != nil {
		t.Fatalf("the workbook of failed rows is none: %v", err)
	}
	var out bytes.Buffer
	w, changed := zip.NewWriter(&out), false
	for _, f := range z.File {
		part, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(part)
		if err != nil {
			t.Fatal(err)
		}
		fresh := bytes.ReplaceAll(text, []byte(">"+from+"<"), []byte(">"+to+"<"))
		changed = changed || !bytes.Equal(fresh, text)
		to, err := w.Create(f.Name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := to.Write(fresh); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil || !changed {
		t.Fatalf("the workbook of failed rows does not hold %q (%v)", from, err)
	}
	return out.Bytes()
}

// bringIn uploads a file of members and waits for the judgement.
func (b *tab) bringIn(path, judgement string) {
	b.t.Helper()
	b.goTo("/imports/member/new")
	b.upload("file", path)
	if status := b.send(); status != 200 {
		b.t.Fatalf("the upload answers %d: %s", status, b.text("main"))
	}
	b.until(judgement)
}

// confirm starts the import and waits for its end.
func (b *tab) confirm(result string) {
	b.t.Helper()
	b.click(`main form[action$="/confirm"] button`)
	b.until(result)
}

// until opens the page again until it says a text; jobs take a moment.
func (b *tab) until(text string) {
	b.t.Helper()
	for end := time.Now().Add(time.Minute); !strings.Contains(b.text("main"), text); {
		if time.Now().After(end) {
			b.t.Fatalf("after a minute the page does not say %q:\n%s", text, b.text("main"))
		}
		b.goTo(b.path())
	}
	b.goTo(b.path()) // a page that waited for a job may still be renewing itself: the next click must not race with it
}

// TestImportWithMistakes brings two hundred enterprises in, ten of them broken:
// the check says so before anything changes, the good rows come in, the broken
// ones come back in a workbook, and after mending that it is whole. The same
// file again changes nothing.
func TestImportWithMistakes(t *testing.T) {
	base := ownDemo(t).base
	b, v := enter(t, base, "secretariat"), signInAs(t, base, "secretariat")
	head, _, _ := strings.Cut(v.get(t, "/exports/member?format=csv").text, "\n")
	file := sheetOf(t, strings.Split(strings.TrimSpace(head), ","))
	members := b.figure("member.members", "consortium")

	b.bringIn(file, phrase(t, "intake.checked.title", "good", "190", "failed", "10"))
	first := b.path()
	if now := b.figure("member.members", "consortium"); now != members {
		t.Errorf("the check alone changed the members from %d to %d", members, now)
	}
	b.goTo(first)
	b.confirm(phrase(t, "intake.done", "good", "190", "failed", "10"))

	failed := v.get(t, first+"/failed.xlsx")
	if failed.status != 200 {
		t.Fatalf("the workbook of failed rows answers %d", failed.status)
	}
	book := mended(t, []byte(failed.text), brokenChoice, word(t, "enum.organisation_kind.enterprise"))
	b.bringIn(keepFile(t, "mended.xlsx", book), phrase(t, "intake.checked.title", "good", "10", "failed", "0"))
	b.confirm(phrase(t, "intake.done", "good", "10", "failed", "0"))
	if now := b.figure("member.members", "consortium"); now != members+rowsOfSheet {
		t.Errorf("%d members after the import, want %d", now, members+rowsOfSheet)
	}

	b.bringIn(file, phrase(t, "intake.checked.nothing", "good", "190", "unchanged", "190", "failed", "10"))
}
