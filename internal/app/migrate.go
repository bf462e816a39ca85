package app

import (
	"context"

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
		return say(o.Out, "app.migrate.same", "version", knows)
	}
	if err := d.Migrate(ctx); err != nil {
		return err
	}
	return say(o.Out, "app.migrate.done", "from", before, "to", knows)
}
