package db

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
)

const pgConns = 12

func (d *DB) openPostgreSQL(ctx context.Context, address string) error {
	pool, err := sql.Open("pgx", address)
	if err != nil {
		return fmt.Errorf("db: %w", err)
	}
	pool.SetMaxOpenConns(pgConns)
	pool.SetMaxIdleConns(pgConns)
	pool.SetConnMaxIdleTime(5 * time.Minute)
	if err := pool.PingContext(ctx); err != nil {
		_ = pool.Close()
		return fmt.Errorf("db: can't reach PostgreSQL: %w", err)
	}
	d.engine, d.read, d.write = PostgreSQL, pool, pool
	return nil
}
