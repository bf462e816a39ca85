// Package app wires everything; it alone knows every feature. The bodies of the
// commands stand here, one file each.
package app

import (
	"context"
	"log/slog"

	"tongpin/internal/app/declared"
	"tongpin/internal/core/access"
	"tongpin/internal/core/consortium"
	"tongpin/internal/core/consortium/consortiumdb"
	"tongpin/internal/core/file"
	"tongpin/internal/core/rule"
	"tongpin/internal/core/sheet"
	"tongpin/internal/core/worker"
	"tongpin/internal/platform/clock"
	"tongpin/internal/platform/config"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/schema"
)

// House is the program, wired: one database, the services of all features.
type House struct {
	DB        *db.DB
	Clock     clock.Clock
	Catalogue *i18n.Catalogue
	Table     *access.Table
	Book      *rule.Book
	Blobs     *file.Blobs
	Worker    *worker.Worker
	services
	log *slog.Logger
}

// Open opens the database and the files of an installation and wires the
// services. It migrates an empty or older embedded database; a PostgreSQL
// database is migrated by `tongpin migrate` alone, and refused until then.
func Open(ctx context.Context, o config.Settings, c clock.Clock, log *slog.Logger) (*House, error) {
	d, err := db.Open(ctx, o.Database, db.Options{Schema: schema.Files, Clock: c})
	if err != nil {
		return nil, err
	}
	h, err := wire(ctx, d, o, c, log)
	if err != nil {
		_ = d.Close()
		return nil, err
	}
	return h, nil
}

// Close closes the database.
func (h *House) Close() error { return h.DB.Close() }

func wire(ctx context.Context, d *db.DB, o config.Settings, c clock.Clock, log *slog.Logger) (*House, error) {
	if err := upToDate(ctx, d); err != nil {
		return nil, err
	}
	h := &House{DB: d, Clock: c, Table: declared.Permissions(), log: log}
	var err error
	if h.Catalogue, err = declared.Catalogue(); err != nil {
		return nil, err
	}
	if h.Book, err = declared.Rules(); err != nil {
		return nil, err
	}
	if h.Blobs, err = blobsIn(o.Data); err != nil {
		return nil, err
	}
	h.build(o)
	h.Worker = worker.New(d, h.handlers(), h.consortiumIDs)
	return h, nil
}

func upToDate(ctx context.Context, d *db.DB) error {
	has, knows, err := d.SchemaVersion(ctx)
	switch {
	case err != nil:
		return err
	case has > knows:
		return fault.New(fault.Refused, "app.schema.newer", "has", has, "knows", knows)
	case has == knows:
		return nil
	case d.Engine() == db.SQLite || has == 0:
		return d.Migrate(ctx)
	}
	return fault.New(fault.Refused, "app.schema.older", "has", has, "knows", knows)
}

// uploads is how files come in.
func (h *House) uploads(o config.Settings) file.Intake {
	return file.Intake{Blobs: h.Blobs, Limit: int64(o.UploadLimit), Clock: h.Clock}
}

// Texts gives the texts of a language, for sheets.
func (h *House) Texts(l i18n.Language) sheet.Texts { return h.Catalogue.In(l) }

func (h *House) wake() { h.Worker.Wake() }

// Consortia lists the consortia of the installation.
func (h *House) Consortia(ctx context.Context) ([]consortium.Consortium, error) {
	return consortiumdb.List(ctx, h.DB)
}

func (h *House) consortiumIDs(ctx context.Context) ([]int64, error) {
	list, err := h.Consortia(ctx)
	ids := make([]int64, len(list))
	for i, c := range list {
		ids[i] = c.ID
	}
	return ids, err
}

// Consortium returns the consortium with a key and a context for its work as
// the program itself.
func (h *House) Consortium(ctx context.Context, key string) (consortium.Consortium, context.Context, error) {
	if key == "" {
		return consortium.Consortium{}, ctx, fault.Wrong("consortium", "", "app.consortium.missing")
	}
	c, err := consortiumdb.ByKey(ctx, h.DB, key)
	if fault.Is(err, fault.NotFound) {
		err = fault.Wrong("consortium", key, "app.consortium.unknown", "key", key)
	}
	if err != nil {
		return c, ctx, err
	}
	return c, db.In(access.With(ctx, access.Robot(c.ID)), c.ID), nil
}
