package web_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/a-h/templ"

	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/listing"
	"tongpin/internal/platform/web"
	"tongpin/internal/platform/web/table"
)

// BenchmarkList renders a list page of 30 rows with the whole frame.
func BenchmarkList(b *testing.B) {
	ctx := i18n.With(context.Background(), catalogue(b).In(i18n.Chinese))
	ctx = web.WithFrame(ctx, frame(ctx))
	r := httptest.NewRequest(http.MethodGet, "/orders", nil)
	st := list.Read(r)
	page := web.With(web.Meta{Title: "x", Actions: list.Actions(ctx, st)}, table.View(list, st, listing.Page[order]{Rows: orders(30), Total: 30}))
	b.ReportAllocs()
	for b.Loop() {
		if err := render(ctx, page); err != nil {
			b.Fatal(err)
		}
	}
}

func render(ctx context.Context, c templ.Component) error { return c.Render(ctx, io.Discard) }
