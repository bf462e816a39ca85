package demo

import (
	"context"
	"fmt"
	"strings"

	"tongpin/internal/account"
	"tongpin/internal/core/access"
	"tongpin/internal/core/identity"
	"tongpin/internal/core/record"
)

// people opens one demo account for each role, in the first copies.
func (m *maker) people(ctx context.Context) error {
	robot, taken := access.Robot(m.c.ID), map[access.Role]bool{}
	for _, r := range m.in.rows("people.csv") {
		role := access.Role(r.text("role"))
		copies := m.copies[r.text("organisation")]
		if len(copies) == 0 {
			copies = m.copies[""]
		}
		if taken[role] {
			continue
		}
		taken[role] = true
		id := record.Derived(copies[0].ID, "person/"+string(role))
		if role == access.Secretariat {
			id = m.a.Person
		}
		_, _, err := m.Accounts.Create(ctx, robot, account.CreateCommand{
			ID: id, Contact: identity.Contact{Name: r.text("name")}, Login: Made + "." + strings.ReplaceAll(string(role), "_", "-"),
			Role: role, Organisation: copies[0].ID, Sample: true, Demo: true,
		})
		if err != nil {
			return fmt.Errorf("%s: %w", r.where(), err)
		}
	}
	return nil
}
