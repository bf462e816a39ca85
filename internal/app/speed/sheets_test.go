package speed_test

import (
	"bytes"
	"fmt"
	"testing"

	"tongpin/internal/agreement"
	"tongpin/internal/app"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/code"
	"tongpin/internal/core/money"
	"tongpin/internal/core/organisation"
	"tongpin/internal/core/organisation/organisationdb"
	"tongpin/internal/core/record"
	"tongpin/internal/core/sheet"
	"tongpin/internal/offer"
	"tongpin/internal/order"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/i18n"
)

// organised stores n organisations of a kind and returns their credit codes.
func organised(b *testing.B, h *app.House, kind organisation.Kind, n int) []string {
	b.Helper()
	_, ctx, err := h.Consortium(b.Context(), "speed")
	if err != nil {
		b.Fatal(err)
	}
	codes, list := make([]string, n), make([]organisation.Organisation, n)
	for i := range list {
		if codes[i], err = code.CompleteCredit(fmt.Sprintf("%s652824R%07dX", map[bool]string{true: "91", false: "12"}[kind == organisation.Enterprise], i)); err != nil {
			b.Fatal(err)
		}
		list[i] = organisation.Organisation{ID: record.NewID(), Name: fmt.Sprintf("%s number %d", kind, i), Kind: kind, CreditCode: codes[i], Industry: organisation.Industries[0]}
	}
	if err := h.DB.Write(ctx, func(tx *db.Tx) error { return organisationdb.Save(tx, list...) }); err != nil {
		b.Fatal(err)
	}
	return codes
}

// made is a text file of n rows, each of which names its cells by column.
func made(b *testing.B, h *app.House, layout sheet.Layout, n int, cells func(int) map[string]any) book {
	b.Helper()
	var out bytes.Buffer
	err := sheet.ExportCSV(&out, layout, h.Texts(i18n.Chinese), func(yield func(sheet.Values, error) bool) {
		for i := range n {
			row, named := make(sheet.Values, len(layout.Columns)), cells(i)
			for k, c := range layout.Columns {
				row[k] = named[c.Key]
			}
			if !yield(row, nil) {
				return
			}
		}
	})
	if err != nil {
		b.Fatal(err)
	}
	return book{layout.Kind, layout.Kind + ".csv", layout, out.Bytes(), n}
}

// orders is n drafts of orders for people, of fifty enterprises.
func orders(b *testing.B, h *app.House, n int) book {
	codes := organised(b, h, organisation.Enterprise, 50)
	today := calendar.DateOf(when)
	return made(b, h, order.Layout, n, func(i int) map[string]any {
		return map[string]any{
			"enterprise": codes[i%len(codes)], "reference": fmt.Sprintf("R-%d", i), "kind": string(order.People), "title": fmt.Sprintf("Fitters %d", i),
			"mode": "direct_hire", "post": "Fitter", "quantity": 5, "places": "Ruoqiang", "start_on": today.AddDays(30), "pay_from": money.Fen(480_000),
			"valid_until": today.AddDays(60), "programmes": []string{"660105"},
		}
	})
}

// agreements is a register of n signed agreements of two parties.
func agreements(b *testing.B, h *app.House, n int) book {
	firms, schools := organised(b, h, organisation.Enterprise, 50), organised(b, h, organisation.School, 50)
	signed := calendar.DateOf(when).AddDays(-100)
	return made(b, h, agreement.Layout, n, func(i int) map[string]any {
		return map[string]any{
			"number": fmt.Sprintf("A-%d", i), "title": fmt.Sprintf("Agreement %d", i), "type": agreement.Types[0],
			"parties": []string{firms[i%50], schools[i/50%50]}, "signed_on": signed, "from_on": signed, "to_on": signed.AddDays(1000),
		}
	})
}

// cohorts is n cohorts of two hundred schools with a programme each.
func cohorts(b *testing.B, h *app.House, n int) book {
	schools := organised(b, h, organisation.School, 200)
	_, ctx, err := h.Consortium(b.Context(), "speed")
	if err != nil {
		b.Fatal(err)
	}
	importAll(b, ctx, h, made(b, h, offer.ProgrammeLayout, len(schools), func(i int) map[string]any {
		return map[string]any{"school": schools[i], "code": "660105", "name": "Mechatronics", "years": 3}
	}))
	return made(b, h, offer.CohortLayout, n, func(i int) map[string]any {
		return map[string]any{
			"school": schools[i*len(schools)/n], "code": "660105", "name": fmt.Sprintf("Class %d", i), "start_on": calendar.On(2024, 9, 1),
			"graduate_on": calendar.On(2027, 6, 30), "students": 40, "available": 30,
		}
	})
}
