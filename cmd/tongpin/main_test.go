package main

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/testscript"

	"tongpin/internal/app"
)

func TestMain(m *testing.M) { testscript.Main(m, map[string]func(){"tongpin": main}) }

func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:  filepath.Join("testdata", "script"),
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"code": expectCode},
		Setup: func(e *testscript.Env) error {
			e.Setenv("HOME", e.WorkDir)
			return nil
		},
	})
}

// expectCode runs a program that must end with the code: code 2 tongpin ...
func expectCode(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: code N program arguments...")
	}
	err := ts.Exec(args[1], args[2:]...)
	var exit interface{ ExitCode() int }
	got := "0"
	if errors.As(err, &exit) {
		got = string(rune('0' + exit.ExitCode()))
	}
	if got != args[0] {
		ts.Fatalf("%s ended with %s, want %s (%v)", strings.Join(args[1:], " "), got, args[0], err)
	}
}

// recorder keeps the options with which a body was called.
type recorder struct {
	got any
	err error
}

func (r *recorder) keep(o any) error { r.got = o; return r.err }

func (r *recorder) Serve(_ context.Context, o app.ServeOptions) error            { return r.keep(o) }
func (r *recorder) Demo(_ context.Context, o app.DemoOptions) error              { return r.keep(o) }
func (r *recorder) Migrate(_ context.Context, o app.MigrateOptions) error        { return r.keep(o) }
func (r *recorder) Import(_ context.Context, o app.ImportOptions) error          { return r.keep(o) }
func (r *recorder) Export(_ context.Context, o app.ExportOptions) error          { return r.keep(o) }
func (r *recorder) Figures(_ context.Context, o app.FiguresOptions) error        { return r.keep(o) }
func (r *recorder) CheckRollups(_ context.Context, o app.RollupsOptions) error   { return r.keep(o) }
func (r *recorder) RebuildRollups(_ context.Context, o app.RollupsOptions) error { return r.keep(o) }
func (r *recorder) Place(_ context.Context, o app.PlaceOptions) error            { return r.keep(o) }
func (r *recorder) Bulletin(_ context.Context, o app.BulletinOptions) error      { return r.keep(o) }
func (r *recorder) Backup(_ context.Context, o app.BackupOptions) error          { return r.keep(o) }
func (r *recorder) Restore(_ context.Context, o app.RestoreOptions) error        { return r.keep(o) }
func (r *recorder) AddUser(_ context.Context, o app.AddUserOptions) error        { return r.keep(o) }
func (r *recorder) Explain(err error) string                                     { return "explained: " + err.Error() }
func (r *recorder) SealVerify(_ context.Context, o app.SealVerifyOptions) error {
	return r.keep(o)
}
func (r *recorder) SealHead(_ context.Context, o app.SealHeadOptions) error { return r.keep(o) }
func (r *recorder) SealKey(_ context.Context, o app.SealKeyOptions) error   { return r.keep(o) }
func (r *recorder) VerifyBulletin(_ context.Context, o app.VerifyBulletinOptions) error {
	return r.keep(o)
}

func try(t *testing.T, r *recorder, args ...string) (code int, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	code = run(context.Background(), args, nil, app.Streams{In: strings.NewReader(""), Out: &out, Err: &errs}, r)
	return code, errs.String()
}

func TestFlagsReachTheBodies(t *testing.T) {
	file := filepath.Join(t.TempDir(), "members.csv")
	if err := os.WriteFile(file, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	common := app.Common{Data: "/d", Database: "sqlite:/d/tongpin.db", LogLevel: "info", LogFormat: "text"}
	base := app.Base{Common: common}
	tests := map[string]struct {
		args []string
		want any
	}{
		"import": {[]string{"import", "--consortium", "c", "--dry-run", "members", file}, app.ImportOptions{Base: base, Consortium: "c", Kind: "members", File: file, DryRun: true}},
		"export": {[]string{"export", "orders", "--consortium", "c", "--to", "o.xlsx"}, app.ExportOptions{Base: base, Consortium: "c", Kind: "orders", To: "o.xlsx"}},
		"figures": {
			[]string{"figures", "--consortium", "c", "--period", "2026-Q1", "--json"},
			app.FiguresOptions{Base: base, Consortium: "c", Period: "2026-Q1", JSON: true},
		},
		"rollups check":   {[]string{"rollups", "check"}, app.RollupsOptions{Base: base}},
		"rollups rebuild": {[]string{"rollups", "rebuild", "--consortium", "c"}, app.RollupsOptions{Base: base, Consortium: "c"}},
		"place": {
			[]string{"place", "--wishes", file, "--posts", file, "--seed", "7", "--out", "p.csv", "--mode", "fill"},
			app.PlaceOptions{Base: base, Options: app.Placement{Wishes: file, Posts: file, Mode: "fill", Seed: new(uint64(7)), Out: "p.csv"}},
		},
		"backup":          {[]string{"backup", "b.tar.gz"}, app.BackupOptions{Base: base, File: "b.tar.gz"}},
		"restore":         {[]string{"restore", file}, app.RestoreOptions{Base: base, File: file}},
		"migrate":         {[]string{"migrate"}, app.MigrateOptions{Base: base}},
		"seal verify":     {[]string{"seal", "verify", "--consortium", "c", "--head", file}, app.SealVerifyOptions{Base: base, Consortium: "c", Heads: []string{file}}},
		"seal head":       {[]string{"seal", "head", "--consortium", "c"}, app.SealHeadOptions{Base: base, Consortium: "c"}},
		"seal key":        {[]string{"seal", "key"}, app.SealKeyOptions{Base: base}},
		"verify-bulletin": {[]string{"verify-bulletin", file, "--key", "k", "--head", file, "--consortium", "c"}, app.VerifyBulletinOptions{Base: base, File: file, Key: "k", Head: file, Consortium: "c"}},
		"user add": {
			[]string{"user", "add", "li", "--name", "Li", "--consortium", "c", "--role", "dean"},
			app.AddUserOptions{Base: base, Login: "li", Name: "Li", Consortium: "c", Role: "dean"},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			var r recorder
			if code, text := try(t, &r, append(test.args, "--data", "/d")...); code != 0 {
				t.Fatalf("code %d: %s", code, text)
			}
			if diff := cmp.Diff(test.want, r.got, cmp.FilterPath(func(p cmp.Path) bool { return p.Last().String() == ".Streams" }, cmp.Ignore())); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestDemoTakesTheServersFlags(t *testing.T) {
	var r recorder
	if code, text := try(t, &r, "demo", "--fresh", "--load-only", "--size", "100", "--listen", ":9", "--upload-limit", "1MiB"); code != 0 {
		t.Fatal(text)
	}
	o := r.got.(app.DemoOptions)
	if !o.Fresh || !o.LoadOnly || o.Size != 100 || o.Listen != ":9" || o.UploadLimit != 1<<20 || o.Database == "" {
		t.Errorf("%+v", o)
	}
}

func TestEnvironmentSets(t *testing.T) {
	t.Setenv("TONGPIN_LISTEN", ":7")
	var r recorder
	if code, text := try(t, &r, "serve"); code != 0 || r.got.(app.ServeOptions).Listen != ":7" {
		t.Errorf("%d %s %+v", code, text, r.got)
	}
	if code, _ := try(t, &r, "serve", "--listen", ":8"); code != 0 || r.got.(app.ServeOptions).Listen != ":8" {
		t.Errorf("the flag does not win: %+v", r.got)
	}
}

func TestFailureIsExplained(t *testing.T) {
	code, text := try(t, &recorder{err: errors.New("no such consortium")}, "migrate")
	if code != exitFailed || text != "tongpin: explained: no such consortium\n" {
		t.Errorf("%d %q", code, text)
	}
}

func TestSignalEndsCleanly(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	var errs bytes.Buffer
	code := run(ctx, []string{"migrate"}, nil, app.Streams{Err: &errs}, &recorder{err: context.Canceled})
	if code != exitFailed || !strings.Contains(errs.String(), "app.use.stopped") {
		t.Errorf("%d %q", code, errs.String())
	}
}

func TestEveryCommandHasAnExample(t *testing.T) {
	var c cli
	parser, err := kong.New(&c, kong.Vars{"roles": "x"})
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for _, leaf := range append(parser.Model.Leaves(false), parser.Model.Node) {
		seen++
		if examples[path(leaf)] == "" {
			t.Errorf("%q has no example", path(leaf))
		}
	}
	if seen < 11 {
		t.Errorf("only %d commands were looked at", seen)
	}
}
