package sealing

import (
	"context"
	"time"

	"tongpin/internal/core/calendar"
	"tongpin/internal/core/consortium"
	"tongpin/internal/core/fact"
	"tongpin/internal/core/record"
	"tongpin/internal/engine/seal"
)

// StoredHead is a head as it was signed.
type StoredHead struct {
	Size   int64
	Signed string
	At     time.Time
}

// Store keeps the log.
type Store interface {
	// Consortium returns the consortium with a key.
	Consortium(ctx context.Context, key string) (consortium.Consortium, error)
	// Grow hands the log and the facts that follow its last one, most at most,
	// to decide, and stores what it returns; all in one transaction, one at a
	// time for each consortium. It does nothing if no fact follows.
	Grow(ctx context.Context, most int, decide func(Log, []Numbered, time.Time) (Growth, error)) (sealed int, err error)
	// Read gives a view of the log at one moment.
	Read(ctx context.Context, look func(Reader) error) error
	// Forget erases the salts of ids and returns how many there were.
	Forget(ctx context.Context, ids []record.ID) (int64, error)
}

// Reader reads the log and the facts as they stand at one moment.
type Reader interface {
	seal.Tiles
	// Key is the key of the consortium.
	Key() (string, error)
	// Pack returns the leaves below a tile of level 0.
	Pack(n int64) ([]seal.Leaf, error)
	// Heads lists heads up to a size, the largest first; all sizes for 0.
	Heads(upTo int64, limit int) ([]StoredHead, error)
	// HeadsFrom lists the heads from a size on, the smallest first.
	HeadsFrom(size int64, limit int) ([]StoredHead, error)
	// Tally counts the sealed facts by kind and month.
	Tally() (seal.Tally, error)
	// Between returns the facts from one place to another, both inside, and the
	// salts of what they point at.
	Between(from, to int64) ([]Numbered, Salts, error)
	// Matching returns the facts of kinds in a span, by place.
	Matching(kinds []fact.Kind, span calendar.Period, upTo int64) ([]Numbered, error)
	// SaltsOf returns the salts of ids.
	SaltsOf(ids []record.ID) (Salts, error)
	// Numbers are the numbers of the last fact and of the last sealed one.
	Numbers() (recorded, sealed int64, err error)
}
