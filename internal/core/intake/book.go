package intake

import (
	"context"
	"io"
	"slices"
	"strconv"

	"tongpin/internal/core/access"
	"tongpin/internal/core/change"
	"tongpin/internal/core/file"
	"tongpin/internal/core/record"
	"tongpin/internal/core/sheet"
	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/i18n"
)

// Template returns the empty workbook of a kind.
func (s *Service) Template(a access.Actor, name string, lang i18n.Language) ([]byte, error) {
	kind, err := s.ImportKind(a, name)
	if err != nil {
		return nil, err
	}
	return sheet.Template(kind.Layout, s.o.Texts(lang))
}

// KeepDays is how long failed rows are kept.
const KeepDays = 90

// DefaultWorkbookDays is how long workbooks with personal data are kept after
// their import, unless the settings say otherwise.
const DefaultWorkbookDays = 30

// Daily is the daily round: it forgets the failed rows of old imports, and
// deletes the workbooks of old imports that hold personal data.
func (s *Service) Daily(ctx context.Context) error {
	if err := s.o.Store.ForgetFailures(ctx, s.o.Clock.Now().AddDate(0, 0, -KeepDays)); err != nil {
		return err
	}
	return s.forgetWorkbooks(ctx)
}

// atOnce is how many workbooks are looked up together.
const atOnce = 100

// forgetWorkbooks deletes workbooks with personal data that were imported, or
// refused, or never confirmed, long ago. What was imported stays; the content
// leaves the disk with the sweep of unused uploads.
func (s *Service) forgetWorkbooks(ctx context.Context) error {
	before := s.o.Clock.Now().AddDate(0, 0, -s.o.WorkbookDays)
	for {
		list, err := s.o.Store.Kept(ctx, s.o.Kinds.personal(), before, atOnce)
		if err != nil || len(list) == 0 {
			return err
		}
		for _, i := range list {
			if err := s.forget(ctx, i); err != nil && !fault.Is(err, fault.Stale) && !fault.Is(err, fault.NotFound) { // another process was faster
				return err
			}
		}
	}
}

// forget deletes the workbook of an import; one that waited for a confirmation
// can't be imported any more.
func (s *Service) forget(ctx context.Context, i Import) error {
	a, ok := access.From(ctx)
	if !ok {
		a = access.Actor{Role: access.System}
	}
	c := change.By(a, s.o.Clock.Now())
	c.Log(i.Ref(), VerbForget, "file", i.FileName, "days", strconv.Itoa(s.o.WorkbookDays))
	c.Detach(file.File{ID: i.File, Record: i.Ref()})
	if next, err := Flow.Next(i.State, VerbForget); err == nil {
		i.State, i.EndedAt = next, c.At
		i.Problems = fault.List{fault.Refuse("intake.workbook.forgotten", "days", s.o.WorkbookDays)}
		return s.o.Store.Save(ctx, i, c)
	}
	return s.o.Store.Commit(ctx, c)
}

// FailedBook writes the workbook of the rows that failed, with the reasons, to
// be mended and imported. Besides the person who uploaded the rows nobody gets
// them: they may hold personal data.
func (s *Service) FailedBook(ctx context.Context, a access.Actor, id record.ID, lang i18n.Language, w io.Writer) error {
	i, kind, err := s.find(ctx, a, id)
	if err != nil {
		return err
	}
	if err := s.works(a, i, kind); err != nil {
		return err
	}
	list, err := s.o.Store.Failures(ctx, id, 0)
	if err != nil {
		return err
	}
	return sheet.FailedBook(w, kind.Layout, s.o.Texts(lang), slices.Values(list))
}
