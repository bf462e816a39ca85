// Package schema holds the migrations: one set of files for both databases,
// written in PostgreSQL's types (see platform/db). A released file never
// changes; add a new one. Numbers: 1-9 core, 10-19 member, 20-29 offer and
// order, 30-39 agreement, and so on along the spine.
package schema

import "embed"

// Files are the migrations.
//
//go:embed *.sql
var Files embed.FS
