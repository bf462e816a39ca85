package ledger

import (
	"fmt"
	"time"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/notify"
	"tongpin/internal/core/record"
	"tongpin/internal/core/timeline"
	"tongpin/internal/core/todo"
	"tongpin/internal/core/turn"
	"tongpin/internal/platform/db"
)

// Timeline lists the story of a record, the newest first.
func Timeline(tx *db.Tx, ref record.Ref) ([]timeline.Entry, error) {
	return db.All(tx, func(r db.Row) (e timeline.Entry, err error) {
		e.Record = ref
		return e, r.Scan(&e.ID, &e.At, &e.Person, &e.PersonName, &e.Role, &e.Organisation, &e.Verb, db.JSON(&e.Args), &e.Message, &e.Waits)
	}, `SELECT id, at, person_id, person_name, role, organisation, verb, args, message, waits FROM timeline
		WHERE consortium_id = $1 AND record_kind = $2 AND record_id = $3 ORDER BY at DESC, id DESC`, ref.Kind, ref.ID)
}

// mine is the condition that a to-do or notice is for the actor: for the person,
// or for the role and organisation, where an empty
// organisation means every one, and an empty role every one that works there:
// students and trainees are told only by their role or by name.
func mine(w *db.Where, a access.Actor) {
	staff := a.Organisation
	if a.Role == access.Student || a.Role == access.Trainee {
		staff = ""
	}
	// Each is a place in the index of its own, so that the steps of others are
	// not looked through.
	w.Or(`person_id = ?`, nullID(a.Person))
	w.Or(`person_id IS NULL AND organisation_id = ? AND role = ? AND role <> ''`, nullID(a.Organisation), a.Role)
	w.Or(`person_id IS NULL AND organisation_id = ? AND role = ''`, nullID(staff))
	w.Or(`person_id IS NULL AND organisation_id IS NULL AND role = ? AND role <> ''`, a.Role)
}

// nullID keeps a comparison with a missing id false instead of an error.
func nullID(id record.ID) string {
	if id == "" {
		return "00000000-0000-0000-0000-000000000000"
	}
	return string(id)
}

// Todos lists the open steps of the actor, those due first at the top; at most
// limit of them, all if limit is 0.
func Todos(tx *db.Tx, a access.Actor, limit int) ([]todo.Item, error) {
	w := db.NewWhere(0)
	mine(w, a)
	text := selectTodo + w.Within("id") + ` ORDER BY due_on NULLS LAST, opened_at, id`
	if limit > 0 {
		text += fmt.Sprintf(" LIMIT %d", limit)
	}
	return db.All(tx, scanTodo, text, w.Args()...)
}

// CountCap is where the counts of open steps and notices stop: nobody needs to
// know how many thousands there are.
const CountCap = 1000

// CountTodos counts the open steps of the actor, up to CountCap.
func CountTodos(tx *db.Tx, a access.Actor) (int, error) { return countTodos(tx, a, CountCap) }

func countTodos(tx *db.Tx, a access.Actor, end int) (int, error) {
	w := db.NewWhere(0)
	mine(w, a)
	return db.Value[int](tx, capped(w.Along(`SELECT 1 AS one FROM todos WHERE consortium_id = $1 AND closed_at IS NULL`), end), w.Args()...)
}

func capped(rows string, end int) string {
	return fmt.Sprintf(`SELECT count(*) FROM (%s LIMIT %d) AS capped`, rows, end)
}

// GlanceCap is where the counts of the frame stop (web.GlanceEnd). Every page
// makes them, so that each reads a hundred rows at most.
const GlanceCap = 100

// Glance counts the open steps and the new notices of the actor, each up to
// GlanceCap.
func Glance(tx *db.Tx, a access.Actor) (todos, unread int, err error) {
	if todos, err = countTodos(tx, a, GlanceCap); err != nil {
		return 0, 0, err
	}
	unread, err = countUnread(tx, a, GlanceCap)
	return todos, unread, err
}

// TodosOf lists the open steps of a record.
func TodosOf(tx *db.Tx, ref record.Ref) ([]todo.Item, error) {
	return db.All(tx, scanTodo, selectTodo+` AND record_kind = $2 AND record_id = $3 ORDER BY due_on NULLS LAST, id`, ref.Kind, ref.ID)
}

// Escalate marks the steps that are overdue today and have somebody to tell,
// and returns them, so that each is told of once.
func Escalate(tx *db.Tx, today calendar.Date) ([]todo.Item, error) {
	list, err := db.All(tx, scanTodo, selectTodo+` AND due_on < $2 AND escalate_to <> '' AND escalated = FALSE ORDER BY due_on, id`, today)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	_, err = tx.Exec(`UPDATE todos SET escalated = TRUE WHERE consortium_id = $1 AND closed_at IS NULL AND due_on < $2 AND escalate_to <> ''`, today)
	return list, err
}

const selectTodo = `SELECT id, record_kind, record_id, step, args, organisation_id, role, person_id, due_on, escalate_to, escalated, opened_at
	FROM todos WHERE consortium_id = $1 AND closed_at IS NULL`

func scanTodo(r db.Row) (i todo.Item, err error) {
	return i, r.Scan(&i.ID, &i.Record.Kind, &i.Record.ID, &i.Step, db.JSON(&i.Args), &i.Organisation, &i.Role, &i.Person, &i.DueOn, &i.EscalateTo, &i.Escalated, &i.OpenedAt)
}

// Notices lists what the actor was told, the newest first, at most limit.
func Notices(tx *db.Tx, a access.Actor, limit int) ([]notify.Notice, error) {
	w := db.NewWhere(0)
	mine(w, a)
	return db.All(tx, func(r db.Row) (n notify.Notice, err error) {
		return n, r.Scan(&n.ID, &n.Record.Kind, &n.Record.ID, &n.Key, db.JSON(&n.Args), &n.Organisation, &n.Role, &n.Person, &n.At)
	}, `SELECT id, record_kind, record_id, key, args, organisation_id, role, person_id, at FROM notices WHERE consortium_id = $1`+w.Within("id")+
		fmt.Sprintf(` ORDER BY at DESC, id DESC LIMIT %d`, limit), w.Args()...)
}

// CountUnread counts the notices that came after the person last looked, up to
// CountCap.
func CountUnread(tx *db.Tx, a access.Actor) (int, error) { return countUnread(tx, a, CountCap) }

func countUnread(tx *db.Tx, a access.Actor, end int) (int, error) {
	w := db.NewWhere(1)
	mine(w, a)
	return db.Value[int](tx, capped(w.Along(`SELECT 1 AS one FROM notices WHERE consortium_id = $1
		AND at > coalesce((SELECT read_until FROM notice_reads WHERE notice_reads.consortium_id = $1 AND notice_reads.person_id = $2), `+beginning(tx)+`)`), end),
		w.Args(nullID(a.Person))...)
}

// beginning is an instant before all others, in the engine's form.
func beginning(tx *db.Tx) string {
	return tx.ByEngine(`''`, `timestamptz '-infinity'`)
}

// MarkRead notes that the person has seen the notices up to an instant.
func MarkRead(tx *db.Tx, a access.Actor, until time.Time) error {
	_, err := tx.Exec(`INSERT INTO notice_reads (consortium_id, person_id, read_until) VALUES ($1, $2, $3)
		ON CONFLICT (consortium_id, person_id) DO UPDATE SET read_until = excluded.read_until`, a.Person, until)
	return err
}

// Lapsed lists the records of a kind whose silent turn goes back today.
func Lapsed(tx *db.Tx, kind record.Kind, today calendar.Date) ([]record.ID, error) {
	return db.All(tx, func(r db.Row) (id record.ID, err error) { return id, r.Scan(&id) },
		`SELECT record_id FROM turns WHERE consortium_id = $1 AND record_kind = $2 AND lapses_on <= $3 ORDER BY lapses_on, record_id`, kind, today)
}

// TurnOf returns the turn of a record; the zero Turn if it has none.
func TurnOf(tx *db.Tx, ref record.Ref) (turn.Turn, error) {
	list, err := db.All(tx, func(r db.Row) (t turn.Turn, err error) { return t, r.Scan(db.JSON(&t)) },
		`SELECT state FROM turns WHERE consortium_id = $1 AND record_kind = $2 AND record_id = $3`, ref.Kind, ref.ID)
	if err != nil || len(list) == 0 {
		return turn.Turn{}, err
	}
	return list[0], nil
}

func limit(w *db.Where, size, offset int, args *[]any) string {
	*args = append(*args, size, offset)
	return fmt.Sprintf(" LIMIT $%d OFFSET $%d", w.Next(), w.Next()+1)
}
