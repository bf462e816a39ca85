package trainingdb

import (
	"context"

	"tongpin/internal/core/record"
	"tongpin/internal/platform/db"
	"tongpin/internal/training"
)

// Elsewhere are the sessions of other classes at the same times with the same
// teachers.
func (s *Store) Elsewhere(ctx context.Context, class record.ID) ([]training.Session, error) {
	return db.Ask(ctx, s.db, func(tx *db.Tx) ([]training.Session, error) {
		return db.All(tx, scanSession, `SELECT DISTINCT s.id, s.class_id, s.held_on, s.from_minute, s.to_minute, s.hours, k.number, u.id, u.name,
				CASE WHEN s.place = '' THEN k.place ELSE s.place END
			FROM training_sessions m
			JOIN training_teachers t ON t.consortium_id = m.consortium_id AND t.id = m.teacher_id
			JOIN training_teachers u ON u.consortium_id = t.consortium_id AND u.name = t.name AND (u.id = t.id OR (u.phone = t.phone AND t.phone <> ''))
			JOIN training_sessions s ON s.consortium_id = u.consortium_id AND s.teacher_id = u.id AND s.held_on = m.held_on
				AND s.from_minute < m.to_minute AND m.from_minute < s.to_minute AND s.class_id <> m.class_id
			JOIN training_classes k ON k.consortium_id = s.consortium_id AND k.id = s.class_id AND k.state NOT IN ('draft', 'returned', 'cancelled')
			WHERE m.consortium_id = $1 AND m.class_id = $2 ORDER BY s.held_on, s.from_minute, s.id`, class)
	})
}

// Sharers are the people whose bank account is that of somebody on the roster.
func (s *Store) Sharers(ctx context.Context, class record.ID) ([]training.Trainee, error) {
	return db.Ask(ctx, s.db, func(tx *db.Tx) ([]training.Trainee, error) {
		return db.All(tx, scanTrainee, `SELECT `+traineeColumns+traineeFrom+` AND i.bank_account <> '' AND EXISTS (
				SELECT 1 FROM training_enrolments e JOIN trainee_identities x ON x.consortium_id = e.consortium_id AND x.trainee_id = e.trainee_id
				WHERE e.consortium_id = $1 AND e.class_id = $2 AND e.state <> 'withdrawn' AND x.bank_account = i.bank_account)
			ORDER BY p.id`, class)
	})
}
