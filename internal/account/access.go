package account

import "tongpin/internal/core/access"

// The actions on people and their accounts.
const (
	ActList   access.Action = "account.list"
	ActCreate access.Action = "account.create" // a person, an account
	ActAssign access.Action = "account.assign" // give or end a role
	ActReset  access.Action = "account.reset"  // reset a password, disable an account
	ActReveal access.Action = "account.reveal" // see telephone and e-mail in clear, with a reason
)

// Grants says who may do what with accounts.
func Grants() []access.Grant {
	keepers := []access.Role{access.Admin, access.Secretariat}
	return []access.Grant{
		access.Allow(ActList, access.Any, access.Admin, access.Secretariat, access.Auditor),
		access.Allow(ActCreate, access.Any, keepers...),
		access.Allow(ActAssign, access.Any, keepers...),
		access.Allow(ActReset, access.Any, keepers...),
		access.Allow(ActReveal, access.Any, keepers...),
	}
}
