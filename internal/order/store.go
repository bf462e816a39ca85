package order

import (
	"context"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/file"
	"tongpin/internal/core/organisation"
	"tongpin/internal/core/record"
	"tongpin/internal/core/timeline"
	"tongpin/internal/offer"
	"tongpin/internal/platform/listing"
)

// The keys that the lists understand. "waits" is whose turn it is, "mine" how
// the actor's own school has answered.
var (
	Filters        = []string{"kind", "mode", "industry", "state", "waits", "mine", "enterprise"}
	Sorts          = []string{"number", "title", "quantity", "confirmed", "valid", "created"}
	ProductFilters = []string{"enterprise", "position", "year"}
	ProductSorts   = []string{"name", "output", "year"}
)

// Whose turn it is on an order, for the filter and the column of the list.
const (
	WaitsEnterprise  = "enterprise"
	WaitsSchool      = "school"
	WaitsSecretariat = "secretariat"
	WaitsNobody      = "nobody"
)

// Waits lists them in the order in which people see them.
var Waits = []string{WaitsSecretariat, WaitsEnterprise, WaitsSchool, WaitsNobody}

// Own answers of a school, for the filter "mine".
const (
	MineOpen     = "unanswered"
	MineAnswered = "answered"
)

// Mine lists them in the order in which people see them.
var Mine = []string{MineOpen, MineAnswered}

// Tally is what a list shows of the responses of one order. For a school it
// holds the own response only.
type Tally struct {
	Yes, Maybe, No int64
	Enterprise     bool // the enterprise has the turn on one
	School         bool // a school has the turn on one
	Mine           ResponseState
}

// Add counts one response for an actor.
func (t *Tally) Add(answer Answer, school, with record.ID, state ResponseState, a access.Actor) {
	switch answer {
	case Yes:
		t.Yes++
	case Maybe:
		t.Maybe++
	case No:
		t.No++
	}
	t.School = t.School || (with != "" && with == school)
	t.Enterprise = t.Enterprise || (with != "" && with != school)
	if school == a.Organisation {
		t.Mine = state
	}
}

// Row is one row of the list of orders. It points to the order, because an order
// is a kilobyte and every cell is given the row.
type Row struct {
	*Order
	Tally Tally
	Stale bool // open and not confirmed for ConfirmDays
}

// Waits is whose turn it is on the order.
func (r Row) Waits() string {
	switch {
	case r.State == Submitted:
		return WaitsSecretariat
	case r.State == Draft || r.State == Returned || r.State == Expired:
		return WaitsEnterprise
	case r.State != Open:
		return WaitsNobody
	case r.Tally.Enterprise:
		return WaitsEnterprise
	}
	return WaitsSchool
}

// Reach is what of the orders an actor may see in lists.
type Reach struct {
	Actor     access.Actor
	View      access.Relation // of ActView
	Responses access.Relation // of ActResponseStates
}

// Batch is what one step writes: orders and responses, new ones at version 0,
// others if their version is still the stored one.
type Batch struct {
	Orders    []Order
	Responses []Response
}

// Store keeps orders, responses and products.
type Store interface {
	Find(ctx context.Context, id record.ID) (Order, error)
	// Save writes a batch with its change. It allots the number of a new order,
	// and puts it into the to-dos and notices of the change that lack it.
	Save(ctx context.Context, b Batch, c change.Change) error
	List(ctx context.Context, q listing.Query, reach Reach) (listing.Page[Row], error)
	// Brief is List with what most lists show: of the details the mode alone, no
	// findings, reasons, references, schools or further dates.
	Brief(ctx context.Context, q listing.Query, reach Reach) (listing.Page[Row], error)
	Each(ctx context.Context, q listing.Query, reach Reach, fn func(Order) error) error
	// Matching returns the orders of some enterprises that have one of the keys
	// (Data.MatchKey), the newest first.
	Matching(ctx context.Context, enterprises []record.ID, keys []string) ([]Order, error)
	// Expired lists open orders whose validity has ended before today.
	Expired(ctx context.Context, today calendar.Date, limit int) ([]record.ID, error)
	// Unconfirmed lists open orders last confirmed before a day that are on
	// nobody's list for it.
	Unconfirmed(ctx context.Context, before calendar.Date, limit int) ([]record.ID, error)

	FindResponse(ctx context.Context, id record.ID) (Response, error)
	// Responses returns all responses to an order, the oldest first.
	Responses(ctx context.Context, order record.ID) ([]Response, error)
	Lapsed(ctx context.Context, today calendar.Date) ([]record.ID, error)

	FindProduct(ctx context.Context, id record.ID) (Product, error)
	SaveProducts(ctx context.Context, list []Product, c change.Change) error
	Products(ctx context.Context, q listing.Query, reach Reach) (listing.Page[Product], error)
	EachProduct(ctx context.Context, q listing.Query, reach Reach, fn func(Product) error) error
	ProductsOf(ctx context.Context, enterprises []record.ID) ([]Product, error)

	Organisation(ctx context.Context, id record.ID) (organisation.Organisation, error)
	ByCreditCodes(ctx context.Context, codes []string) (map[string]organisation.Organisation, error)
	Organisations(ctx context.Context, kinds ...organisation.Kind) ([]organisation.Organisation, error)
	Timeline(ctx context.Context, ref record.Ref) ([]timeline.Entry, error)
	// Files are the uploads of an order, the oldest first.
	Files(ctx context.Context, ref record.Ref) ([]file.File, error)
}

// What orders know of offers, under the names by which pages and the app use it.
type (
	Supply           = offer.Supply
	Suggestion       = offer.Suggestion
	SuggestionReason = offer.Reason
	Cooperation      = offer.Cooperation
	Need             = offer.Need
)

// Offers is what orders ask of the feature offer.
type Offers interface {
	Supplies(ctx context.Context, a access.Actor, school record.ID) ([]Supply, error)
	// Suiting lists those that offer.Suggest could rank for a need.
	Suiting(ctx context.Context, a access.Actor, school record.ID, n Need) ([]Supply, error)
}

// Memory is what is known of earlier cooperation of an enterprise with schools;
// the app answers it from facts.
type Memory interface {
	Cooperation(ctx context.Context, enterprise record.ID) (Cooperation, error)
}

// MatchKey is by what an imported row finds its order: the enterprise's own
// number, or the kind with the title.
func (d Data) MatchKey() string {
	if d.Reference != "" {
		return "#" + d.Reference
	}
	return string(d.Kind) + "/" + d.Title
}
