package dump

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tongpin/internal/platform/clock"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/dbtest"
	"tongpin/internal/platform/fault"
	"tongpin/internal/schema"
)

// folder keeps contents in a folder of the test.
type folder string

func (f folder) Open(hash string) (*os.File, error) { return os.Open(filepath.Join(string(f), hash)) }

func (f folder) Restore(hash string, r io.Reader, _ int64) error {
	b, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(string(f), hash), b, 0o600)
}

func (f folder) keep(t *testing.T, content string) string {
	t.Helper()
	sum := sha256.Sum256([]byte(content))
	hash := hex.EncodeToString(sum[:])
	if err := f.Restore(hash, strings.NewReader(content), 0); err != nil {
		t.Fatal(err)
	}
	return hash
}

func id(n int) string { return fmt.Sprintf("0195f0a0-0000-7000-8000-%012d", n) }

func hashes(tx *db.Tx) (map[string]int64, error) {
	m := map[string]int64{}
	return m, tx.Each(func(r db.Row) error {
		var hash string
		var size int64
		err := r.Scan(&hash, &size)
		m[hash] = size
		return err
	}, `SELECT sha256, size FROM files WHERE consortium_id = $1`)
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// fill puts rows with every kind of value into both consortia.
func fill(t *testing.T, d *db.DB, contents folder) {
	t.Helper()
	signed := contents.keep(t, "signed agreement")
	for _, c := range []int64{dbtest.Home, dbtest.Twin} {
		must(t, d.Write(dbtest.Ctx(c), func(tx *db.Tx) error {
			_, err := tx.Exec(`INSERT INTO organisations (consortium_id, id, version, name, name_en, kind, credit_code, division_code, industry, industry_code, specialised_sme, staff_count, contact, phone, sample, created_at, updated_at)
				VALUES ($1, $2, 3, $3, $4, 'school', NULL, '', '', '', TRUE, 9007199254740993, '', '', FALSE, $5, $5)`,
				id(1), fmt.Sprintf("\u82e5\u7f8c & <b> \"%d\"\n\u2028", c), `{"$ref": 'x'}`, tx.Now().Add(123456*time.Microsecond))
			if err == nil {
				_, err = tx.Exec(`INSERT INTO files (consortium_id, id, record_kind, record_id, name, media, size, sha256, person_id, person_name, at)
					VALUES ($1, $2, 'agreement', $3, 'a.pdf', 'application/pdf', 16, $4, NULL, 'Li', $5)`, id(2), id(3), signed, tx.Now())
			}
			if err == nil {
				_, err = tx.Exec(`INSERT INTO persons (kept_by, id, version, name, phone, email, sample, created_at, updated_at) VALUES ($1, $2, 1, 'Li', '', '', TRUE, $3, $3)`, id(10+int(c)), tx.Now())
			}
			if err == nil {
				_, err = tx.Exec(`INSERT INTO assignments (consortium_id, id, version, person_id, role, organisation_id, from_on, until_on, created_at, updated_at)
					VALUES ($1, $2, 1, $3, 'dean', $4, '2026-04-10', NULL, $5, $5)`, id(4), id(10+int(c)), id(1), tx.Now())
			}
			return err
		}))
	}
}

func source(d *db.DB, contents folder) Source {
	return Source{DB: d, Blobs: contents, Program: "test", Hashes: hashes, Skip: []string{"sessions"}}
}

func backup(t *testing.T, d *db.DB, contents folder) (Manifest, []byte) {
	t.Helper()
	var b bytes.Buffer
	m, err := Write(context.Background(), source(d, contents), &b, dbtest.Start)
	must(t, err)
	return m, b.Bytes()
}

// sums are the tables of a manifest without what differs between engines.
func sums(m Manifest) map[string]string {
	out := map[string]string{}
	for _, t := range m.Tables {
		out[t.Name] = fmt.Sprint(t.Rows, t.Columns, t.SHA256)
	}
	return out
}

func TestRestoreEqualsOnAndBetweenDatabases(t *testing.T) {
	for _, engine := range []db.Engine{db.SQLite, db.PostgreSQL} {
		dbtest.Each(t, schema.Files, func(t *testing.T, from *db.DB, now *clock.Set, _ context.Context) {
			t.Run("to "+string(engine), func(t *testing.T) {
				contents, restored := folder(t.TempDir()), folder(t.TempDir())
				fill(t, from, contents)
				before, archive := backup(t, from, contents)
				if before.Rows() < 10 || len(before.Files) != 1 || len(before.Tables) < 15 {
					t.Fatalf("%d rows, %d files, %d tables", before.Rows(), len(before.Files), len(before.Tables))
				}
				to := dbtest.Blank(t, engine, schema.Files, now)
				_, err := Restore(context.Background(), Target{to, restored}, bytes.NewReader(archive))
				must(t, err)
				after, _ := backup(t, to, restored)
				if diff := cmp.Diff(sums(before), sums(after)); diff != "" {
					t.Error(diff)
				}
				if b, err := os.ReadFile(filepath.Join(string(restored), before.Files[0].SHA256)); err != nil || string(b) != "signed agreement" {
					t.Errorf("content %q %v", b, err)
				}
				_, err = Restore(context.Background(), Target{to, restored}, bytes.NewReader(archive))
				wants(t, err, "dump.not_empty")
				// The restored database works: its keys and walls are there.
				must(t, to.Write(dbtest.Ctx(dbtest.Home), func(tx *db.Tx) error {
					return tx.ExecOne(`UPDATE organisations SET version = version + 1 WHERE consortium_id = $1 AND id = $2 AND version = $3`, id(1), 3)
				}))
			})
		})
	}
}

func wants(t *testing.T, err error, key string) {
	t.Helper()
	if !errors.Is(err, &fault.Fault{Kind: fault.Refused, Key: key}) {
		t.Errorf("got %v, want %s", err, key)
	}
}

// TestBackupWhilePeopleWork writes pairs of rows in one transaction each while
// backups run: every backup holds both rows of a pair or none.
func TestBackupWhilePeopleWork(t *testing.T) {
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, _ *clock.Set, ctx context.Context) {
		contents := folder(t.TempDir())
		fill(t, d, contents)
		stop, work := make(chan struct{}), sync.WaitGroup{}
		written := make(chan int, 1000)
		work.Go(func() {
			for n := 0; n < cap(written); n++ {
				select {
				case <-stop:
					return
				default:
				}
				err := d.Write(ctx, func(tx *db.Tx) error {
					for _, series := range []string{"left", "right"} {
						if _, err := tx.Exec(`INSERT INTO numbers (consortium_id, series, last) VALUES ($1, $2, $3)`, fmt.Sprintf("%s %d", series, n), n); err != nil {
							return err
						}
					}
					return nil
				})
				if err != nil {
					t.Error(err)
					return
				}
				written <- n
			}
		})
		<-written
		for range 5 {
			m, archive := backup(t, d, contents)
			pairs := map[string]int{}
			_, err := walk(bytes.NewReader(archive), func(p part, content io.Reader) error {
				if p.table == nil || p.table.Name != "numbers" {
					return nil
				}
				text, err := io.ReadAll(content)
				for _, line := range strings.Split(strings.TrimSpace(string(text)), "\n") {
					for _, side := range []string{"left", "right"} {
						if strings.Contains(line, side) {
							pairs[side]++
						}
					}
				}
				return err
			})
			must(t, err)
			if pairs["left"] == 0 || pairs["left"] != pairs["right"] || m.Schema == 0 {
				t.Errorf("%v", pairs)
			}
		}
		close(stop)
		work.Wait()
	})
}

func TestWriteFileKeepsWhatIsThere(t *testing.T) {
	d, now := dbtest.SQLite(t, schema.Files)
	dir := t.TempDir()
	path := filepath.Join(dir, "b.tar.gz")
	_, err := WriteFile(context.Background(), source(d, folder(dir)), path, now.Now())
	must(t, err)
	if info, _ := os.Stat(path); info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v", info.Mode())
	}
	_, err = WriteFile(context.Background(), source(d, folder(dir)), path, now.Now())
	if !fault.Is(err, fault.Conflict) {
		t.Errorf("a backup was written over: %v", err)
	}
	_, err = WriteFile(context.Background(), source(d, folder(dir)), filepath.Join(dir, "no", "b.tar.gz"), now.Now())
	wants(t, err, "dump.folder")
	if left, _ := os.ReadDir(dir); len(left) != 1 {
		t.Errorf("left behind: %v", left)
	}
}

func TestLostAndDamagedContents(t *testing.T) {
	d, _ := dbtest.SQLite(t, schema.Files)
	contents := folder(t.TempDir())
	fill(t, d, contents)
	hash := contents.keep(t, "signed agreement")
	must(t, os.WriteFile(filepath.Join(string(contents), hash), []byte("forged agreement"), 0o600))
	_, err := Write(context.Background(), source(d, contents), io.Discard, dbtest.Start)
	wants(t, err, "dump.damaged")
	must(t, os.Remove(filepath.Join(string(contents), hash)))
	m, _ := backup(t, d, contents)
	if len(m.Missing) != 1 || m.Missing[0] != hash || len(m.Files) != 0 {
		t.Errorf("missing %v, files %v", m.Missing, m.Files)
	}
}

// entries unpacks an archive.
func entries(t *testing.T, archive []byte) (list []*tar.Header, content map[string][]byte) {
	t.Helper()
	z, err := gzip.NewReader(bytes.NewReader(archive))
	must(t, err)
	a, content := tar.NewReader(z), map[string][]byte{}
	for {
		h, err := a.Next()
		if errors.Is(err, io.EOF) {
			return list, content
		}
		must(t, err)
		list = append(list, h)
		content[h.Name], err = io.ReadAll(a)
		must(t, err)
	}
}

func repack(t *testing.T, list []*tar.Header, content map[string][]byte) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	a := tar.NewWriter(z)
	for _, h := range list {
		h.Size = int64(len(content[h.Name]))
		must(t, a.WriteHeader(h))
		_, err := a.Write(content[h.Name])
		must(t, err)
	}
	must(t, a.Close())
	must(t, z.Close())
	return b.Bytes()
}

func TestHostileArchives(t *testing.T) {
	d, now := dbtest.SQLite(t, schema.Files)
	contents := folder(t.TempDir())
	fill(t, d, contents)
	_, honest := backup(t, d, contents)
	edit := func(change func(list []*tar.Header, content map[string][]byte) []*tar.Header) []byte {
		list, content := entries(t, honest)
		return repack(t, change(list, content), content)
	}
	manifest := func(change func(m *Manifest)) []byte {
		return edit(func(list []*tar.Header, content map[string][]byte) []*tar.Header {
			var m Manifest
			must(t, json.Unmarshal(content[manifestName], &m))
			change(&m)
			text, err := json.Marshal(m)
			must(t, err)
			content[manifestName] = text
			return list
		})
	}
	extra := func(name string, flag byte) []byte {
		return edit(func(list []*tar.Header, content map[string][]byte) []*tar.Header {
			return append(list, &tar.Header{Name: name, Typeflag: flag, Mode: 0o600, Linkname: "/etc/passwd"})
		})
	}
	newer := manifest(func(m *Manifest) { m.Schema = 999 })
	tests := map[string]struct {
		archive []byte
		key     string
	}{
		"not an archive":     {[]byte("hello"), "dump.broken"},
		"empty":              {nil, "dump.broken"},
		"truncated":          {honest[:len(honest)*2/3], "dump.broken"},
		"truncated at end":   {honest[:len(honest)-4], "dump.broken"},
		"path traversal":     {extra("../../etc/cron.d/x", tar.TypeReg), "dump.broken"},
		"absolute path":      {extra("/etc/passwd", tar.TypeReg), "dump.broken"},
		"unannounced":        {extra("tables/secrets.ndjson", tar.TypeReg), "dump.broken"},
		"wrong format":       {manifest(func(m *Manifest) { m.Format = 2 }), "dump.broken"},
		"table name as code": {manifest(func(m *Manifest) { m.Tables[0].Name = "x; DROP TABLE facts" }), "dump.broken"},
		"column as code":     {manifest(func(m *Manifest) { m.Tables[0].Columns[0] = "id) SELECT 1" }), "dump.broken"},
		"unknown table":      {manifest(func(m *Manifest) { m.Tables = append(m.Tables, Table{Name: "x", SHA256: m.Tables[0].SHA256}) }), "dump.broken"},
		"oversize part":      {manifest(func(m *Manifest) { m.Tables[0].Bytes = maxPart + 1 }), "dump.broken"},
		"negative size":      {manifest(func(m *Manifest) { m.Tables[0].Bytes = -1 }), "dump.broken"},
		"wrong row count":    {manifest(func(m *Manifest) { m.Tables[0].Rows++ }), "dump.broken"},
		"wrong hash": {edit(func(list []*tar.Header, content map[string][]byte) []*tar.Header {
			name := "tables/organisations.ndjson"
			content[name] = bytes.Replace(content[name], []byte("school"), []byte("School"), 1)
			return list
		}), "dump.broken"},
		"part twice":    {edit(func(list []*tar.Header, _ map[string][]byte) []*tar.Header { return append(list, list[1]) }), "dump.broken"},
		"part missing":  {edit(func(list []*tar.Header, _ map[string][]byte) []*tar.Header { return list[:len(list)-1] }), "dump.broken"},
		"no manifest":   {edit(func(list []*tar.Header, _ map[string][]byte) []*tar.Header { return list[1:] }), "dump.broken"},
		"newer program": {newer, "dump.newer"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			to := dbtest.Blank(t, db.SQLite, schema.Files, now)
			_, err := Restore(context.Background(), Target{to, folder(t.TempDir())}, bytes.NewReader(test.archive))
			wants(t, err, test.key)
			if has, _, err := to.SchemaVersion(context.Background()); err != nil || has == 0 {
				return // nothing was written at all
			}
			must(t, to.SystemRead(context.Background(), func(tx *db.Tx) error {
				if n, err := db.Value[int](tx, `SELECT count(*) FROM consortia`); err != nil || n != 0 {
					t.Errorf("%d consortia are left of a refused archive, %v", n, err)
				}
				return nil
			}))
		})
	}
}

func TestLinkIsRefused(t *testing.T) {
	d, now := dbtest.SQLite(t, schema.Files)
	contents := folder(t.TempDir())
	fill(t, d, contents)
	m, honest := backup(t, d, contents)
	list, content := entries(t, honest)
	for _, h := range list {
		if h.Name == m.Files[0].path() {
			h.Typeflag, h.Linkname = tar.TypeSymlink, "/etc/passwd"
			content[h.Name] = nil
		}
	}
	to := dbtest.Blank(t, db.SQLite, schema.Files, now)
	_, err := Restore(context.Background(), Target{to, folder(t.TempDir())}, bytes.NewReader(repack(t, list, content)))
	wants(t, err, "dump.broken")
}
