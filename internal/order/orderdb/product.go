package orderdb

import (
	"context"

	"tongpin/internal/core/access"
	"tongpin/internal/core/change"
	"tongpin/internal/core/ledger"
	"tongpin/internal/core/record"
	"tongpin/internal/order"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/listing"
)

const productColumns = `p.id, p.version, p.enterprise_id, e.name, e.credit_code, p.name, p.year, p.industry_code, p.position, p.output_fen, p.processes, p.programmes,
	p.occupations, p.created_at, p.updated_at`

const productFrom = ` FROM products p JOIN organisations e ON e.consortium_id = p.consortium_id AND e.id = p.enterprise_id WHERE p.consortium_id = $1`

const selectProduct = `SELECT ` + productColumns + productFrom

var productSorts = db.Sorts{
	Columns: map[string]string{"name": "p.name", "output": "p.output_fen", "year": "p.year"},
	Usual:   "p.year DESC, p.name, p.id",
	ID:      "p.id",
}

func scanProduct(r db.Row) (p order.Product, err error) {
	return p, r.Scan(&p.ID, &p.Version, &p.Enterprise, &p.EnterpriseName, &p.EnterpriseCredit, &p.Name, &p.Year, &p.IndustryCode, &p.Position, &p.Output, &p.Processes,
		db.JSON(&p.Programmes), db.JSON(&p.Occupations), &p.CreatedAt, &p.UpdatedAt)
}

// FindProduct returns one product.
func (s *Store) FindProduct(ctx context.Context, id record.ID) (p order.Product, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		p, err = db.One(tx, scanProduct, selectProduct+` AND p.id = $2`, id)
		return err
	})
	return p, err
}

// SaveProducts writes products and one change for all.
func (s *Store) SaveProducts(ctx context.Context, list []order.Product, c change.Change) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if err := ledger.Commit(tx, c); err != nil {
			return err
		}
		return saveProducts(tx, list)
	})
}

var (
	insertProducts = db.Inserting("products", `id, version = 1, enterprise_id, name, year, industry_code, position, output_fen, processes, programmes,
		occupations, created_at, updated_at`, "")
	onlyProduct = db.Unique[order.Product]{
		Names: []string{"products_name", "products.name"}, Key: "product.exists", Field: "name", Value: func(p order.Product) string { return p.Name },
	}
)

func saveProducts(tx *db.Tx, list []order.Product) error {
	fresh := insertProducts.Into(tx)
	for _, p := range list {
		if p.Version == 0 {
			fresh.Add(p.ID, p.Enterprise, p.Name, p.Year, p.IndustryCode, p.Position, p.Output, p.Processes, db.JSON(p.Programmes), db.JSON(p.Occupations), p.CreatedAt, p.UpdatedAt)
			continue
		}
		err := tx.ExecOne(`UPDATE products SET version = version + 1, name = $4, year = $5, industry_code = $6, position = $7, output_fen = $8, processes = $9,
				programmes = $10, occupations = $11, updated_at = $12
			WHERE consortium_id = $1 AND id = $2 AND version = $3`,
			p.ID, p.Version, p.Name, p.Year, p.IndustryCode, p.Position, p.Output, p.Processes, db.JSON(p.Programmes), db.JSON(p.Occupations), p.UpdatedAt)
		if err != nil {
			return onlyProduct.Broken(err, p)
		}
	}
	return onlyProduct.Broken(fresh.Done(), list...)
}

func productWhere(q listing.Query, reach order.Reach) *db.Where {
	w := db.NewWhere(0)
	if reach.View&access.Any == 0 {
		w.And("p.enterprise_id = ?", db.Null(reach.Actor.Organisation))
	}
	w.Like(q.Text, "p.name", "e.name", "p.processes")
	w.In("p.id", q.Chosen)
	w.In("p.enterprise_id", q.Filter["enterprise"])
	w.In("p.position", q.Filter["position"])
	w.In("CAST(p.year AS TEXT)", q.Filter["year"])
	return w
}

// Products answers a query with one page.
func (s *Store) Products(ctx context.Context, q listing.Query, reach order.Reach) (p listing.Page[order.Product], err error) {
	w := productWhere(q, reach)
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		p, err = db.Page(tx, db.Question[order.Product]{Scan: scanProduct, Rows: selectProduct, Count: productFrom, Where: w, Order: productSorts.By(q)}, q)
		return err
	})
	return p, err
}

// EachProduct calls fn for every product that the query matches.
func (s *Store) EachProduct(ctx context.Context, q listing.Query, reach order.Reach, fn func(order.Product) error) error {
	w := productWhere(q, reach)
	return s.db.Read(ctx, func(tx *db.Tx) error {
		return db.Walk(tx, scanProduct, fn, selectProduct+w.SQL()+productSorts.By(q), w.Args()...)
	})
}

// ProductsOf returns the products of some enterprises.
func (s *Store) ProductsOf(ctx context.Context, enterprises []record.ID) (list []order.Product, err error) {
	if len(enterprises) == 0 {
		return nil, nil
	}
	w := db.NewWhere(0)
	w.In("p.enterprise_id", words(enterprises))
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = db.All(tx, scanProduct, selectProduct+w.SQL()+` ORDER BY p.id`, w.Args()...)
		return err
	})
	return list, err
}
