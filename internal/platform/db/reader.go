package db

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"sync"

	"modernc.org/sqlite"
)

// A page asks the embedded database some ten small questions. Through
// database/sql each costs a goroutine or two, several locks and a plan made anew,
// as much as the answer itself. So reading transactions hold a connection of the
// driver, which keeps the statements that come often; writing goes through
// database/sql, and so does everything on PostgreSQL.

// readers are the reading connections of the embedded database. The one that was
// used last is taken first: it has kept statements and pages.
type readers struct {
	open   driver.Connector
	slots  chan struct{}
	mu     sync.Mutex
	idle   []*reader
	closed bool
}

var (
	errClosed = errors.New("db: the database is closed")
	errReader = errors.New("db: a reading transaction writes nothing")
)

func newReaders(address string, n int) (*readers, error) {
	c, err := sqlite.NewConnector(address)
	return &readers{open: c, slots: make(chan struct{}, n)}, err
}

// take waits for a connection.
func (p *readers) take(ctx context.Context) (*reader, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	select {
	case p.slots <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	r, err := p.waiting()
	if r == nil && err == nil {
		r, err = p.connect(ctx)
	}
	if err != nil {
		<-p.slots
	}
	return r, err
}

// waiting is the idle connection that was used last; nil if there is none.
func (p *readers) waiting() (*reader, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	last := len(p.idle) - 1
	switch {
	case p.closed:
		return nil, errClosed
	case last < 0:
		return nil, nil
	}
	r := p.idle[last]
	p.idle = p.idle[:last]
	return r, nil
}

func (p *readers) connect(ctx context.Context) (*reader, error) {
	conn, err := p.open.Connect(ctx)
	if err != nil {
		return nil, err
	}
	r := &reader{conn: conn, uses: map[string]int{}, kept: map[string]*keptStmt{}}
	for text, stmt := range map[string]*driver.Stmt{"BEGIN": &r.begin, "COMMIT": &r.commit} {
		if *stmt, err = conn.Prepare(text); err != nil {
			return nil, errors.Join(err, r.close())
		}
	}
	return r, nil
}

// give takes a connection back; one that is not whole is closed.
func (p *readers) give(r *reader, whole bool) {
	if whole {
		p.mu.Lock()
		p.idle = append(p.idle, r)
		p.mu.Unlock()
	} else {
		_ = r.close()
	}
	<-p.slots
}

// close closes the connections when all are back. Who comes later is refused.
func (p *readers) close() (err error) {
	p.mu.Lock()
	p.closed = true
	p.mu.Unlock()
	for range cap(p.slots) {
		p.slots <- struct{}{}
	}
	for _, r := range p.idle {
		err = errors.Join(err, r.close())
	}
	p.idle = nil
	for range cap(p.slots) {
		<-p.slots
	}
	return err
}

// reader is one connection. Only one transaction uses it at a time.
type reader struct {
	conn          driver.Conn
	begin, commit driver.Stmt
	uses          map[string]int
	kept          map[string]*keptStmt
	clock         int64 // uses of kept statements so far
	values        []driver.NamedValue
}

// keptStmt is a statement that is kept, and when it was used last.
type keptStmt struct {
	stmt driver.Stmt
	used int64
	busy bool
}

func (r *reader) close() error {
	var errs []error
	for _, k := range r.kept {
		errs = append(errs, k.stmt.Close())
	}
	for _, s := range []driver.Stmt{r.begin, r.commit} {
		if s != nil {
			errs = append(errs, s.Close())
		}
	}
	return errors.Join(append(errs, r.conn.Close())...)
}

// look runs fn in a transaction of a reading connection. There is nothing to
// undo in the end, whatever fn says.
func (d *DB) look(ctx context.Context, consortium int64, fn func(*Tx) error) error {
	r, err := d.readers.take(ctx)
	if err != nil {
		return translate(err)
	}
	whole := false
	defer func() { d.readers.give(r, whole) }()
	if err := r.do(r.begin); err != nil {
		return translate(err)
	}
	tx := &Tx{db: d, ctx: ctx, lane: r, consortium: consortium, now: d.clock.Now()}
	err = tx.all(fn)
	end := r.do(r.commit)
	whole = end == nil
	if err != nil {
		return err
	}
	return translate(end)
}

func (r *reader) do(s driver.Stmt) error {
	_, err := s.(driver.StmtExecContext).ExecContext(context.Background(), nil)
	return err
}

// statement returns the statement of a text and what to do when it has answered.
// A statement that is kept can't be stopped while it looks for its first row: that
// would take a goroutine each time.
func (r *reader) statement(ctx context.Context, text string) (s driver.Stmt, stop context.Context, done func(), err error) {
	if k := r.kept[text]; k != nil && !k.busy {
		r.clock++
		k.used, k.busy = r.clock, true
		return k.stmt, context.Background(), func() { k.busy = false }, nil
	}
	if s, err = r.conn.Prepare(text); err != nil {
		return nil, nil, nil, err
	}
	if r.often(text) {
		r.clock++
		k := &keptStmt{stmt: s, used: r.clock, busy: true}
		r.kept[text] = k
		return s, ctx, func() { k.busy = false }, nil
	}
	return s, ctx, func() { _ = s.Close() }, nil
}

// often counts a use of a text that is not kept, and tells whether it is time to
// keep it. The one that was used longest ago makes room.
func (r *reader) often(text string) bool {
	if r.kept[text] != nil { // it is asked inside itself
		return false
	}
	if len(r.uses) >= maxWatched {
		clear(r.uses)
	}
	if r.uses[text]++; r.uses[text] < keepFrom {
		return false
	}
	delete(r.uses, text)
	if len(r.kept) < maxKept {
		return true
	}
	oldest := ""
	for text, k := range r.kept {
		if !k.busy && (oldest == "" || k.used < r.kept[oldest].used) {
			oldest = text
		}
	}
	if oldest == "" {
		return false
	}
	_ = r.kept[oldest].stmt.Close()
	delete(r.kept, oldest)
	return true
}

// named are values as the driver takes them. They are read before the next
// question.
func (r *reader) named(values []any) []driver.NamedValue {
	r.values = r.values[:0]
	for i, v := range values {
		r.values = append(r.values, driver.NamedValue{Ordinal: i + 1, Value: v})
	}
	return r.values
}

// each calls fn for every row of the answer.
func (r *reader) each(tx *Tx, fn func(Row) error, text string, values []any) error {
	if err := tx.ctx.Err(); err != nil {
		return tx.fail(err)
	}
	s, stop, done, err := r.statement(tx.ctx, text)
	if err != nil {
		return tx.fail(err)
	}
	defer done()
	rows, err := s.(driver.StmtQueryContext).QueryContext(stop, r.named(values))
	if err != nil {
		return tx.fail(err)
	}
	defer rows.Close()
	at := &row{values: make([]driver.Value, len(rows.Columns()))}
	for {
		if err = tx.ctx.Err(); err == nil {
			err = rows.Next(at.values)
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return tx.fail(err)
		}
		if err := fn(at); err != nil {
			return err
		}
	}
}

// scan takes the values of the row where it stands.
func (r *row) scan(dest []any) error {
	if len(dest) != len(r.values) {
		return fmt.Errorf("db: %d columns for %d destinations", len(r.values), len(dest))
	}
	for i, v := range r.values {
		r.one.dest = dest[i]
		if err := r.one.Scan(v); err != nil {
			return fmt.Errorf("db: column %d: %w", i+1, err)
		}
	}
	return nil
}
