package app

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"runtime/debug"
	"strings"
	"syscall"

	"tongpin/internal/app/declared"
	"tongpin/internal/app/disk"
	"tongpin/internal/app/place"
	"tongpin/internal/app/timetabling"
	"tongpin/internal/core/consortium"
	"tongpin/internal/platform/clock"
	"tongpin/internal/platform/config"
	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/i18n"
)

// Program is the bodies of all commands.
type Program struct{}

var _ Commands = Program{}

// Explain says what err means, in the language that the environment asks for:
// Chinese if LC_ALL, LC_MESSAGES or LANG begins with zh, else English.
func (Program) Explain(err error) string {
	faults := fault.All(err)
	l, broken := words()
	if len(faults) == 0 || broken != nil {
		return err.Error()
	}
	lines := make([]string, len(faults))
	for i, f := range faults {
		lines[i] = l.Fault(f)
	}
	return strings.Join(lines, "\n")
}

// Misuse says that a command was called in a wrong way, for Explain; args are names
// and values in turn for the text "app.use." + key.
func Misuse(key string, args ...any) error { return fault.New(fault.Invalid, "app.use."+key, args...) }

// CheckFile refuses a path that names no file; flag is where it was given.
func CheckFile(flag, path string) error {
	info, err := os.Stat(path)
	if err == nil && info.IsDir() {
		err = syscall.EISDIR
	}
	if err != nil {
		return Misuse("file", "flag", flag, "path", path, "problem", disk.Problem(err))
	}
	return nil
}

// Place solves or checks a placement. It needs no database.
func (Program) Place(ctx context.Context, o PlaceOptions) error {
	l, err := words()
	if err != nil {
		return err
	}
	return place.Run(ctx, o.Options, place.Surroundings{Out: o.Base.Out, Err: o.Err, Clock: clock.System{}, Texts: l})
}

// SolveTimetable searches a timetable until the budget is spent or ctx ends.
func (Program) SolveTimetable(ctx context.Context, o timetabling.SolveOptions) error {
	l, err := words()
	if err != nil {
		return err
	}
	return timetabling.Solve(ctx, o, l)
}

// CheckTimetable prints every violation and every soft point.
func (Program) CheckTimetable(_ context.Context, o timetabling.CheckOptions) error {
	l, err := words()
	if err != nil {
		return err
	}
	return timetabling.Check(o, l)
}

// RepairTimetable mends a timetable after a change.
func (Program) RepairTimetable(ctx context.Context, o timetabling.RepairOptions) error {
	l, err := words()
	if err != nil {
		return err
	}
	return timetabling.Repair(ctx, o, l)
}

// ShowTimetable prints a timetable for people.
func (Program) ShowTimetable(_ context.Context, o timetabling.ShowOptions) error {
	l, err := words()
	if err != nil {
		return err
	}
	return timetabling.Show(o, l)
}

// words are the texts in the language that the environment asks for.
func words() (*i18n.Localizer, error) {
	catalogue, err := declared.Catalogue()
	if err != nil {
		return nil, err
	}
	return catalogue.In(language()), nil
}

// say writes a line in the language that the environment asks for.
func say(w io.Writer, key string, args ...any) error {
	l, err := words()
	if err == nil {
		_, err = fmt.Fprintln(w, l.T(key, args...))
	}
	return err
}

func language() i18n.Language {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if v := os.Getenv(name); v != "" {
			if strings.HasPrefix(v, "zh") {
				return i18n.Chinese
			}
			return i18n.English
		}
	}
	return i18n.English
}

// open wires the house for a command that does not serve.
func open(ctx context.Context, b Base) (*House, error) {
	return Open(ctx, config.Settings{Common: b.Common, Server: config.Server{UploadLimit: commandLimit}}, clock.System{}, logger(b))
}

// enter wires the house for a command about one consortium: it returns the house,
// to be closed, the consortium, and a context for its work as the program itself.
func enter(ctx context.Context, b Base, key string) (*House, consortium.Consortium, context.Context, error) {
	h, err := open(ctx, b)
	if err != nil {
		return nil, consortium.Consortium{}, ctx, err
	}
	c, inside, err := h.Consortium(ctx, key)
	if err != nil {
		_ = h.Close()
		return nil, c, ctx, err
	}
	return h, c, inside, nil
}

// commandLimit is the largest file that a command takes in: the person who
// runs it owns the machine.
const commandLimit = config.Size(200 << 20)

func logger(b Base) *slog.Logger {
	var level slog.Level
	_ = level.UnmarshalText([]byte(b.LogLevel)) // checked by config
	options := &slog.HandlerOptions{Level: level}
	if b.LogFormat == "json" {
		return slog.New(slog.NewJSONHandler(b.Err, options))
	}
	return slog.New(slog.NewTextHandler(b.Err, options))
}

// Version names the build: module version or commit, and the Go release.
func Version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	version, dirty := info.Main.Version, ""
	for _, s := range info.Settings {
		switch {
		case s.Key == "vcs.revision" && (version == "" || version == "(devel)"):
			version = s.Value[:min(12, len(s.Value))]
		case s.Key == "vcs.modified" && s.Value == "true":
			dirty = "+changes"
		}
	}
	return fmt.Sprintf("%s%s (%s)", version, dirty, info.GoVersion)
}
