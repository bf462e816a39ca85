package db

import (
	"context"
	"database/sql"
	"sync"
)

// Pages ask the same questions again and again, steps write the same rows, and
// preparing a statement costs the embedded database as much as carrying it out.
// So its connections keep the statements that come often: the writer here, the
// readers in reader.go. PostgreSQL's driver does that by itself.
const (
	keepFrom   = 8    // uses from which a statement is kept
	maxKept    = 128  // statements kept, on each connection
	maxWatched = 2048 // texts whose uses are counted
)

// keeper holds the statements that the writer keeps.
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
		if k.uses[text]++; k.uses[text] >= keepFrom && k.kept[text] == nil && len(k.kept) < maxKept {
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

// keep prepares what a transaction has used often enough. It is called when the
// transaction is over, because preparing takes the connection, of which only one
// exists; while others want it, keeping can wait for the next time.
func (d *DB) keep(ctx context.Context, used map[string]bool) {
	if d.engine != SQLite || len(used) == 0 {
		return
	}
	for _, text := range d.keeper.due(used) {
		if d.pool.Stats().InUse > 0 {
			return
		}
		s, err := d.pool.PrepareContext(ctx, text)
		if err != nil {
			continue // the plain way reports the error, if it is one of the text
		}
		if d.keeper.put(text, s) {
			_ = s.Close()
		}
	}
}

// held is a prepared statement of a transaction. A second question may run inside
// the first, and one statement can't answer twice at the same time.
type held struct {
	*sql.Stmt
	busy bool
}

// stmt is the prepared statement of a text, nil if it is to be run as it is: one
// that the connection keeps or, on the embedded database, one that is prepared at
// the second use in the transaction.
func (tx *Tx) stmt(text string) *held {
	if tx.db.engine != SQLite {
		return nil
	}
	if h, ok := tx.prepared[text]; ok {
		if h.busy {
			return nil
		}
		return h
	}
	var s *sql.Stmt
	if kept := tx.db.keeper.find(text); kept != nil {
		s = tx.raw.StmtContext(tx.ctx, kept)
	} else if tx.used[text] {
		var err error
		if s, err = tx.raw.PrepareContext(tx.ctx, text); err != nil {
			return nil // the plain way reports the error
		}
	}
	if s == nil {
		if tx.used == nil {
			tx.used = map[string]bool{}
		}
		tx.used[text] = true
		return nil
	}
	if tx.prepared == nil {
		tx.prepared = map[string]*held{}
	}
	tx.prepared[text] = &held{Stmt: s}
	return tx.prepared[text]
}
