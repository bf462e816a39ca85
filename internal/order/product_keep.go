package order

import (
	"context"
	"fmt"
	"reflect"
	"slices"

	"tongpin/internal/core/access"
	"tongpin/internal/core/change"
	"tongpin/internal/core/intake"
	"tongpin/internal/core/record"
	"tongpin/internal/core/sheet"
	"tongpin/internal/core/step"
	"tongpin/internal/core/timeline"
	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/listing"
)

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
