package intake

import (
	"context"
	"io"
	"slices"

	"tongpin/internal/core/access"
	"tongpin/internal/core/record"
	"tongpin/internal/core/sheet"
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

// Daily is the daily round: it forgets the failed rows of old imports.
func (s *Service) Daily(ctx context.Context) error {
	return s.o.Store.ForgetFailures(ctx, s.o.Clock.Now().AddDate(0, 0, -KeepDays))
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
