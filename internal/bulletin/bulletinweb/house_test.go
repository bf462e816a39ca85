package bulletinweb_test

import (
	"context"
	"encoding/json"
	"os"
	"testing"

	"tongpin/internal/bulletin"
	"tongpin/internal/bulletin/bulletindb"
	"tongpin/internal/bulletin/bulletinweb"
	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/document"
	"tongpin/internal/core/fact"
	"tongpin/internal/core/metric"
	"tongpin/internal/core/record"
	"tongpin/internal/core/webtest"
	"tongpin/internal/platform/dbtest"
	"tongpin/internal/platform/fault"
)

const someID record.ID = "01900000-0000-7000-8000-0000000000f1"

var (
	clerk  = access.Actor{Consortium: dbtest.Home, Person: someID, Name: "Clerk", Role: access.Secretariat, OrganisationName: "Body"}
	leader = access.Actor{Consortium: dbtest.Home, Person: someID, Name: "Leader", Role: access.Leader, OrganisationName: "Office"}
	dean   = access.Actor{Consortium: dbtest.Home, Person: someID, Name: "Dean", Role: access.Dean, OrganisationName: "College"}
)

// ledger computes figures of what the test counts, by the definitions.
type ledger struct {
	groups []metric.Group
	list   []metric.Definition
}

func newLedger() *ledger {
	consortium := []string{fact.ScopeConsortium}
	l := &ledger{list: []metric.Definition{
		{Key: "training.classes", Kinds: []fact.Kind{"training.class_opened"}, Measure: metric.Sum, Scopes: consortium, Dimensions: []string{"occupation"}, Unit: "class"},
		{Key: "training.person_times", Kinds: []fact.Kind{"training.attended"}, Measure: metric.Sum, Scopes: consortium, Dimensions: []string{"subsidised"}, Unit: "person_time"},
	}}
	l.count("training.class_opened", "occupation", "x", 2)
	l.count("training.class_opened", "occupation", "y", 3)
	l.count("training.attended", "subsidised", "yes", 1074)
	return l
}

func (l *ledger) count(kind fact.Kind, dimension, value string, n int64) {
	l.groups = append(l.groups, metric.Group{Kind: kind, Scope: fact.ScopeConsortium, Dims: map[string]string{dimension: value}, Quantity: n, Facts: n})
}

func (l *ledger) Definitions() []metric.Definition { return l.list }

func (l *ledger) Definition(key string) (metric.Definition, error) {
	for _, d := range l.list {
		if d.Key == key {
			return d, nil
		}
	}
	return metric.Definition{}, fault.New(fault.NotFound, "figure.unknown")
}

func (l *ledger) Picked(_ context.Context, _ access.Actor, picks []bulletin.Pick, p calendar.Period) (list []metric.Figure, err error) {
	for _, pick := range picks {
		d, err := l.Definition(pick.Key)
		if err != nil {
			return nil, err
		}
		list = append(list, d.Compute(l.groups, pick.Slice, p))
	}
	return list, nil
}

func (l *ledger) Breakdown(_ context.Context, _ access.Actor, key string, p calendar.Period) (list []metric.Figure, err error) {
	d, err := l.Definition(key)
	for _, g := range l.groups {
		for name, value := range g.Dims {
			if d.Kinds[0] == g.Kind {
				list = append(list, d.Compute(l.groups, metric.Slice{Scope: g.Scope, Dimension: name, Value: value}, p))
			}
		}
	}
	return list, err
}

// notary proves by saying so; skew is by how much its log differs.
type notary struct {
	papers [][]byte
	skew   int64
}

func (n *notary) Prove(_ context.Context, asks []bulletin.Ask, paper []byte) (bulletin.Proof, error) {
	n.papers = append(n.papers, paper)
	var doc struct{ Figures []struct{ Value int64 } }
	err := json.Unmarshal(paper, &doc)
	p := bulletin.Proof{HeadSize: 42, Bundle: json.RawMessage(`{"leaves":[]}`)}
	for _, f := range doc.Figures[:len(asks)] {
		p.Values = append(p.Values, f.Value+n.skew)
	}
	return p, err
}

// house is the pages of bulletins around a small program.
type house struct {
	*webtest.House
	ledger  *ledger
	notary  *notary
	service *bulletin.Service
}

func newHouse(t *testing.T) *house {
	t.Helper()
	h := &house{House: webtest.New(t, bulletin.Grants(), bulletinweb.Texts(), os.DirFS("testdata")), ledger: newLedger(), notary: &notary{}}
	h.service = bulletin.NewService(bulletin.Options{Store: bulletindb.New(h.DB), Figures: h.ledger, Prover: h.notary, Table: h.Table, Clock: h.Now, Texts: h.Catalogue.In, Private: []fact.Kind{"training.attended"}})
	h.Serve(bulletinweb.New(h.service, bulletinweb.Options{
		Template: document.Bulletin, Texts: h.Catalogue.In, Figure: func(key, period string) string { return "/figures/" + key + "?period=" + period },
	}))
	h.As(clerk)
	return h
}
