package app

import (
	"tongpin/internal/account/accountweb"
	"tongpin/internal/core/identity"
	"tongpin/internal/core/intake"
	"tongpin/internal/core/record"
	"tongpin/internal/member"
	"tongpin/internal/member/memberweb"
)

// places are the pages of records: kind of record -> address before the id.
var places = map[record.Kind]string{
	member.Kind:         memberweb.Path,
	"organisation":      memberweb.Path, // a membership is found by its organisation too
	intake.RecordKind:   "/imports",
	identity.PersonKind: accountweb.PeoplePath,
}

// link is the address of a record's page; "" if it has none.
func link(ref record.Ref) string {
	place, ok := places[ref.Kind]
	if !ok || ref.ID == "" {
		return ""
	}
	return place + "/" + string(ref.ID)
}
