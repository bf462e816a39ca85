package main

import (
	"context"
	"fmt"

	"tongpin/internal/app"
)

// cli is the command line. The examples of each command stand in examples.go.
type cli struct {
	app.Common `group:"Settings of every command"`

	Serve    serveCmd    `cmd:"" help:"Serve the pages."`
	Demo     demoCmd     `cmd:"" help:"Load the demonstration and serve it."`
	Migrate  migrateCmd  `cmd:"" help:"Bring the database to the schema of this program."`
	Import   importCmd   `cmd:"" help:"Read a workbook or CSV file into a consortium."`
	Export   exportCmd   `cmd:"" help:"Write all rows of a kind as a workbook or CSV."`
	Figures  figuresCmd  `cmd:"" help:"Print every figure of a consortium."`
	Rollups  rollupsCmd  `cmd:"" help:"Check or rebuild what the figures are read from."`
	Place    placeCmd    `cmd:"" help:"Place students into posts by their wishes, from files alone."`
	Bulletin bulletinCmd `cmd:"" help:"Print the bulletin of a quarter or the report of a year."`
	Backup   backupCmd   `cmd:"" help:"Write database and files into one archive, also while the server runs."`
	Restore  restoreCmd  `cmd:"" help:"Read an archive into an empty database."`
	User     userCmd     `cmd:"" help:"Keep the accounts of people."`
	Seal     sealCmd     `cmd:"" help:"Check and publish the sealed log of facts."`

	VerifyBulletin verifyBulletinCmd `cmd:"" help:"Check a published bulletin, offline and without an account."`

	Version versionCmd `cmd:"" help:"Print the version."`

	Timetable timetableCmd `cmd:"" help:"Find, count, mend and show timetables, from files alone."`
}

// call is what a command's Run is given.
type call struct {
	ctx    context.Context
	base   app.Base
	bodies app.Commands
}

type serveCmd struct {
	app.Server `group:"Settings of serve and demo"`
}

func (c *serveCmd) options(k *call) (app.ServeOptions, error) {
	common, server, err := app.Resolve(k.base.Common, c.Server)
	if err != nil {
		return app.ServeOptions{}, wrongUse{err}
	}
	return app.ServeOptions{Base: app.Base{Common: common, Streams: k.base.Streams}, Server: server}, nil
}

// Run serves until a signal comes.
func (c *serveCmd) Run(k *call) error {
	o, err := c.options(k)
	if err != nil {
		return err
	}
	return k.bodies.Serve(k.ctx, o)
}

type demoCmd struct {
	serveCmd
	Fresh    bool `help:"Throw away what an earlier demo stored in this data folder."`
	LoadOnly bool `help:"Load and exit."`
	Size     int  `default:"1" placeholder:"N" help:"Also make up a consortium of N times the size, for load."`
}

// Run loads and serves the demonstration.
func (c *demoCmd) Run(k *call) error {
	o, err := c.options(k)
	if err != nil {
		return err
	}
	if c.Size < 1 || c.Size > 1000 {
		return wrongUse{app.Misuse("range", "a", "--size", "n", c.Size, "low", 1, "high", 1000)}
	}
	return k.bodies.Demo(k.ctx, app.DemoOptions{ServeOptions: o, Fresh: c.Fresh, LoadOnly: c.LoadOnly, Size: c.Size})
}

type migrateCmd struct{}

// Run migrates the database.
func (c *migrateCmd) Run(k *call) error {
	return k.bodies.Migrate(k.ctx, app.MigrateOptions{Base: k.base})
}

type importCmd struct {
	Consortium string `placeholder:"KEY" help:"Key of the consortium, for example ruoqiang; needed for every kind but consortium."`
	Kind       string `arg:"" help:"Kind of the rows: agreement, attendance, cohort, internship, member, order, person, product, programme, training_provider, training_roster, workplan_item; or consortium, to found new ones."`
	File       string `arg:"" type:"file" help:"Workbook (.xlsx) or CSV file."`
	DryRun     bool   `help:"Check every row, store nothing."`
	Failed     string `placeholder:"FILE" help:"Where to write the workbook of the failed rows; else beside the file."`
}

// Run imports the file.
func (c *importCmd) Run(k *call) error {
	return k.bodies.Import(k.ctx, app.ImportOptions{
		Base: k.base, Consortium: c.Consortium, Kind: c.Kind, File: c.File, DryRun: c.DryRun, Failed: c.Failed,
	})
}

type exportCmd struct {
	Consortium string `required:"" placeholder:"KEY" help:"Key of the consortium, for example ruoqiang."`
	Kind       string `arg:"" help:"Kind of the rows: agreement, attendance_signal, bulletin, cohort, facts, figures, internship, member, order, person, product, programme, subsidy_claim, training_provider, training_roster, workplan_item."`
	To         string `placeholder:"FILE" help:"File to write, .xlsx or .csv; else CSV on standard output."`
}

// Run exports the rows.
func (c *exportCmd) Run(k *call) error {
	return k.bodies.Export(k.ctx, app.ExportOptions{Base: k.base, Consortium: c.Consortium, Kind: c.Kind, To: c.To})
}

type figuresCmd struct {
	Consortium string `required:"" placeholder:"KEY" help:"Key of the consortium, for example ruoqiang."`
	Period     string `placeholder:"P" help:"2026, 2026-H1, 2026-Q1, 2026-04, 2024-2025-1, 2025-09-15, to-2025-09-15 or year-to-2025-09-15; else all time."`
	JSON       bool   `name:"json" help:"Print a JSON array."`
}

// Run prints the figures.
func (c *figuresCmd) Run(k *call) error {
	return k.bodies.Figures(k.ctx, app.FiguresOptions{Base: k.base, Consortium: c.Consortium, Period: c.Period, JSON: c.JSON})
}

type rollupsCmd struct {
	Check   rollupsCheckCmd   `cmd:"" help:"Add up all facts and name each difference from the rollups; exit code 1 if there is one."`
	Rebuild rollupsRebuildCmd `cmd:"" help:"Build the rollups anew from the facts, and the index of words from the records, also while the server runs."`
}

type rollupsCheckCmd struct {
	Consortium string `placeholder:"KEY" help:"Key of the consortium, for example ruoqiang; else all."`
}

// Run compares rollups and facts.
func (c *rollupsCheckCmd) Run(k *call) error {
	return k.bodies.CheckRollups(k.ctx, app.RollupsOptions{Base: k.base, Consortium: c.Consortium})
}

type rollupsRebuildCmd struct {
	Consortium string `placeholder:"KEY" help:"Key of the consortium, for example ruoqiang; else all."`
}

// Run builds the rollups.
func (c *rollupsRebuildCmd) Run(k *call) error {
	return k.bodies.RebuildRollups(k.ctx, app.RollupsOptions{Base: k.base, Consortium: c.Consortium})
}

type bulletinCmd struct {
	Consortium string `required:"" placeholder:"KEY" help:"Key of the consortium, for example ruoqiang."`
	Period     string `required:"" placeholder:"P" help:"A quarter, 2026-Q1, or a year, 2026."`
	Format     string `default:"html" enum:"html,docx,json" help:"html, docx or json; the proof stands in json."`
	To         string `placeholder:"FILE" help:"File to write; else standard output."`
}

// Run prints the paper: the published one, else the draft, else the usual wording.
func (c *bulletinCmd) Run(k *call) error {
	return k.bodies.Bulletin(k.ctx, app.BulletinOptions{Base: k.base, Consortium: c.Consortium, Period: c.Period, Format: c.Format, To: c.To})
}

type backupCmd struct {
	File string `arg:"" help:"Archive to write; it must not exist yet."`
}

// Run writes the archive.
func (c *backupCmd) Run(k *call) error {
	return k.bodies.Backup(k.ctx, app.BackupOptions{Base: k.base, File: c.File})
}

type restoreCmd struct {
	File string `arg:"" type:"file" help:"Archive to read."`
}

// Run reads the archive.
func (c *restoreCmd) Run(k *call) error {
	return k.bodies.Restore(k.ctx, app.RestoreOptions{Base: k.base, File: c.File})
}

type userCmd struct {
	Add userAddCmd `cmd:"" help:"Make a person with an account and a role. The password is read from standard input."`
}

type userAddCmd struct {
	Login        string `arg:"" help:"Name to sign in with."`
	Name         string `required:"" help:"Name of the person."`
	Email        string `help:"E-mail address; can be used to sign in."`
	Phone        string `help:"Telephone number; shown masked."`
	Consortium   string `required:"" placeholder:"KEY" help:"Key of the consortium, for example ruoqiang."`
	Role         string `required:"" enum:"${roles}" help:"Role of the person: ${roles}."`
	Organisation string `placeholder:"CODE" help:"Credit code or name of the organisation; else the consortium's own body."`
}

// Run makes the account.
func (c *userAddCmd) Run(k *call) error {
	return k.bodies.AddUser(k.ctx, app.AddUserOptions{
		Base: k.base, Login: c.Login, Name: c.Name, Email: c.Email, Phone: c.Phone,
		Consortium: c.Consortium, Role: c.Role, Organisation: c.Organisation,
	})
}

type versionCmd struct{}

// Run prints the version.
func (c *versionCmd) Run(k *call) error {
	_, err := fmt.Fprintln(k.base.Out, "tongpin", app.Version())
	return err
}
