package app

import (
	"context"
	"io"

	"tongpin/internal/app/place"
	"tongpin/internal/app/timetabling"
	"tongpin/internal/core/access"
	"tongpin/internal/platform/config"
)

// Commands are the bodies of the command line. cmd/tongpin only reads flags,
// fills in one of the option structs below and calls the method. A returned
// fault.Fault or fault.List ends the program with code 1 and its text; so does
// any other error.
type Commands interface {
	Serve(ctx context.Context, o ServeOptions) error
	Demo(ctx context.Context, o DemoOptions) error
	Migrate(ctx context.Context, o MigrateOptions) error
	Import(ctx context.Context, o ImportOptions) error
	Export(ctx context.Context, o ExportOptions) error
	Figures(ctx context.Context, o FiguresOptions) error
	Bulletin(ctx context.Context, o BulletinOptions) error
	CheckRollups(ctx context.Context, o RollupsOptions) error
	RebuildRollups(ctx context.Context, o RollupsOptions) error
	Place(ctx context.Context, o PlaceOptions) error
	Backup(ctx context.Context, o BackupOptions) error
	Restore(ctx context.Context, o RestoreOptions) error
	AddUser(ctx context.Context, o AddUserOptions) error
	SolveTimetable(ctx context.Context, o timetabling.SolveOptions) error
	CheckTimetable(ctx context.Context, o timetabling.CheckOptions) error
	RepairTimetable(ctx context.Context, o timetabling.RepairOptions) error
	ShowTimetable(ctx context.Context, o timetabling.ShowOptions) error
	SealVerify(ctx context.Context, o SealVerifyOptions) error
	SealHead(ctx context.Context, o SealHeadOptions) error
	SealKey(ctx context.Context, o SealKeyOptions) error
	VerifyBulletin(ctx context.Context, o VerifyBulletinOptions) error
	// Explain says what err means and what to do, in the language that the
	// environment asks for; one line for each fault.
	Explain(err error) string
}

// Common and Server are the settings, in the form that the command line fills.
type (
	Common = config.Common
	Server = config.Server
)

// Resolve completes and checks the settings of a command that serves pages.
func Resolve(c Common, s Server) (Common, Server, error) {
	all, err := config.Settings{Common: c, Server: s}.Resolve()
	return all.Common, all.Server, err
}

// CheckEnvironment refuses variables of the program that name no setting.
func CheckEnvironment(environ []string) error { return config.CheckEnvironment(environ) }

// Roles names the roles that a person can hold.
func Roles() []string {
	names := make([]string, len(access.Roles))
	for i, r := range access.Roles {
		names[i] = string(r)
	}
	return names
}

// Streams are where a command reads and writes.
type Streams struct {
	In  io.Reader
	Out io.Writer // results
	Err io.Writer // messages and the log
}

// Base is what every command is given: the settings, checked, and the streams.
type Base struct {
	Common
	Streams
}

// ServeOptions start the server. It runs until ctx ends, then finishes the
// requests and the job steps that are under way.
type ServeOptions struct {
	Base
	Server
}

// DemoOptions load the demonstration and serve it.
type DemoOptions struct {
	ServeOptions
	Fresh    bool // throw the data folder's demonstration away first
	LoadOnly bool // load and return
	Size     int  // above 1: also a made-up consortium of this many times the size
}

// MigrateOptions bring the database to the schema of this program.
type MigrateOptions struct{ Base }

// ImportOptions read a workbook or CSV file into a consortium.
type ImportOptions struct {
	Base
	Consortium string // key
	Kind       string // kind of sheet: "members", "orders"
	File       string
	DryRun     bool   // check only
	Failed     string // where to write the workbook of failed rows; empty: beside the file
}

// ExportOptions write all rows of a kind as a workbook or CSV file.
type ExportOptions struct {
	Base
	Consortium string
	Kind       string
	To         string // file (.xlsx or .csv); empty: standard output as CSV
}

// FiguresOptions print every metric of a consortium.
type FiguresOptions struct {
	Base
	Consortium string
	Period     string // see calendar.ParsePeriod; empty: all time
	JSON       bool
}

// RollupsOptions check or rebuild what figures are read from.
type RollupsOptions struct {
	Base
	Consortium string // key; empty: all consortia
}

// Placement says what to place and where to write it.
type Placement = place.Options

// PlaceOptions place students by files alone, without a database.
type PlaceOptions struct {
	Base
	place.Options
}

// BulletinOptions print the paper of a quarter or a year.
type BulletinOptions struct {
	Base
	Consortium string
	Period     string // 2026-Q1 or 2026
	Format     string // html, docx or json
	To         string // file; empty: standard output
}

// BackupOptions write database and files into one archive.
type BackupOptions struct {
	Base
	File string
}

// RestoreOptions read an archive into an empty database.
type RestoreOptions struct {
	Base
	File string
}

// AddUserOptions make a person, an account and an assignment. The password is
// read from standard input, so that it stands in no list of processes.
type AddUserOptions struct {
	Base
	Login        string
	Name         string
	Email        string
	Phone        string
	Consortium   string // key
	Role         string // one of Roles
	Organisation string // credit code or name; empty: the consortium's own body
}

// SealVerifyOptions check the sealed log of a consortium.
type SealVerifyOptions struct {
	Base
	Consortium string   // key
	Heads      []string // files of heads that somebody kept outside
}

// SealHeadOptions seal what was recorded and print the head.
type SealHeadOptions struct {
	Base
	Consortium string // key
}

// SealKeyOptions print the public keys.
type SealKeyOptions struct{ Base }

// VerifyBulletinOptions check a published paper.
type VerifyBulletinOptions struct {
	Base
	File       string
	Key        string // public key to trust; empty: the one in the file
	Head       string // file of a published head, or of a proof of consistency
	Consortium string // also compare with the facts of this installation; empty: offline
}
