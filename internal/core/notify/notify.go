// Package notify holds notices to people: something happened that concerns
// them, with the record where they can see it.
package notify

import (
	"time"

	"tongpin/internal/core/access"
	"tongpin/internal/core/record"
)

// Notice is one message to a person, or to all of a role in an organisation.
// The catalogues hold its text under "notice.<key>".
type Notice struct {
	ID           record.ID
	Record       record.Ref
	Key          string
	Args         map[string]string
	Organisation record.ID
	Role         access.Role
	Person       record.ID
	At           time.Time
}
