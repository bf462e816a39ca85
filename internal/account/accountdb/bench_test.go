package accountdb

import (
	"context"
	"io"
	"log/slog"
	"testing"
	"time"

	"tongpin/internal/account"
	"tongpin/internal/core/access"
	"tongpin/internal/core/identity"
	"tongpin/internal/core/identity/identitydb"
	"tongpin/internal/core/organisation"
	"tongpin/internal/core/organisation/organisationdb"
	"tongpin/internal/core/record"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/dbtest"
	"tongpin/internal/schema"
)

// BenchmarkEnter is what every request pays to know who asks.
func BenchmarkEnter(b *testing.B) {
	d, now := dbtest.SQLite(b, schema.Files)
	school, ctx := record.NewID(), dbtest.Ctx(dbtest.Home)
	err := d.Write(ctx, func(tx *db.Tx) error {
		return organisationdb.Save(tx, organisation.Organisation{ID: school, Name: "School", Kind: organisation.School})
	})
	if err != nil {
		b.Fatal(err)
	}
	logins, hasher := identitydb.New(d), identity.NewHasher(1)
	people := account.NewService(New(d), logins, access.NewTable(account.Grants()), hasher, now)
	card, _, err := people.Create(ctx, access.Robot(dbtest.Home), account.CreateCommand{
		ID: record.NewID(), Contact: identity.Contact{Name: "Li"}, Login: "liming", Role: access.Dean, Organisation: school, Demo: true,
	})
	if err != nil {
		b.Fatal(err)
	}
	door := account.NewDoor(account.DoorOptions{
		Store: logins, Hasher: hasher, Clock: now, Lifetime: identity.Lifetime{Idle: time.Hour, Max: time.Hour},
		Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Demo: true,
	})
	token, err := door.SignInDemo(context.Background(), card.Account.ID, account.Caller{})
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, ok, err := door.Enter(context.Background(), token); !ok || err != nil {
			b.Fatal(ok, err)
		}
	}
}
