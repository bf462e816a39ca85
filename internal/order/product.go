package order

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"tongpin/internal/core/access"
	"tongpin/internal/core/change"
	"tongpin/internal/core/code"
	"tongpin/internal/core/money"
	"tongpin/internal/core/record"
	"tongpin/internal/offer"
	"tongpin/internal/platform/fault"
)

// ProductKind is the record kind of core products.
const ProductKind record.Kind = "product"

// Product is one entry of the list of core products: what an enterprise makes,
// for one year. It is refreshed yearly; the years stand side by side.
type Product struct {
	ID               record.ID
	Version          int64
	Enterprise       record.ID
	EnterpriseName   string // read with the record
	EnterpriseCredit string // read with the record
	ProductData
	CreatedAt time.Time
	UpdatedAt time.Time
}

// ProductData is what the enterprise enters about a product.
type ProductData struct {
	Name         string
	IndustryCode string // GB/T 4754-2017, letter and up to 4 digits
	Position     string // place in the chain: upstream, midstream, downstream, support
	Output       money.Fen
	Processes    string   // key processes
	Programmes   []string // related programme codes
	Occupations  []string // related occupation codes
	Year         int64
}

// Positions are the places in an industrial chain.
var Positions = []string{"upstream", "midstream", "downstream", "support"}

// MaxOutput is the largest output value of a year that is taken.
const MaxOutput = money.Fen(1_000_000_000_000_00)

// At returns the version.
func (p Product) At() int64 { return p.Version }

// Ref points at the product.
func (p Product) Ref() record.Ref { return record.Ref{Kind: ProductKind, ID: p.ID} }

// Subject tells access whose product it is.
func (p Product) Subject(access.Actor) access.Subject {
	return access.Subject{Owner: p.Enterprise, Shown: true}
}

// normal brings what was entered to its usual form, or says all that is wrong.
func (d ProductData) normal(now time.Time) (ProductData, error) {
	d.Name, d.IndustryCode, d.Processes = strings.TrimSpace(d.Name), strings.TrimSpace(d.IndustryCode), strings.TrimSpace(d.Processes)
	var l fault.List
	required(&l, "name", d.Name)
	if len([]rune(d.Name)) > MaxTitle {
		l.Add("name", d.Name, "order.too_long", "max", MaxTitle)
	}
	if len([]rune(d.Processes)) > MaxText {
		l.Add("processes", d.Processes, "order.too_long", "max", MaxText)
	}
	if d.IndustryCode != "" {
		industry, err := code.ParseIndustry("industry_code", d.IndustryCode)
		l.Append(err)
		d.IndustryCode = industry
	}
	if d.Position != "" && !slices.Contains(Positions, d.Position) {
		l.Add("position", d.Position, "order.choose")
	}
	amount(&l, "output", d.Output, MaxOutput)
	d.Programmes = offer.ProgrammeCodes(&l, "programmes", d.Programmes)
	d.Occupations = offer.OccupationCodes(&l, "occupations", d.Occupations)
	if year := int64(now.Year()); d.Year < year-10 || d.Year > year+1 {
		l.Add("year", strconv.FormatInt(d.Year, 10), "order.range", "min", year-10, "max", year+1)
	}
	return d, l.Err()
}

// KeepProduct enters a product (Version 0) or changes it.
func KeepProduct(p Product, d ProductData, a access.Actor, now time.Time) (Product, change.Change, error) {
	d, err := d.normal(now)
	if err != nil {
		return p, change.Change{}, err
	}
	verb := VerbEdit
	if p.Version == 0 {
		verb, p.CreatedAt = VerbCreate, now
	}
	p.ProductData, p.UpdatedAt = d, now
	c := change.By(a, now)
	c.Log(p.Ref(), verb, "name", p.Name)
	return p, c, nil
}

// tidy makes stored data comparable with entered data.
func (d ProductData) tidy() ProductData {
	d.Programmes, d.Occupations = offer.Tidy(d.Programmes), offer.Tidy(d.Occupations)
	return d
}
