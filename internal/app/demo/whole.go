package demo

import (
	"context"

	"tongpin/internal/core/consortium"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/fault"
)

// Whole tells whether a consortium of the demonstration was loaded to its end.
func Whole(ctx context.Context, d *db.DB, c consortium.Consortium) (bool, error) {
	err := whole(ctx, d, c)
	if fault.Is(err, fault.Refused) {
		return false, nil
	}
	return err == nil, err
}
