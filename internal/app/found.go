package app

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/code"
	"tongpin/internal/core/consortium"
	"tongpin/internal/core/consortium/consortiumdb"
	"tongpin/internal/core/ledger"
	"tongpin/internal/core/organisation"
	"tongpin/internal/core/organisation/organisationdb"
	"tongpin/internal/core/record"
	"tongpin/internal/core/sheet"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/i18n"
)

// Founding is what a new consortium begins with: its names, the organisation
// that acts for it, the leading industries that it declares.
type Founding struct {
	Key        string // short name in commands and addresses: lower case, digits, hyphen
	Name       string
	NameEN     string
	Body       string // name of the organisation that acts for the consortium as such
	BodyCode   string // its credit code; may be empty
	Industries []string
	DeclaredOn calendar.Date
	Sample     bool
}

var keyForm = regexp.MustCompile(`^[a-z][a-z0-9-]{1,30}$`)

func (f Founding) check() error {
	var wrong fault.List
	if !keyForm.MatchString(f.Key) {
		wrong.Add("key", f.Key, "app.found.key")
	}
	if strings.TrimSpace(f.Name) == "" {
		wrong.Add("name", f.Name, "app.found.name")
	}
	if strings.TrimSpace(f.Body) == "" {
		wrong.Add("body", f.Body, "app.found.body")
	}
	if f.BodyCode != "" {
		if _, err := code.ParseCredit("body_code", f.BodyCode); err != nil {
			wrong.Append(err)
		}
	}
	return wrong.Err()
}

// Found makes a consortium, its body and the declaration of its industries. It
// can be called again with the same key: what is there stays, what a stop left
// out is made up for. It tells whether the consortium is new.
func (h *House) Found(ctx context.Context, f Founding) (c consortium.Consortium, made bool, err error) {
	if err := f.check(); err != nil {
		return c, false, err
	}
	c, err = consortiumdb.ByKey(ctx, h.DB, f.Key)
	if made = fault.Is(err, fault.NotFound); made {
		c, err = consortiumdb.Create(ctx, h.DB, consortium.Consortium{Key: f.Key, Name: f.Name, NameEN: f.NameEN, Body: record.NewID(), Sample: f.Sample})
	}
	if err != nil {
		return c, false, err
	}
	robot := access.Robot(c.ID)
	ctx = db.In(access.With(ctx, robot), c.ID)
	if err := h.foundBody(ctx, c, f, robot); err != nil {
		return c, made, err
	}
	// Figures are rolled up, and words indexed, from the first record on.
	if err := errors.Join(h.Insight.Daily(ctx), h.KeepWords(ctx)); err != nil {
		return c, made, err
	}
	return c, made, h.Members.DeclareIndustries(ctx, robot, c.Body, f.Industries, f.DeclaredOn)
}

func (h *House) foundBody(ctx context.Context, c consortium.Consortium, f Founding, robot access.Actor) error {
	return h.DB.Write(ctx, func(tx *db.Tx) error {
		if _, err := organisationdb.Find(tx, c.Body); !fault.Is(err, fault.NotFound) {
			return err
		}
		ch := change.By(robot, tx.Now())
		ch.Log(record.Ref{Kind: organisation.RecordKind, ID: c.Body}, "found", "name", f.Name)
		if err := organisationdb.Save(tx, organisation.Organisation{ID: c.Body, Name: f.Body, Kind: organisation.Association, CreditCode: f.BodyCode, Sample: f.Sample}); err != nil {
			return err
		}
		return ledger.Commit(tx, ch)
	})
}

// foundingKind is the kind of sheet that founds consortia; only the command line
// takes it, because it belongs to no consortium.
const foundingKind = "consortium"

var foundingLayout = sheet.Layout{Kind: "consortium", Columns: []sheet.Column{
	{Key: "key", Required: true, Match: true},
	{Key: "name", Required: true},
	{Key: "name_en"},
	{Key: "body", Required: true},
	{Key: "body_code"},
	{Key: "industries", Type: sheet.List, Options: organisation.Industries, Enum: "industry"},
	{Key: "declared_on", Type: sheet.Date},
}}

// foundAll founds the consortia of a sheet, or only checks it. The first row
// that is wrong ends it; what was founded before stays, and running the mended
// sheet again goes on from there.
func (h *House) foundAll(ctx context.Context, o ImportOptions, f *os.File) error {
	info, err := f.Stat()
	if err != nil {
		return err
	}
	r, err := sheet.Open(filepath.Base(o.File), f, info.Size(), foundingLayout, h.Texts(language()), h.Texts(i18n.Chinese), h.Texts(i18n.English))
	if err != nil {
		return err
	}
	defer r.Close()
	for row, err := range r.Rows() {
		if err != nil {
			return err
		}
		x := Founding{
			Key: row.Text("key"), Name: row.Text("name"), NameEN: row.Text("name_en"), Body: row.Text("body"), BodyCode: row.Text("body_code"),
			Industries: row.List("industries"), DeclaredOn: row.Date("declared_on"),
		}
		if err := row.Err(); err != nil {
			return err
		}
		if o.DryRun {
			if err := x.check(); err != nil {
				return err
			}
			continue
		}
		c, made, err := h.Found(ctx, x)
		switch {
		case err != nil:
			return err
		case made:
			err = say(o.Out, "app.found.done", "name", c.Name, "key", c.Key)
		default:
			err = say(o.Out, "app.found.exists", "name", c.Name)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
