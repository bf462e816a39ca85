package sealing

import (
	"context"

	"tongpin/internal/engine/seal"
	"tongpin/internal/platform/fault"
)

// Confirm compares a bundle that holds (Verify) with the log and the facts of
// the context's consortium as they stand today: its head must be one of the
// log's, and every fact that it shows as it was sealed. The error is a fault that
// names what is not.
func (s *Service) Confirm(ctx context.Context, b seal.Bundle) error {
	return s.store.Read(ctx, func(r Reader) error {
		key, err := r.Key()
		if err != nil {
			return err
		}
		if key != b.Consortium {
			return fault.Refuse("seal.problem.origin", "origin", seal.Origin(b.Consortium), "consortium", key)
		}
		if err := confirmHead(r, b); err != nil {
			return err
		}
		for _, l := range b.Leaves {
			facts, salts, err := r.Between(l.Seq, l.Seq)
			if err != nil {
				return err
			}
			if len(facts) == 0 {
				return fault.Refuse("seal.audit.missing", "seq", l.Seq, "id", l.ID)
			}
			if diff, _ := differences(facts[0], l, salts); len(diff) > 0 {
				return changed(l, diff)
			}
		}
		return nil
	})
}

// confirmHead recomputes the root at the size of the bundle's head.
func confirmHead(r Reader, b seal.Bundle) error {
	head, err := seal.UncheckedHead(b.Head)
	if err != nil {
		return fault.Refuse("seal.problem.head_form")
	}
	_, sealed, err := r.Numbers()
	if err != nil {
		return err
	}
	if head.Size <= sealed {
		if root, err := seal.Root(head.Size, r); err == nil && root == head.Root {
			return nil
		}
	}
	return fault.Refuse("seal.audit.not_ours", "size", head.Size)
}
