package db

import (
	"context"
	"database/sql"
	"sync"
)

// Pages ask the same questions again and again, and preparing one costs the
// embedded database as much as answering it. So the readers keep the statements
// that come often; PostgreSQL's driver does that by itself.
const (
	keepFrom   = 8    // uses from which a statement is kept
	maxKept    = 128  // statements kept, on each reading connection
	maxWatched = 2048 // texts whose uses are counted
)

// keeper holds the statements that are kept.
type keeper struct {
	mu   sync.RWMutex
	uses map[string]int
	kept map[string]*sql.Stmt
}

// find returns the kept statement of a text, nil if there is none.
func (k *keeper) find(text string) *sql.Stmt {
	k.mu.RLock()
	defer k.mu.RUnlock()
	return k.kept[text]
}

// due counts the uses of texts and returns those to prepare now.
func (k *keeper) due(texts map[string]bool) (list []string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.uses == nil || len(k.uses) > maxWatched {
		k.uses = map[string]int{}
	}
	for text := range texts {
		if k.uses[text]++; k.uses[text] == keepFrom && len(k.kept) < maxKept {
			list = append(list, text)
		}
	}
	return list
}

func (k *keeper) put(text string, s *sql.Stmt) (twice bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.kept == nil {
		k.kept = map[string]*sql.Stmt{}
	}
	if _, twice = k.kept[text]; !twice {
		k.kept[text] = s
	}
	return twice
}

// keep prepares what a reading transaction has used often enough. It is called
// when the transaction is over, because preparing takes a connection.
func (d *DB) keep(ctx context.Context, used map[string]bool) {
	if d.engine != SQLite || len(used) == 0 {
		return
	}
	for _, text := range d.keeper.due(used) {
		s, err := d.read.PrepareContext(ctx, text)
		if err != nil {
			continue // the plain way reports the error, if it is one of the text
		}
		if d.keeper.put(text, s) {
			_ = s.Close()
		}
	}
}

// keptStmt is the kept statement of a text at its first use in a reading
// transaction. A second use may run inside the first, and one statement can't
// answer twice at the same time.
func (tx *Tx) keptStmt(text string) *sql.Stmt {
	if !tx.readOnly || tx.db.engine != SQLite || tx.met[text] {
		return nil
	}
	if tx.met == nil {
		tx.met = map[string]bool{}
	}
	tx.met[text] = true
	if s := tx.db.keeper.find(text); s != nil {
		return tx.raw.StmtContext(tx.ctx, s)
	}
	return nil
}
