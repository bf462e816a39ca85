package demo

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"strings"
	"time"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/code"
	"tongpin/internal/core/consortium"
	"tongpin/internal/core/consortium/consortiumdb"
	"tongpin/internal/core/ledger"
	"tongpin/internal/core/organisation"
	"tongpin/internal/core/organisation/organisationdb"
	"tongpin/internal/core/record"
	"tongpin/internal/core/rule"
	"tongpin/internal/member"
	"tongpin/internal/member/memberdb"
	"tongpin/internal/order"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/fault"
)

//go:embed made/consortium.csv
var madeFiles embed.FS

// MaxSize is the largest made-up consortium.
const MaxSize = 1000

// ordersPerRow is how many orders are made after each order of the pattern, so
// that size 100 has about 100,000.
const ordersPerRow = 30

// batchRows is how many records one transaction writes.
const batchRows = 500

// Made is the key of the made-up consortium.
const Made = "made"

// maker makes a consortium of copies of the first demonstration: the same
// decisions as everywhere, saved in batches and without notices.
type maker struct {
	Program
	in      *reading
	size    int
	now     time.Time
	dice    *rand.Rand
	book    *rule.Book
	titles  string // what tells the copies of a title apart
	c       consortium.Consortium
	a       access.Actor // the secretariat that enters everything
	members *memberdb.Store
	// What the copies are made of: each organisation's copies in order.
	copies map[string][]organisation.Organisation
}

// Make makes a consortium of size times the demonstration, the same for the
// same size, unless it is there already.
func Make(ctx context.Context, p Program, size int, now time.Time) error {
	if size < 1 || size > MaxSize {
		return fault.Wrong("size", fmt.Sprint(size), "demo.size", "max", MaxSize)
	}
	c, err := consortiumdb.ByKey(ctx, p.DB, Made)
	if err == nil {
		return whole(ctx, p.DB, c)
	}
	if !fault.Is(err, fault.NotFound) {
		return err
	}
	pattern, err := fs.Sub(files, Keys[0])
	if err != nil {
		return err
	}
	book, err := rule.Load(member.Rules(), order.Rules())
	if err != nil {
		return err
	}
	m := &maker{
		Program: p, in: &reading{folder: pattern, name: Keys[0], today: calendar.DateOf(now)}, size: size, now: now,
		dice: rand.New(rand.NewPCG(uint64(size), 20260409)), book: book, members: memberdb.New(p.DB), copies: map[string][]organisation.Organisation{},
	}
	p.Clock.Move(now)
	return m.make(ctx)
}

func (m *maker) make(ctx context.Context) error {
	if err := m.found(ctx); err != nil {
		return err
	}
	ctx = db.In(access.With(ctx, m.a), m.c.ID)
	for _, part := range []func(context.Context) error{m.join, m.people, m.offers, m.orders, m.agreements} {
		if err := part(ctx); err != nil {
			return err
		}
	}
	if err := m.in.err(); err != nil {
		return err
	}
	done := change.By(access.Robot(m.c.ID), m.now)
	done.Once = loaded
	return m.DB.Write(ctx, func(tx *db.Tx) error { return ledger.Commit(tx, done) })
}

// found creates the consortium with its body.
func (m *maker) found(ctx context.Context) error {
	names := (&reading{folder: madeFiles, name: Made}).rows("made/consortium.csv")[0]
	m.titles = names.text("title_suffix")
	body := organisation.Organisation{ID: record.Derived("", "made/body"), Name: names.text("name"), NameEN: names.text("name_en"), Kind: organisation.Association, Sample: true}
	var err error
	m.c, err = consortiumdb.Create(ctx, m.DB, consortium.Consortium{Key: Made, Name: body.Name, NameEN: body.NameEN, Body: body.ID, Sample: true})
	if err != nil {
		return err
	}
	m.a = access.Actor{
		Consortium: m.c.ID, Person: record.Derived(body.ID, "person/secretariat"), Name: names.text("name"), Role: access.Secretariat,
		Organisation: body.ID, OrganisationName: body.Name, OrganisationKind: body.Kind,
	}
	m.copies[""] = []organisation.Organisation{body}
	err = m.DB.Write(db.In(ctx, m.c.ID), func(tx *db.Tx) error { return organisationdb.Save(tx, body) })
	if err != nil {
		return err
	}
	return m.Members.DeclareIndustries(db.In(ctx, m.c.ID), access.Robot(m.c.ID), body.ID, organisation.Industries, m.in.today)
}

// join registers the copies of every member.
func (m *maker) join(ctx context.Context) error {
	b := m.batch()
	var list []member.Membership
	flush := func() error {
		err := m.members.SaveAll(ctx, list, b.change)
		list, b = nil, m.batch()
		return err
	}
	for _, r := range m.in.rows("organisations.csv") {
		if r.text("state") != isMember {
			continue
		}
		for n := range m.size {
			o, err := m.copyOf(r, n)
			if err != nil {
				return err
			}
			g, c, err := member.Register(member.RegisterCommand{
				ID: record.Derived(o.ID, "membership"), OrganisationID: o.ID, Particulars: member.ParticularsOf(o), Tier: member.Tier(r.text("tier")),
				JoinedOn: r.date("joined_on"), Sample: true,
			}, m.a, m.now)
			if err != nil {
				return fmt.Errorf("%s: %w", r.where(), err)
			}
			list = append(list, g)
			b.add(c)
			m.copies[r.text("name")] = append(m.copies[r.text("name")], g.Organisation)
			if len(list) == batchRows {
				if err := flush(); err != nil {
					return err
				}
			}
		}
	}
	return flush()
}

// copyOf is the n-th copy of an organisation, with a valid credit code of its
// own.
func (m *maker) copyOf(r row, n int) (organisation.Organisation, error) {
	o := organisationOf(party{r, record.Derived("", fmt.Sprintf("made/%s/%d", r.text("name"), n))})
	credit, err := code.CompleteCredit(fmt.Sprintf("%sR%04d%03dX", o.CreditCode[:8], n, r.line))
	if err != nil {
		return o, err
	}
	o.CreditCode, o.Sample = credit, true
	o.Name = o.Name + m.suffix(n)
	return o, nil
}

func (m *maker) suffix(n int) string {
	return strings.ReplaceAll(m.titles, "{n}", fmt.Sprint(n+1))
}

// batch gathers the changes of many records.
type batch struct{ change change.Change }

func (m *maker) batch() *batch { return &batch{change.By(m.a, m.now)} }

// add takes over what a step causes: to-dos that a later step has done already
// are left out, notices and jobs too.
func (b *batch) add(steps ...change.Change) {
	for _, c := range steps {
		for _, done := range c.Closed {
			kept := b.change.Opened[:0]
			for _, i := range b.change.Opened {
				if i.Record != done.Record || (done.Step != "" && i.Step != done.Step) {
					kept = append(kept, i)
				}
			}
			b.change.Opened = kept
		}
		c.Closed, c.Notices, c.Jobs = nil, nil, nil
		b.change.Join(c)
	}
}
