package app

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"tongpin/internal/app/disk"
	"tongpin/internal/core/access"
	"tongpin/internal/core/intake"
	"tongpin/internal/platform/fault"
)

// Import reads a workbook or CSV file into a consortium: the same work as an
// import on the pages, with the rights of the program itself. It ends with code
// 1 if rows failed, so that a script notices.
func (Program) Import(ctx context.Context, o ImportOptions) error {
	h, err := open(ctx, o.Base)
	if err != nil {
		return err
	}
	defer h.Close()
	f, err := os.Open(o.File)
	if err != nil {
		return fault.Wrong("file", o.File, "app.file.unreadable", "problem", disk.Problem(err))
	}
	defer f.Close()
	if o.Kind == foundingKind {
		return h.foundAll(ctx, o, f)
	}
	c, ctx, err := h.Consortium(ctx, o.Consortium)
	if err != nil {
		return err
	}
	l, err := words()
	if err != nil {
		return err
	}
	robot := access.Robot(c.ID)
	done, err := h.Intake.Run(ctx, robot, intake.Direct{
		Upload: intake.Upload{Kind: o.Kind, FileName: filepath.Base(o.File), Content: f, Lang: l.Language()}, DryRun: o.DryRun,
		Progress: func(n intake.Counts) {
			fmt.Fprint(o.Err, "\r", l.T("app.import.rows", "n", n.Created+n.Updated+n.Unchanged+n.Failed))
		},
	})
	fmt.Fprint(o.Err, "\r")
	if err != nil {
		return err
	}
	if _, err := h.Sealing.Seal(ctx); err != nil {
		return err
	}
	n := done.Counts
	fmt.Fprintln(o.Out, l.T("app.import.done", "good", n.Created+n.Updated+n.Unchanged, "new", n.Created, "changed", n.Updated, "same", n.Unchanged, "failed", n.Failed))
	if n.Failed == 0 {
		return nil
	}
	failed := o.Failed
	if failed == "" {
		failed = strings.TrimSuffix(o.File, filepath.Ext(o.File)) + ".failed.xlsx"
	}
	err = disk.WriteWhole(failed, func(w io.Writer) error { return h.Intake.FailedBook(ctx, robot, done.ID, l.Language(), w) })
	if err != nil {
		return err
	}
	return fault.Refuse("app.import.failed", "n", n.Failed, "file", failed)
}

// Export writes all rows of a kind as a workbook, or as CSV.
func (Program) Export(ctx context.Context, o ExportOptions) error {
	h, c, ctx, err := enter(ctx, o.Base, o.Consortium)
	if err != nil {
		return err
	}
	defer h.Close()
	out := intake.Out{Kind: o.Kind, Format: intake.CSV, Lang: language()}
	if strings.EqualFold(filepath.Ext(o.To), ".xlsx") {
		out.Format = intake.XLSX
	}
	var rows int64
	write := func(w io.Writer) (err error) {
		rows, err = h.Intake.Export(ctx, access.Robot(c.ID), out, w)
		return err
	}
	if o.To == "" {
		return write(o.Out)
	}
	if err := disk.WriteWhole(o.To, write); err != nil {
		return err
	}
	return say(o.Out, "app.export.done", "n", rows, "file", o.To)
}
