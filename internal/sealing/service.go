package sealing

import (
	"context"
	"time"

	"tongpin/internal/core/consortium"
	"tongpin/internal/core/record"
	"tongpin/internal/engine/seal"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/fault"
)

// batch is how many facts one transaction seals: whole tiles, and on the
// embedded database less than half a second in which others wait to write.
const batch = 16 * seal.TileWidth

// Keys are the key that signs and all public keys of the installation, one a
// line: the present one and those before it.
type Keys struct {
	Signer *seal.Key
	Public string
}

// Service seals and proves.
type Service struct {
	store Store
	keys  func() (Keys, error)
}

// NewService makes the service; keys is asked when a key is needed for the
// first time, because making one writes a file.
func NewService(store Store, keys func() (Keys, error)) *Service { return &Service{store, keys} }

// Seal seals every fact of the context's consortium that is not yet sealed and
// signs a head for each batch. Of several that seal at once each takes what the
// others left. It returns how many facts it sealed.
func (s *Service) Seal(ctx context.Context) (int64, error) {
	keys, err := s.keys()
	if err != nil {
		return 0, err
	}
	var total int64
	for {
		n, err := s.store.Grow(ctx, batch, func(l Log, facts []Numbered, now time.Time) (Growth, error) {
			return l.Grow(facts, keys.Signer, now)
		})
		total += int64(n)
		if err != nil || n == 0 {
			return total, err
		}
	}
}

// Daily is the round of the day.
func (s *Service) Daily(ctx context.Context) error { _, err := s.Seal(ctx); return err }

// Forget makes everything that is sealed about ids meaningless by erasing their
// salts: of a trainee, that is the trainee, the enrolments, their evidence and
// the reasons of corrections. What was sealed stays sealed; what waits to be
// sealed is sealed first, so that no new salt is made for it afterwards. It
// returns how many salts there were.
func (s *Service) Forget(ctx context.Context, ids ...record.ID) (int64, error) {
	if _, err := s.Seal(ctx); err != nil {
		return 0, err
	}
	return s.store.Forget(ctx, ids)
}

// PublicKeys are the public keys of the installation, the present one first.
func (s *Service) PublicKeys() (string, error) {
	keys, err := s.keys()
	return keys.Public, err
}

// Of finds a consortium by its key and returns a context for reading its log,
// which is open to anybody.
func (s *Service) Of(ctx context.Context, key string) (consortium.Consortium, context.Context, error) {
	c, err := s.store.Consortium(ctx, key)
	if err != nil {
		return c, ctx, err
	}
	return c, db.In(ctx, c.ID), nil
}

// Own is the key of the context's consortium.
func (s *Service) Own(ctx context.Context) (key string, err error) {
	err = s.store.Read(ctx, func(r Reader) error { key, err = r.Key(); return err })
	return key, err
}

// Heads lists published heads up to a size, the largest first.
func (s *Service) Heads(ctx context.Context, upTo int64, limit int) (list []StoredHead, err error) {
	err = s.store.Read(ctx, func(r Reader) error { list, err = r.Heads(upTo, limit); return err })
	return list, err
}

// HeadAt returns the head of exactly a size; the last one for 0.
func (s *Service) HeadAt(ctx context.Context, size int64) (StoredHead, error) {
	list, err := s.Heads(ctx, size, 1)
	if err != nil {
		return StoredHead{}, err
	}
	if len(list) == 0 && size == 0 {
		return StoredHead{}, fault.New(fault.NotFound, "seal.nothing")
	}
	if len(list) == 0 || size > 0 && list[0].Size != size {
		return StoredHead{}, fault.New(fault.NotFound, "seal.no_head", "size", size)
	}
	return list[0], nil
}

// Consistency is the proof that one head's log is the beginning of another's.
type Consistency struct {
	From  string `json:"from"` // signed heads
	To    string `json:"to"`
	Proof string `json:"proof"` // hashes of RFC 6962, joined, base64
}

// Consistent proves that the log of a published head is the beginning of that
// of another.
func (s *Service) Consistent(ctx context.Context, from, to int64) (c Consistency, err error) {
	a, err := s.HeadAt(ctx, from)
	if err != nil {
		return c, err
	}
	b, err := s.HeadAt(ctx, to)
	if err != nil {
		return c, err
	}
	if a.Size > b.Size {
		a, b = b, a
	}
	err = s.store.Read(ctx, func(r Reader) error {
		hashes, err := seal.Extends(a.Size, b.Size, r)
		c = Consistency{a.Signed, b.Signed, seal.JoinHashes(hashes)}
		return err
	})
	return c, err
}

// broken is found when the stored log contradicts itself.
func broken(args ...any) error { return fault.Refuse("seal.broken", args...) }
