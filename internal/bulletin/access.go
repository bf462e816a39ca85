package bulletin

import "tongpin/internal/core/access"

// The actions on bulletins. Published ones are public and need none.
const (
	ActView    access.Action = "bulletin.view"
	ActKeep    access.Action = "bulletin.keep"    // draft, edit, hand over, publish, withdraw
	ActApprove access.Action = "bulletin.approve" // approve or give back
)

// Grants says who may do what.
func Grants() []access.Grant {
	return []access.Grant{
		access.Allow(ActView, access.Any, access.Secretariat, access.Leader, access.Auditor),
		access.Allow(ActKeep, access.Any, access.Secretariat),
		access.Allow(ActApprove, access.Any, access.Leader),
	}
}
