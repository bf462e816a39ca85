package subsidyweb

import (
	"bytes"
	"context"
	"encoding/csv"
	"net/http"
	"strings"

	"tongpin/internal/core/access"
	"tongpin/internal/core/code"
	"tongpin/internal/core/file"
	"tongpin/internal/core/money"
	"tongpin/internal/core/record/recordweb"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web/form"
	"tongpin/internal/platform/web/ui"
	"tongpin/internal/subsidy"
)

// moneyItems are what is to be paid, to whom, and who approved it.
func moneyItems(ctx context.Context, v view) []ui.Item {
	l, m := i18n.From(ctx), v.d.Claim
	items := []ui.Item{
		{Term: l.T("subsidy.field.due"), Value: ui.Yuan(int64(m.Due))},
		{Term: l.T("subsidy.field.persons"), Value: ui.Number(v.d.Persons())},
	}
	if m.Holder != "" && m.Account != "" {
		items = append(items, ui.Item{Term: l.T("subsidy.field.payee"), Value: ui.Titled(ui.Link{Text: m.Holder}, m.Bank+" "+code.MaskAccount(m.Account))})
	}
	if subsidy.Insider(v.actor) {
		for _, x := range m.Approvals {
			items = append(items, ui.Item{Term: l.T("subsidy.field.approved_by"), Value: ui.Titled(ui.Link{Text: x.Name}, l.Word("enum.role", string(x.Role))+" \u00b7 "+l.Value(x.At))})
		}
	}
	if !m.PaidOn.Zero() {
		items = append(
			items, ui.Item{Term: l.T("subsidy.field.paid"), Value: ui.Yuan(int64(m.Paid))},
			ui.Item{Term: l.T("subsidy.field.paid_on"), Value: ui.Date(m.PaidOn)}, ui.Field(l.T("subsidy.field.reference"), m.Reference),
			ui.Item{Term: l.T("subsidy.field.back"), Value: ui.Yuan(int64(m.Back))},
		)
	}
	return items
}

// payFile sends the bank's file of a claim: a CSV in UTF-8 with a mark at its
// beginning, which spreadsheets need to read Chinese. It is posted, because it
// leaves a trace.
func (p *Pages) payFile(w http.ResponseWriter, r *http.Request) error {
	v, err := form.Decode(r)
	if err != nil {
		return err
	}
	t, err := recordweb.Target(r, v)
	if err != nil {
		return err
	}
	ctx := r.Context()
	rows, err := p.service.PayFile(ctx, access.Must(ctx), t, i18n.T(ctx, "subsidy.payfile.purpose"))
	if err != nil {
		return err
	}
	content, err := bankFile(ctx, rows)
	if err != nil {
		return err
	}
	return file.Send(w, "payment-"+rows[0].Claim.Number+".csv", "text/csv; charset=utf-8", content)
}

// bankFile is the content of the bank's file. Account numbers carry a mark that
// keeps spreadsheets from taking them for numbers.
func bankFile(ctx context.Context, rows []subsidy.Payee) ([]byte, error) {
	l := i18n.From(ctx)
	b := bytes.NewBufferString("\ufeff")
	c := csv.NewWriter(b)
	head := []string{"number", "holder", "account", "bank", "amount", "purpose"}
	for i, key := range head {
		head[i] = l.T("subsidy.payfile." + key)
	}
	if err := c.Write(head); err != nil {
		return nil, err
	}
	for _, x := range rows {
		err := c.Write([]string{x.Claim.Number, harmless(x.Name), "\t" + x.Account, harmless(x.Bank), strings.ReplaceAll(money.Fen(x.Amount).Yuan(), ",", ""), harmless(x.Claim.ClassName)})
		if err != nil {
			return nil, err
		}
	}
	c.Flush()
	return b.Bytes(), c.Error()
}

// harmless keeps a spreadsheet from taking a text for a formula.
func harmless(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t", rune(s[0])) {
		return "'" + s
	}
	return s
}
