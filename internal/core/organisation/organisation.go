// Package organisation holds the organisations that take part in a consortium.
// Other features refer to them by id and may join the organisations table.
package organisation

import (
	"time"

	"tongpin/internal/core/record"
)

// Kind sorts organisations.
type Kind string

// The kinds of organisations.
const (
	Government  Kind = "government"
	Park        Kind = "park"
	Enterprise  Kind = "enterprise"
	School      Kind = "school"
	Institute   Kind = "institute"
	Association Kind = "association" // also the consortium's own body
)

// Kinds lists the kinds in the order in which people see them.
var Kinds = []Kind{Government, Park, Enterprise, School, Institute, Association}

// RecordKind is the record kind of organisations.
const RecordKind record.Kind = "organisation"

// Organisation is one unit, known by its unified social credit code.
type Organisation struct {
	ID             record.ID
	Version        int64
	Name           string
	NameEN         string
	Kind           Kind
	CreditCode     string // unified social credit code, 18 characters; empty if not known
	DivisionCode   string // administrative division, 6 digits (GB/T 2260); may be empty
	Industry       string // key of the leading industry, see Industries; may be empty
	IndustryCode   string // GB/T 4754-2017, letter and up to 4 digits; may be empty
	SpecialisedSME bool   // specialised, refined, distinctive, innovative SME
	StaffCount     int64  // staff on post; 0 if not known
	Contact        string // name of the contact person
	Phone          string // of the contact person
	Sample         bool   // invented for demonstration
	CreatedAt      time.Time
	UpdatedAt      time.Time
}

// Industries are the six leading industries of the field's first consortia, as
// keys that the catalogues translate. A consortium declares which it leads.
var Industries = []string{"green_mining", "new_energy", "new_materials", "modern_logistics", "farm_products", "culture_tourism"}
