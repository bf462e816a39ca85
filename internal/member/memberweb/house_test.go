package memberweb_test

import (
	"testing"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/identity"
	"tongpin/internal/core/identity/identitydb"
	"tongpin/internal/core/organisation"
	"tongpin/internal/core/record"
	"tongpin/internal/core/rule"
	"tongpin/internal/core/webtest"
	"tongpin/internal/member"
	"tongpin/internal/member/memberdb"
	"tongpin/internal/member/memberweb"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/dbtest"
)

const (
	plant   record.ID = "01900000-0000-7000-8000-0000000000a1"
	mill    record.ID = "01900000-0000-7000-8000-0000000000a2"
	college record.ID = "01900000-0000-7000-8000-0000000000b1"
	body    record.ID = "00000000-0000-7000-8000-000000000001" // of the Home consortium, see dbtest
	expertA record.ID = "01900000-0000-7000-8000-0000000000e1"
	expertB record.ID = "01900000-0000-7000-8000-0000000000e2"
)

// actor is somebody of the Home consortium.
func actor(person record.ID, name string, role access.Role, o organisation.Organisation) access.Actor {
	return access.Actor{
		Consortium: dbtest.Home, Person: person, Name: name, Role: role,
		Organisation: o.ID, OrganisationName: o.Name, OrganisationKind: o.Kind,
	}
}

var (
	// firms take part already, as organisations with accounts; none is a member.
	firms = []organisation.Organisation{
		{ID: plant, Name: "Plant", Kind: organisation.Enterprise, CreditCode: "91652824QQ0000012L"},
		{ID: mill, Name: "Mill", Kind: organisation.Enterprise, CreditCode: "91652824QQ0000020D"},
		{ID: college, Name: "College", Kind: organisation.School, CreditCode: "91620100QQ00000475"},
		{ID: body, Name: "Body", Kind: organisation.Association, CreditCode: "51652824QQ00010159"},
	}
	boss    = actor("01900000-0000-7000-8000-0000000000c1", "Boss", access.Enterprise, firms[0])
	rival   = actor("01900000-0000-7000-8000-0000000000c2", "Rival", access.Enterprise, firms[1])
	student = actor("01900000-0000-7000-8000-0000000000c3", "Student", access.Student, firms[2])
	clerk   = actor("01900000-0000-7000-8000-0000000000c4", "Clerk", access.Secretariat, firms[3])
	auditor = actor("01900000-0000-7000-8000-0000000000c5", "Auditor", access.Auditor, firms[3])
	first   = actor(expertA, "Expert A", access.Expert, firms[2])
	second  = actor(expertB, "Expert B", access.Leader, firms[3])
)

// house is the pages of members around a small program.
type house struct {
	*webtest.House
	store *memberdb.Store
}

func newHouse(t testing.TB) *house {
	t.Helper()
	h := &house{House: webtest.New(t, member.Grants(), memberweb.Texts())}
	h.Keep(firms...)
	h.Write(assessors)
	book, err := rule.Load(member.Rules())
	if err != nil {
		t.Fatal(err)
	}
	h.store = memberdb.New(h.DB)
	h.Serve(memberweb.New(member.NewService(h.store, h.Table, h.Now, book), h.Files))
	h.As(boss)
	return h
}

// assessors are the two who may judge an application.
func assessors(tx *db.Tx) error {
	for _, a := range []access.Actor{first, second} {
		if err := identitydb.SavePerson(tx, identity.Person{ID: a.Person, Name: a.Name, KeptBy: dbtest.Home}); err != nil {
			return err
		}
		err := identitydb.SaveAssignment(tx, identity.Assignment{
			ID: record.Derived(a.Person, "role"), Person: a.Person, Role: a.Role, Organisation: a.Organisation, From: calendar.DateOf(tx.Now()),
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// papers are the named materials, each as a small PDF.
func papers(fields ...string) (list []webtest.File) {
	for _, field := range fields {
		list = append(list, webtest.PDF(field, field+".pdf"))
	}
	return list
}
