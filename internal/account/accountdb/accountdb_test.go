package accountdb

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"sync"
	"testing"
	"time"

	"tongpin/internal/account"
	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/identity"
	"tongpin/internal/core/identity/identitydb"
	"tongpin/internal/core/organisation"
	"tongpin/internal/core/organisation/organisationdb"
	"tongpin/internal/core/record"
	"tongpin/internal/platform/clock"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/dbtest"
	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/listing"
	"tongpin/internal/schema"
)

type house struct {
	*testing.T
	ctx    context.Context
	people *account.Service
	door   *account.Door
	now    *clock.Set
	body   record.ID
	school record.ID
}

var (
	admin    = access.Actor{Consortium: dbtest.Home, Person: record.NewID(), Name: "Ad Min", Role: access.Admin}
	officer  = access.Actor{Consortium: dbtest.Home, Person: record.NewID(), Name: "Of Ficer", Role: access.Secretariat}
	stranger = access.Actor{Consortium: dbtest.Twin, Person: record.NewID(), Name: "Twin", Role: access.Admin}
)

const password = "correct horse battery"

func each(t *testing.T, test func(h house)) {
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, now *clock.Set, ctx context.Context) {
		h := house{T: t, ctx: ctx, now: now, body: record.NewID(), school: record.NewID()}
		for _, c := range []int64{dbtest.Home, dbtest.Twin} {
			err := d.Write(dbtest.Ctx(c), func(tx *db.Tx) error {
				return errors.Join(
					organisationdb.Save(tx, organisation.Organisation{ID: h.body, Name: "Body", Kind: organisation.Association}),
					organisationdb.Save(tx, organisation.Organisation{ID: h.school, Name: "School", Kind: organisation.School}),
				)
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		hasher, logins := identity.NewHasher(2), identitydb.New(d)
		h.people = account.NewService(New(d), logins, access.NewTable(account.Grants()), hasher, now)
		h.door = account.NewDoor(account.DoorOptions{
			Store: logins, Hasher: hasher, Clock: now, Lifetime: identity.Lifetime{Idle: 2 * time.Hour, Max: 12 * time.Hour},
			Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Demo: true,
		})
		test(h)
	})
}

func (h house) create(cmd account.CreateCommand) (account.Card, string) {
	h.Helper()
	if cmd.ID == "" {
		cmd.ID = record.NewID()
	}
	card, made, err := h.people.Create(h.ctx, admin, cmd)
	if err != nil {
		h.Fatal(err)
	}
	return card, made
}

func (h house) dean(login string) (account.Card, string) {
	h.Helper()
	return h.create(account.CreateCommand{
		Contact: identity.Contact{Name: "Li " + login, Phone: "13812345678", Email: login + "@example.org"},
		Login:   login, Password: password, Role: access.Dean, Organisation: h.school,
	})
}

func (h house) wants(err error, kind fault.Kind, key string) {
	h.Helper()
	if list := fault.All(err); len(list) != 1 || list[0].Kind != kind || list[0].Key != key {
		h.Errorf("got %v, want %s %s", err, kind, key)
	}
}

func TestFirstDay(t *testing.T) {
	each(t, func(h house) {
		cmd := account.CreateCommand{
			ID: record.NewID(), Contact: identity.Contact{Name: "Li Ming"}, Login: "LiMing", Role: access.Dean, Organisation: h.school,
		}
		card, made := h.create(cmd)
		if len(made) != 17 || !card.Account.MustChange || card.Account.Login != "liming" {
			h.Errorf("%q %+v", made, card.Account)
		}
		_, _, err := h.people.Create(h.ctx, admin, cmd)
		h.wants(err, fault.Conflict, "record.exists") // a double click
		token, err := h.door.SignIn(h.ctx, " LIMING ", made, account.Caller{Device: "Firefox", Address: "10.0.0.1"})
		if err != nil {
			h.Fatal(err)
		}
		v, ok, err := h.door.Enter(h.ctx, token)
		if !ok || err != nil || v.Actor().Role != access.Dean || v.Actor().OrganisationName != "School" || v.Actor().Consortium != dbtest.Home || !v.Account.MustChange {
			h.Fatalf("%v %v %+v", ok, err, v)
		}
		h.wants(h.door.ChangePassword(h.ctx, v, made, "short"), fault.Invalid, "password.short")
		h.wants(h.door.ChangePassword(h.ctx, v, "not this one", password), fault.Invalid, "password.wrong")
		other, err := h.door.SignIn(h.ctx, "liming", made, account.Caller{})
		if err != nil {
			h.Fatal(err)
		}
		if err := h.door.ChangePassword(h.ctx, v, made, password); err != nil {
			h.Fatal(err)
		}
		if _, ok, _ := h.door.Enter(h.ctx, other); ok {
			h.Error("another session lives on after the password was changed")
		}
		if v, ok, _ := h.door.Enter(h.ctx, token); !ok || v.Account.MustChange {
			h.Error("this session ended, or the password must be changed again")
		}
		_, err = h.door.SignIn(h.ctx, "liming", made, account.Caller{})
		h.wants(err, fault.Invalid, "identity.wrong")
	})
}

func TestSessionEndsByTime(t *testing.T) {
	each(t, func(h house) {
		h.dean("liming")
		token, err := h.door.SignIn(h.ctx, "liming@example.org", password, account.Caller{})
		if err != nil {
			h.Fatal(err)
		}
		for range 6 {
			h.now.Advance(119 * time.Minute)
			if _, ok, err := h.door.Enter(h.ctx, token); !ok || err != nil {
				h.Fatalf("a session in use ended: %v", err)
			}
		}
		h.now.Advance(7 * time.Minute)
		if _, ok, _ := h.door.Enter(h.ctx, token); ok {
			h.Error("a session lives longer than twelve hours")
		}
		token, _ = h.door.SignIn(h.ctx, "liming", password, account.Caller{})
		h.now.Advance(2 * time.Hour)
		if _, ok, _ := h.door.Enter(h.ctx, token); ok {
			h.Error("a session lives after two idle hours")
		}
		if _, ok, err := h.door.Enter(h.ctx, "forged"); ok || err != nil {
			h.Errorf("a forged token: %v %v", ok, err)
		}
	})
}

// TestFloodOfGuesses sends many wrong passwords at once: at most MaxTries are
// looked at, and the right one is refused while the lock lasts.
func TestFloodOfGuesses(t *testing.T) {
	each(t, func(h house) {
		h.dean("liming")
		var group sync.WaitGroup
		results := make(chan error, 12)
		for range cap(results) {
			group.Go(func() {
				_, err := h.door.SignIn(h.ctx, "liming", "wrong password", account.Caller{})
				results <- err
			})
		}
		group.Wait()
		close(results)
		wrong, locked := 0, 0
		for err := range results {
			switch {
			case errors.Is(err, &fault.Fault{Kind: fault.Invalid, Key: "identity.wrong"}):
				wrong++
			case errors.Is(err, &fault.Fault{Kind: fault.Refused, Key: "identity.locked"}):
				locked++
			default:
				h.Errorf("a guess gave %v", err)
			}
		}
		if wrong != identity.MaxTries || locked != cap(results)-identity.MaxTries {
			h.Errorf("%d looked at, %d locked out", wrong, locked)
		}
		_, err := h.door.SignIn(h.ctx, "liming", password, account.Caller{})
		h.wants(err, fault.Refused, "identity.locked")
		h.now.Advance(identity.LockTime)
		if _, err = h.door.SignIn(h.ctx, "liming", password, account.Caller{}); err != nil {
			h.Errorf("after the lock: %v", err)
		}
	})
}

func TestUnknownAndClosedAccountsLookTheSame(t *testing.T) {
	each(t, func(h house) {
		card, _ := h.dean("liming")
		if err := h.people.SetDisabled(h.ctx, admin, card.Person.ID, true); err != nil {
			h.Fatal(err)
		}
		for _, login := range []string{"nobody", "liming", ""} {
			_, err := h.door.SignIn(h.ctx, login, password, account.Caller{})
			h.wants(err, fault.Invalid, "identity.wrong")
		}
	})
}

func TestSeats(t *testing.T) {
	each(t, func(h house) {
		card, _ := h.dean("liming")
		token, err := h.door.SignIn(h.ctx, "liming", password, account.Caller{})
		if err != nil {
			h.Fatal(err)
		}
		expert := account.AssignCommand{ID: record.NewID(), Login: "liming", Role: access.Expert, Organisation: h.school}
		twin := dbtest.Ctx(dbtest.Twin)
		if _, err := h.people.Assign(twin, stranger, expert); err != nil {
			h.Fatal(err)
		}
		v, _, _ := h.door.Enter(h.ctx, token)
		if len(v.Seats) != 2 || v.Seat.Role != access.Dean {
			h.Fatalf("%+v", v.Seats)
		}
		if err := h.door.Switch(h.ctx, v, expert.ID); err != nil {
			h.Fatal(err)
		}
		if v, _, _ = h.door.Enter(h.ctx, token); v.Actor().Consortium != dbtest.Twin || v.Actor().Role != access.Expert {
			h.Errorf("%+v", v.Actor())
		}
		h.wants(h.door.Switch(h.ctx, v, record.NewID()), fault.NotFound, "identity.no_seat")
		// The twin may end its role, and touch neither password nor privacy.
		h.wants(h.people.SetDisabled(twin, stranger, card.Person.ID, true), fault.Refused, "account.kept_elsewhere")
		_, err = h.people.Reset(twin, stranger, card.Person.ID)
		h.wants(err, fault.Refused, "account.kept_elsewhere")
		_, err = h.people.Reveal(twin, stranger, card.Person.ID, "because I can")
		h.wants(err, fault.Refused, "account.kept_elsewhere")
		if err := h.people.End(twin, stranger, card.Person.ID, account.EndCommand{Assignment: expert.ID, Reason: "done"}); err != nil {
			h.Fatal(err)
		}
		if v, _, _ = h.door.Enter(h.ctx, token); v.Actor().Role != access.Dean {
			h.Errorf("an ended role is still the seat: %+v", v.Actor())
		}
	})
}

func TestNobodyWithoutARoleComesIn(t *testing.T) {
	each(t, func(h house) {
		card, _ := h.dean("liming")
		token, _ := h.door.SignIn(h.ctx, "liming", password, account.Caller{})
		if err := h.people.End(h.ctx, admin, card.Person.ID, account.EndCommand{Assignment: card.Assignments[0].ID}); err != nil {
			h.Fatal(err)
		}
		if _, ok, _ := h.door.Enter(h.ctx, token); ok {
			h.Error("a session lives on without a role")
		}
		_, err := h.door.SignIn(h.ctx, "liming", password, account.Caller{})
		h.wants(err, fault.Invalid, "identity.no_role")
	})
}

func TestOnlyAdministratorsMakeAdministrators(t *testing.T) {
	each(t, func(h house) {
		boss, _ := h.create(account.CreateCommand{Contact: identity.Contact{Name: "Boss"}, Login: "boss", Password: password, Role: access.Admin, Organisation: h.body})
		cmd := account.AssignCommand{ID: record.NewID(), Person: boss.Person.ID, Role: access.Admin, Organisation: h.school}
		_, err := h.people.Assign(h.ctx, officer, cmd)
		h.wants(err, fault.Invalid, "account.admin_only")
		_, err = h.people.Reset(h.ctx, officer, boss.Person.ID)
		h.wants(err, fault.Refused, "account.admin_only")
		h.wants(h.people.End(h.ctx, officer, boss.Person.ID, account.EndCommand{Assignment: boss.Assignments[0].ID}), fault.Refused, "account.admin_only")
		if _, err := h.people.Reset(h.ctx, admin, boss.Person.ID); err != nil {
			h.Error(err)
		}
		teacher := access.Actor{Consortium: dbtest.Home, Role: access.Teacher}
		_, _, err = h.people.Create(h.ctx, teacher, account.CreateCommand{})
		h.wants(err, fault.Forbidden, "record.forbidden")
	})
}

func TestRevealIsRecorded(t *testing.T) {
	each(t, func(h house) {
		card, _ := h.dean("liming")
		_, err := h.people.Reveal(h.ctx, officer, card.Person.ID, " a ")
		h.wants(err, fault.Invalid, "account.reveal.reason")
		shown, err := h.people.Reveal(h.ctx, officer, card.Person.ID, "call about the agreement")
		if err != nil || shown.Person.Phone != "13812345678" {
			h.Fatalf("%+v %v", shown, err)
		}
		d, err := h.people.Open(h.ctx, admin, card.Person.ID)
		if err != nil || len(d.Story) != 2 || d.Story[0].Verb != "revealed" || d.Story[0].Message != "call about the agreement" || d.Story[0].PersonName != "Of Ficer" {
			h.Errorf("%+v %v", d.Story, err)
		}
	})
}

func TestGuests(t *testing.T) {
	each(t, func(h house) {
		guest, _ := h.create(account.CreateCommand{Contact: identity.Contact{Name: "Guest"}, Login: "guest", Role: access.Dean, Organisation: h.school, Demo: true, Sample: true})
		secret, _ := h.dean("liming")
		list, err := h.door.Guests(h.ctx)
		if err != nil || len(list) != 1 || list[0].Account != guest.Account.ID || list[0].Seat.Role != access.Dean {
			h.Fatalf("%+v %v", list, err)
		}
		if _, err := h.door.SignInDemo(h.ctx, guest.Account.ID, account.Caller{}); err != nil {
			h.Error(err)
		}
		_, err = h.door.SignInDemo(h.ctx, secret.Account.ID, account.Caller{})
		h.wants(err, fault.NotFound, "record.not_found")
		_, err = h.door.SignIn(h.ctx, "guest", "", account.Caller{})
		h.wants(err, fault.Invalid, "identity.wrong") // no password is no password
	})
}

func TestList(t *testing.T) {
	each(t, func(h house) {
		li, _ := h.dean("liming")
		wang, _ := h.create(account.CreateCommand{
			Contact: identity.Contact{Name: "Wang"}, Role: access.Expert, Organisation: h.body,
			From: calendar.On(2026, 1, 1), To: calendar.On(2026, 1, 31),
		})
		for name, test := range map[string]struct {
			q    listing.Query
			want []record.ID
		}{
			"all":        {listing.Query{Sort: "name"}, []record.ID{li.Person.ID, wang.Person.ID}},
			"words":      {listing.Query{Text: "wan"}, []record.ID{wang.Person.ID}},
			"login":      {listing.Query{Text: "liming"}, []record.ID{li.Person.ID}},
			"role":       {listing.Query{Filter: map[string][]string{"role": {"dean", "expert"}}}, []record.ID{li.Person.ID}},
			"kind":       {listing.Query{Filter: map[string][]string{"kind": {"school"}}}, []record.ID{li.Person.ID}},
			"active":     {listing.Query{Filter: map[string][]string{"state": {"active"}}}, []record.ID{li.Person.ID}},
			"no role":    {listing.Query{Filter: map[string][]string{"state": {"no_role"}}}, []record.ID{wang.Person.ID}},
			"no account": {listing.Query{Filter: map[string][]string{"state": {"no_account"}}}, []record.ID{wang.Person.ID}},
			"disabled":   {listing.Query{Filter: map[string][]string{"state": {"disabled"}}}, nil},
		} {
			test.q.Size = 20
			page, err := h.people.List(h.ctx, officer, test.q)
			if err != nil {
				h.Fatal(name, err)
			}
			var got []record.ID
			for _, c := range page.Rows {
				got = append(got, c.Person.ID)
			}
			if len(got) != len(test.want) || page.Total != len(test.want) {
				h.Errorf("%s: %v, want %v", name, got, test.want)
				continue
			}
			for i := range got {
				if got[i] != test.want[i] {
					h.Errorf("%s: %v, want %v", name, got, test.want)
				}
			}
		}
		twin, err := h.people.List(dbtest.Ctx(dbtest.Twin), stranger, listing.Query{Size: 20})
		if err != nil || len(twin.Rows) != 0 {
			h.Errorf("the twin sees %d people, %v", len(twin.Rows), err)
		}
	})
}
