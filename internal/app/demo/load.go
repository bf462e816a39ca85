package demo

import (
	"context"
	"io/fs"
	"time"

	"tongpin/internal/account"
	"tongpin/internal/agreement"
	"tongpin/internal/attendance"
	"tongpin/internal/bulletin"
	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/consortium"
	"tongpin/internal/core/consortium/consortiumdb"
	"tongpin/internal/core/file"
	"tongpin/internal/core/intake"
	"tongpin/internal/core/ledger"
	"tongpin/internal/core/record"
	"tongpin/internal/internship"
	"tongpin/internal/member"
	"tongpin/internal/offer"
	"tongpin/internal/order"
	"tongpin/internal/platform/clock"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/fault"
	"tongpin/internal/subsidy"
	"tongpin/internal/training"
	"tongpin/internal/workplan"
)

// Program is what the loader needs of the program: its services, wired to a
// clock that the loader moves.
type Program struct {
	DB          *db.DB
	Clock       *clock.Set
	Accounts    *account.Service
	Members     *member.Service
	Offers      *offer.Service
	Orders      *order.Service
	Agreements  *agreement.Service
	Training    *training.Service
	Internships *internship.Service
	Attendance  *attendance.Service
	Subsidies   *subsidy.Service
	Bulletins   *bulletin.Service
	Plans       *workplan.Service
	Intake      *intake.Service
	Files       file.Intake
	// Daily is the daily round of the consortium in the context, Drain does its
	// due jobs.
	Daily func(context.Context) error
	Drain func(context.Context) error
}

// loaded is the key of the mark that a consortium was loaded to its end.
const loaded = "demo/loaded"

// Load loads every consortium of the demonstration that is not there yet, as
// of now, and leaves the clock there. A consortium that an earlier start left
// half loaded is refused.
func Load(ctx context.Context, p Program, now time.Time) error {
	for _, key := range Keys {
		folder, err := fs.Sub(files, key)
		if err != nil {
			return err
		}
		if err := loadFolder(ctx, p, folder, key, now); err != nil {
			return err
		}
	}
	return nil
}

func loadFolder(ctx context.Context, p Program, folder fs.FS, key string, now time.Time) error {
	c, err := consortiumdb.ByKey(ctx, p.DB, key)
	if err == nil {
		return whole(ctx, p.DB, c)
	}
	if !fault.Is(err, fault.NotFound) {
		return err
	}
	s := newStage(p, folder, key, now)
	if err := s.found(ctx); err != nil {
		return err
	}
	s.people()
	s.members()
	s.offers()
	s.orders()
	s.agreements()
	s.training()
	s.internships()
	s.attendance()
	s.subsidies()
	s.bulletins()
	s.plans()
	if err := s.in.err(); err != nil {
		return err
	}
	ctx = db.In(access.With(ctx, s.robot), s.consortium.ID)
	if err := s.play(ctx, now); err != nil {
		return err
	}
	done := change.By(s.robot, now)
	done.Once = loaded
	return p.DB.Write(ctx, func(tx *db.Tx) error { return ledger.Commit(tx, done) })
}

// Whole tells whether a consortium of the demonstration was loaded to its end.
func Whole(ctx context.Context, d *db.DB, c consortium.Consortium) (bool, error) {
	err := whole(ctx, d, c)
	if fault.Is(err, fault.Refused) {
		return false, nil
	}
	return err == nil, err
}

// whole refuses a consortium that was not loaded to its end.
func whole(ctx context.Context, d *db.DB, c consortium.Consortium) error {
	return d.Read(db.In(ctx, c.ID), func(tx *db.Tx) error {
		n, err := db.Value[int64](tx, `SELECT count(*) FROM once_keys WHERE consortium_id = $1 AND key = $2`, loaded)
		if err == nil && n == 0 {
			return fault.Refuse("demo.incomplete", "key", c.Key)
		}
		return err
	})
}

// The order of what happens on one day.
const (
	atDay   = iota // the daily round
	joining        // organisations and people
	offering
	placing // orders are drafted
	submitting
	checking
	answering
	talking
	signing
	delivering
	ending
)

// scene is one step of the story.
type scene struct {
	at   time.Time
	what string
	do   func(context.Context) error
}

// stage is the story of one consortium while it is put together and played.
type stage struct {
	Program
	in         *reading
	key        string
	now        time.Time
	root       record.ID // all ids derive from it, so that they are the same in each load
	consortium consortium.Consortium
	robot      access.Actor
	scenes     []scene
	orgs       map[string]party
	logins     map[string]access.Actor
	seats      map[string]access.Actor // organisation -> who acts for it
	paper      []byte                  // stands for every scan
}

// party is an organisation that rows refer to by name.
type party struct {
	row row
	id  record.ID
}

func newStage(p Program, folder fs.FS, key string, now time.Time) *stage {
	return &stage{
		Program: p, key: key, now: now, root: record.Derived("", "demo/"+key),
		in:   &reading{folder: folder, name: key, today: calendar.DateOf(now)},
		orgs: map[string]party{}, logins: map[string]access.Actor{}, seats: map[string]access.Actor{}, paper: scan(),
	}
}

// id is the id of something that the files know by a name.
func (s *stage) id(kind, name string) record.ID { return record.Derived(s.root, kind+"/"+name) }

// on adds a step to the story: on a day, in the order of phases, then of the
// files. A row without a date says nothing.
func (s *stage) on(r row, day calendar.Date, phase int, do func(context.Context) error) {
	if day.Zero() {
		return
	}
	at := day.Start().Add(8*time.Hour + time.Duration(phase)*30*time.Minute + time.Duration(r.line)*5*time.Second)
	s.scenes = append(s.scenes, scene{at, r.where(), do})
}

// org finds an organisation by name.
func (s *stage) org(r row, column string) party {
	o, ok := s.orgs[r.text(column)]
	if !ok {
		r.fail(column, "no such organisation in organisations.csv")
	}
	return o
}
