package orderweb

import (
	"context"
	"net/http"
	"strings"

	"github.com/a-h/templ"

	"tongpin/internal/core/access"
	"tongpin/internal/core/ledger"
	"tongpin/internal/core/record"
	"tongpin/internal/core/record/recordweb"
	"tongpin/internal/core/step"
	"tongpin/internal/order"
	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web"
	"tongpin/internal/platform/web/form"
	"tongpin/internal/platform/web/table"
	"tongpin/internal/platform/web/ui"
)

var productList = table.Spec[order.Product]{
	Path: ListsPath + "/products", Caption: "lists.products", Search: "product.search",
	Columns: []table.Column[order.Product]{
		{Key: "name", Title: "product.field.name", Sortable: true, Cell: func(p order.Product) templ.Component {
			return ui.Titled(ui.Link{Text: p.Name, Path: productPath(p)}, p.IndustryCode)
		}},
		{Key: "enterprise", Title: "order.field.enterprise", Cell: func(p order.Product) templ.Component { return ui.Text(p.EnterpriseName) }},
		{Key: "position", Title: "product.field.position", Nowrap: true, Cell: func(p order.Product) templ.Component { return word("enum.chain_position", p.Position) }},
		{Key: "output", Title: "product.field.output", Numeric: true, Sortable: true, Nowrap: true, Cell: func(p order.Product) templ.Component { return ui.Yuan(int64(p.Output)) }},
		{Key: "programmes", Title: "product.field.programmes", Cell: func(p order.Product) templ.Component { return ui.Text(strings.Join(p.Programmes, ", ")) }},
		{Key: "year", Title: "product.field.year", Numeric: true, Sortable: true, Cell: func(p order.Product) templ.Component { return ui.Text(itoa(p.Year)) }},
	},
	Filters:  []table.Filter{{Key: "position", Label: "product.field.position"}, {Key: "year", Label: "product.field.year", Kind: table.Word}},
	NewLabel: "product.action.new", Export: "/exports/product",
}

func (p *Pages) products(w http.ResponseWriter, r *http.Request) error {
	ctx, a := r.Context(), access.Must(r.Context())
	spec := productList.WithOptions("position", recordweb.Options(ctx, "chain_position", order.Positions))
	if p.service.Reaches(a, order.ActProductKeep) {
		spec.New, spec.Template, spec.Import = ProductsPath+"/new", "/imports/product/template", "/imports/product/new"
	}
	state := spec.Read(r)
	page, err := p.service.Products(ctx, a, state.Query)
	if err != nil {
		return err
	}
	meta := listsMeta(ctx, "lists.products")
	meta.Actions = spec.Actions(ctx, state)
	return web.Render(w, r, http.StatusOK, web.With(meta, templ.Join(listTabs(ctx, p, a, spec.Path), table.View(spec, state, page))))
}

func productData(v *form.Values) order.ProductData {
	return order.ProductData{
		Name: v.Text("name"), IndustryCode: v.Text("industry_code"), Position: v.Text("position"), Output: yuan(v, "output"), Processes: v.Text("processes"),
		Programmes: words(v.Text("programmes")), Occupations: words(v.Text("occupations")), Year: int64(v.Int("year")),
	}
}

func productFilled(p order.Product) *form.Values {
	v := form.New().SetInt(form.VersionField, p.Version).Set("name", p.Name).Set("industry_code", p.IndustryCode).Set("position", p.Position).
		Set("processes", p.Processes).Set("programmes", strings.Join(p.Programmes, ", ")).Set("occupations", strings.Join(p.Occupations, ", ")).Set("year", itoa(p.Year))
	if v.Set("output", ""); p.Output != 0 {
		v.Set("output", p.Output.Yuan())
	}
	return v
}

func (p *Pages) productNew(w http.ResponseWriter, r *http.Request) error {
	return p.renderProduct(w, r, form.New(), order.Product{}, http.StatusOK)
}

func (p *Pages) renderProduct(w http.ResponseWriter, r *http.Request, v *form.Values, x order.Product, status int) error {
	ctx, a := r.Context(), access.Must(r.Context())
	s := sheet{meta: formMeta(ctx, "product.new.title"), spec: form.Spec{Action: ProductsPath, Values: v, Submit: "product.action.save", Cancel: ListsPath + "/products"}}
	if x.ID != "" {
		s.meta, s.spec.Action, s.spec.Cancel = formMeta(ctx, "product.edit.title", ui.Link{Text: x.Name, Path: productPath(x)}), productPath(x)+"/edit", productPath(x)
	} else if p.service.May(a, order.ActProductKeep, access.Subject{}) {
		list, err := p.service.Enterprises(ctx)
		if err != nil {
			return err
		}
		s.enterprises = named(list)
	}
	s.meta.Crumbs[0] = ui.Link{Text: i18n.T(ctx, "lists.products"), Path: ListsPath + "/products"}
	return web.Render(w, r, status, productForm(s))
}

func (p *Pages) productCreate(w http.ResponseWriter, r *http.Request) error {
	v, err := form.Decode(r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	id, d := recordweb.NewID(v, "product"), productData(v)
	enterprise, _ := record.ParseID(v.Text("enterprise"))
	if err = v.Err(); err == nil {
		_, err = p.service.AddProduct(ctx, access.Must(ctx), id, enterprise, d)
	}
	if err != nil && !ledger.Repeated(err) {
		if v.Mend(err) {
			return p.renderProduct(w, r, v, order.Product{}, http.StatusUnprocessableEntity)
		}
		return err
	}
	return web.Redirect(w, r, ProductsPath+"/"+string(id), "product.saved")
}

func (p *Pages) productShow(w http.ResponseWriter, r *http.Request) error {
	ctx, a := r.Context(), access.Must(r.Context())
	id, err := recordweb.Path(r, "id")
	if err != nil {
		return err
	}
	x, story, err := p.service.Product(ctx, a, id)
	if err != nil {
		return err
	}
	l := i18n.From(ctx)
	meta := web.Meta{
		Title: x.Name, Lead: l.T("product.show.lead", "enterprise", x.EnterpriseName, "year", itoa(x.Year)), Nav: ListsPath,
		Crumbs: []ui.Link{{Text: l.T("lists.products"), Path: ListsPath + "/products"}, {Text: x.Name}},
	}
	if p.service.May(a, order.ActProductKeep, x.Subject(a)) {
		meta.Actions = []ui.Action{{Text: l.T("order.action.edit"), Path: productPath(x) + "/edit", Icon: "edit"}}
	}
	return web.Render(w, r, http.StatusOK, productPage(meta, x, story))
}

// keepable is the product of an address that the person may change.
func (p *Pages) keepable(r *http.Request) (order.Product, error) {
	ctx, a := r.Context(), access.Must(r.Context())
	id, err := recordweb.Path(r, "id")
	if err != nil {
		return order.Product{}, err
	}
	x, _, err := p.service.Product(ctx, a, id)
	if err == nil && !p.service.May(a, order.ActProductKeep, x.Subject(a)) {
		err = fault.New(fault.Forbidden, "record.forbidden")
	}
	return x, err
}

// productEdit changes what a product says.
func (p *Pages) productEdit() recordweb.Step[order.Product] {
	return recordweb.Step[order.Product]{
		Ready: func(r *http.Request) (order.Product, *form.Values, error) {
			x, err := p.keepable(r)
			return x, productFilled(x), err
		},
		Again: p.keepable,
		Now:   productFilled,
		Render: func(w http.ResponseWriter, r *http.Request, status int, x order.Product, v *form.Values) error {
			return p.renderProduct(w, r, v, x, status)
		},
		Take: func(ctx context.Context, a access.Actor, t step.Target, v *form.Values) (recordweb.Done, error) {
			d := productData(v)
			if err := v.Err(); err != nil {
				return recordweb.Done{}, err
			}
			x, err := p.service.EditProduct(ctx, a, t, d)
			return recordweb.Done{Path: productPath(x), Message: "product.saved"}, err
		},
	}
}
