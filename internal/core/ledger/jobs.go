package ledger

import (
	"time"

	"tongpin/internal/core/change"
	"tongpin/internal/core/job"
	"tongpin/internal/core/record"
	"tongpin/internal/platform/db"
)

func jobs(tx *db.Tx, c change.Change) error {
	for _, j := range c.Jobs {
		if _, err := queue(tx, j, c.Actor.Person, c.At); err != nil {
			return err
		}
	}
	return nil
}

// queue inserts a job; a unique key that waits or runs already leaves it out.
func queue(tx *db.Tx, j job.New, person record.ID, at time.Time) (bool, error) {
	if j.ID == "" {
		j.ID = record.NewID()
	}
	if j.RunAt.IsZero() {
		j.RunAt = at
	}
	n, err := tx.Exec(`INSERT INTO jobs (consortium_id, id, kind, args, state, attempt, run_at, unique_key, person_id, done, total, resume_at, problem, created_at)
		VALUES ($1, $2, $3, $4, 'waiting', 0, $5, $6, $7, 0, 0, '', '', $8) ON CONFLICT DO NOTHING`,
		j.ID, j.Kind, db.JSON(j.Args), j.RunAt, db.Null(j.Unique), db.Null(person), at)
	return n == 1, err
}

// QueueJob puts a job in the queue outside a change (the daily round). It
// returns false if one with the same unique key waits or runs already.
func QueueJob(tx *db.Tx, j job.New) (bool, error) { return queue(tx, j, "", tx.Now()) }

const selectJob = `SELECT id, kind, args, state, attempt, run_at, unique_key, person_id, done, total, resume_at, problem, created_at, ended_at
	FROM jobs WHERE consortium_id = $1`

func scanJob(r db.Row) (j job.Job, err error) {
	var args []byte
	err = r.Scan(&j.ID, &j.Kind, &args, &j.State, &j.Attempt, &j.RunAt, &j.Unique, &j.Person, &j.Done, &j.Total, &j.Cursor, &j.Problem, &j.CreatedAt, &j.EndedAt)
	j.Args = args
	return j, err
}

// ClaimJob leases the next due job of the consortium; false if none is due. A
// job whose lease ran out (its worker died) is due again.
func ClaimJob(tx *db.Tx, lease time.Duration) (job.Job, bool, error) {
	list, err := db.All(tx, scanJob, selectJob+` AND ((state = 'waiting' AND run_at <= $2) OR (state = 'running' AND lease_until <= $2))
		ORDER BY run_at, id LIMIT 1`+tx.ByEngine("", " FOR UPDATE SKIP LOCKED"), tx.Now())
	if err != nil || len(list) == 0 {
		return job.Job{}, false, err
	}
	j := list[0]
	j.State, j.Attempt = job.Running, j.Attempt+1
	err = tx.ExecOne(`UPDATE jobs SET state = 'running', attempt = $3, lease_until = $4 WHERE consortium_id = $1 AND id = $2`,
		j.ID, j.Attempt, tx.Now().Add(lease))
	return j, err == nil, err
}

// KeepJob renews the lease of a running job.
func KeepJob(tx *db.Tx, id record.ID, lease time.Duration) error {
	_, err := tx.Exec(`UPDATE jobs SET lease_until = $3 WHERE consortium_id = $1 AND id = $2 AND state = 'running'`, id, tx.Now().Add(lease))
	return err
}

// FinishJob ends a job and frees its unique key.
func FinishJob(tx *db.Tx, id record.ID) error {
	_, err := tx.Exec(`UPDATE jobs SET state = 'done', ended_at = $3, unique_key = NULL, lease_until = NULL, problem = '' WHERE consortium_id = $1 AND id = $2`, id, tx.Now())
	return err
}

// RetryJob puts a failed attempt back in the queue, or gives it up after the
// last one.
func RetryJob(tx *db.Tx, j job.Job, problem string) error {
	if j.Attempt >= job.MaxAttempts {
		_, err := tx.Exec(`UPDATE jobs SET state = 'failed', ended_at = $3, unique_key = NULL, lease_until = NULL, problem = $4 WHERE consortium_id = $1 AND id = $2`, j.ID, tx.Now(), problem)
		return err
	}
	_, err := tx.Exec(`UPDATE jobs SET state = 'waiting', run_at = $3, lease_until = NULL, problem = $4 WHERE consortium_id = $1 AND id = $2`,
		j.ID, tx.Now().Add(job.Backoff(j.Attempt)), problem)
	return err
}

// JobByID returns one job with its progress.
func JobByID(tx *db.Tx, id record.ID) (job.Job, error) {
	return db.One(tx, scanJob, selectJob+` AND id = $2`, id)
}

// JobsOf lists the newest jobs of a person, of everybody if person is empty.
func JobsOf(tx *db.Tx, person record.ID, count int) ([]job.Job, error) {
	w := db.NewWhere(0)
	if person != "" {
		w.And("person_id = ?", person)
	}
	args := w.Args()
	return db.All(tx, scanJob, selectJob+w.SQL()+` ORDER BY created_at DESC, id DESC`+limit(w, count, 0, &args), args...)
}

// HasDueJob tells whether ClaimJob would find a job.
func HasDueJob(tx *db.Tx) (bool, error) {
	n, err := db.Value[int64](tx, `SELECT count(*) FROM jobs WHERE consortium_id = $1
		AND ((state = 'waiting' AND run_at <= $2) OR (state = 'running' AND lease_until <= $2))`, tx.Now())
	return n > 0, err
}
