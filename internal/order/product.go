package order

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"tongpin/internal/core/access"
	"tongpin/internal/core/change"
	"tongpin/internal/core/code"
	"tongpin/internal/core/intake"
	"tongpin/internal/core/money"
	"tongpin/internal/core/record"
	"tongpin/internal/core/sheet"
	"tongpin/internal/core/step"
	"tongpin/internal/core/timeline"
	"tongpin/internal/offer"
	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/listing"
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

func (s *Service) productReach(a access.Actor) Reach {
	return Reach{Actor: a, View: s.table.Reach(a, ActProductView)}
}

// Products answers a query with the products that the actor may see.
func (s *Service) Products(ctx context.Context, a access.Actor, q listing.Query) (listing.Page[Product], error) {
	return s.store.Products(ctx, q, s.productReach(a))
}

// Product returns one product with its story.
func (s *Service) Product(ctx context.Context, a access.Actor, id record.ID) (Product, []timeline.Entry, error) {
	p, err := s.store.FindProduct(ctx, id)
	if err != nil {
		return p, nil, err
	}
	if !s.May(a, ActProductView, p.Subject(a)) {
		return Product{}, nil, fault.New(fault.NotFound, "record.not_found")
	}
	story, err := s.store.Timeline(ctx, p.Ref())
	return p, story, err
}

// AddProduct enters a product; the same id again changes nothing.
func (s *Service) AddProduct(ctx context.Context, a access.Actor, id, enterprise record.ID, d ProductData) (Product, error) {
	e, err := s.Owner(ctx, a, ActProductKeep, enterprise)
	if err != nil {
		return Product{}, err
	}
	p, c, err := KeepProduct(Product{ID: id, Enterprise: e.ID, EnterpriseName: e.Name}, d, a, s.clock.Now())
	if err != nil {
		return p, err
	}
	c.Once = string(ProductKind) + "/" + string(id)
	return p, s.store.SaveProducts(ctx, []Product{p}, c)
}

// EditProduct changes a product.
func (s *Service) EditProduct(ctx context.Context, a access.Actor, t step.Target, d ProductData) (Product, error) {
	gate := step.Gate{Table: s.table, View: ActProductView, Act: ActProductKeep}
	return step.Take(ctx, productKeeper{s.store}, gate, a, t, func(p Product) (Product, change.Change, error) {
		return KeepProduct(p, d, a, s.clock.Now())
	})
}

type productKeeper struct{ Store }

// Find returns the product.
func (k productKeeper) Find(ctx context.Context, id record.ID) (Product, error) {
	return k.FindProduct(ctx, id)
}

// Save writes the product.
func (k productKeeper) Save(ctx context.Context, p Product, c change.Change) error {
	return k.SaveProducts(ctx, []Product{p}, c)
}

func productKey(enterprise record.ID, d ProductData) string {
	return fmt.Sprintf("%s/%d/%s", enterprise, d.Year, d.Name)
}

func (s *Service) decideProducts(ctx context.Context, a access.Actor, rows []*sheet.Row) (intake.Batch, error) {
	k, stored, err := s.loadProducts(ctx, a, rows)
	if err != nil {
		return intake.Batch{}, err
	}
	var list []Product
	all := change.By(a, s.clock.Now())
	outcomes, seen := make([]intake.Outcome, len(rows)), map[string]bool{}
	for i, r := range rows {
		e := k.enterprise(r)
		d := ProductData{
			Name: r.Text("name"), Year: r.Integer("year"), IndustryCode: r.Text("industry_code"), Position: r.Choice("position"), Output: r.Money("output"),
			Processes: r.Text("processes"), Programmes: r.List("programmes"), Occupations: r.List("occupations"),
		}
		key := productKey(e.ID, d)
		switch {
		case e.ID == "":
			r.Fail("enterprise", "order.import.enterprise")
		case !s.May(a, ActProductKeep, access.Subject{Owner: e.ID}):
			r.Fail("enterprise", "order.import.not_yours")
		case seen[key]:
			r.Fail("name", "order.import.twice")
		}
		if r.Err() != nil {
			continue
		}
		seen[key] = true
		was, result := stored[key], intake.Updated
		if was.ID == "" {
			was, result = Product{ID: record.Derived(e.ID, "product/"+key), Enterprise: e.ID}, intake.Created
		}
		p, c, err := KeepProduct(was, d, a, s.clock.Now())
		if err != nil {
			r.Add(err)
			continue
		}
		if reflect.DeepEqual(p.ProductData, was.ProductData.tidy()) {
			result = intake.Unchanged
		} else {
			list = append(list, p)
			all.Join(c)
		}
		outcomes[i] = intake.Outcome{Result: result, Record: p.Ref()}
	}
	return intake.Batch{Outcomes: outcomes, Save: func(ctx context.Context, tail change.Change) error {
		tail.Join(all)
		return s.store.SaveProducts(ctx, list, tail)
	}}, nil
}

func (s *Service) loadProducts(ctx context.Context, a access.Actor, rows []*sheet.Row) (known, map[string]Product, error) {
	k := known{}
	var codes []string
	for _, r := range rows {
		codes = append(codes, r.Text("enterprise"))
	}
	if err := s.loadOrgs(ctx, a, codes, &k); err != nil {
		return k, nil, err
	}
	var ids []record.ID
	for _, r := range rows {
		if e := k.enterprise(r); e.ID != "" {
			ids = append(ids, e.ID)
		}
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	list, err := s.store.ProductsOf(ctx, ids)
	stored := map[string]Product{}
	for _, p := range list {
		stored[productKey(p.Enterprise, p.ProductData)] = p
	}
	return k, stored, err
}

func (s *Service) productRows(ctx context.Context, a access.Actor, q listing.Query, yield func(sheet.Values) error) error {
	return s.store.EachProduct(ctx, q, s.productReach(a), func(p Product) error {
		return yield(sheet.Values{p.EnterpriseCredit, p.Name, p.Year, p.IndustryCode, p.Position, some(p.Output), p.Processes, p.Programmes, p.Occupations})
	})
}
