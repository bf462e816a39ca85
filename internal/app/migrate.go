package app

import (
	"context"
	"fmt"

	"tongpin/internal/platform/clock"
	"tongpin/internal/platform/db"
	"tongpin/internal/schema"
)

// Migrate brings the database to the schema of this program.
func (Program) Migrate(ctx context.Context, o MigrateOptions) error {
	d, err := db.Open(ctx, o.Database, db.Options{Schema: schema.Files, Clock: clock.System{}})
	if err != nil {
		return err
	}
	defer d.Close()
	before, knows, err := d.SchemaVersion(ctx)
	if err != nil {
		return err
	}
	if before == knows {
		fmt.Fprintf(o.Out, "The schema is up to date (%d).\n", knows)
		return nil
	}
	if err := d.Migrate(ctx); err != nil {
		return err
	}
	fmt.Fprintf(o.Out, "Migrated the schema from %d to %d.\n", before, knows)
	return nil
}
