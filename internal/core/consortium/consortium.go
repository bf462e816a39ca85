// Package consortium holds the consortia of an installation. A consortium is
// the tenant: everything else belongs to exactly one.
package consortium

import (
	"context"
	"time"

	"tongpin/internal/core/record"
	"tongpin/internal/platform/i18n"
)

// Consortium is one city-level industry-education consortium.
type Consortium struct {
	ID        int64
	Key       string // short name in commands and addresses, for example "ruoqiang"
	Name      string
	NameEN    string
	Body      record.ID // the organisation that acts for the consortium as such
	Sample    bool      // a demonstration
	CreatedAt time.Time
}

// NameIn returns the name in a language ("zh" or "en").
func (c Consortium) NameIn(lang string) string {
	if lang == "en" && c.NameEN != "" {
		return c.NameEN
	}
	return c.Name
}

// NameFor returns the name in the language of the person who asks.
func (c Consortium) NameFor(ctx context.Context) string {
	return c.NameIn(string(i18n.From(ctx).Language()))
}
