package app

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"tongpin/internal/app/declared"
	"tongpin/internal/app/disk"
	"tongpin/internal/app/terminal"
	"tongpin/internal/bulletin"
	"tongpin/internal/bulletin/bulletinweb"
	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/consortium"
	"tongpin/internal/core/document"
	"tongpin/internal/core/metric"
	"tongpin/internal/core/search"
	"tongpin/internal/engine/seal"
	"tongpin/internal/insight"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/sealing"
)

// Figures prints every metric of a consortium, computed from its facts.
func (Program) Figures(ctx context.Context, o FiguresOptions) error {
	period, err := calendar.ParsePeriod(o.Period)
	if err != nil {
		return fault.Wrong("period", o.Period, "app.period")
	}
	h, c, ctx, err := enter(ctx, o.Base, o.Consortium)
	if err != nil {
		return err
	}
	defer h.Close()
	rows, err := h.Insight.Report(ctx, access.Robot(c.ID), period)
	if err != nil {
		return err
	}
	if o.JSON {
		e := json.NewEncoder(o.Out)
		e.SetEscapeHTML(false)
		e.SetIndent("", "  ")
		if rows == nil {
			rows = []insight.Row{}
		}
		return e.Encode(rows)
	}
	return table(o, rows)
}

// table prints the rows in columns. Keys of figures and dimensions stay as they are
// written in bulletins; what they mean stands beside them.
func table(o FiguresOptions, rows []insight.Row) error {
	l, err := words()
	if err != nil {
		return err
	}
	cells := [][]string{nil}
	for _, head := range []string{"figure", "title", "scope", "dimension", "period", "value", "unit", "facts"} {
		cells[0] = append(cells[0], l.Word("app.figures", head))
	}
	for _, r := range rows {
		var dims []string
		for _, name := range slices.Sorted(maps.Keys(r.Dimensions)) {
			dims = append(dims, name+"="+r.Dimensions[name])
		}
		cells = append(cells, []string{
			r.Key, l.Word("metric", r.Key), r.Scope, strings.Join(dims, " "), r.Period,
			strconv.FormatInt(r.Value, 10), l.Word("unit", r.Unit), strconv.FormatInt(r.Facts, 10),
		})
	}
	var b strings.Builder
	terminal.Align(&b, cells)
	_, err = io.WriteString(o.Out, b.String())
	return err
}

// CheckRollups compares the rollups of figures with the facts and names each
// difference; one is enough to fail.
func (Program) CheckRollups(ctx context.Context, o RollupsOptions) error {
	return eachConsortium(ctx, o, func(ctx context.Context, h *House, c consortium.Consortium) error {
		list, err := h.Insight.Compare(ctx)
		if err != nil {
			return err
		}
		for _, d := range list {
			if err := difference(o.Out, c.Key, d); err != nil {
				return err
			}
		}
		if len(list) > 0 {
			return fault.New(fault.Refused, "app.rollups.differ", "key", c.Key, "n", len(list))
		}
		return say(o.Out, "app.rollups.same", "key", c.Key)
	})
}

// RebuildRollups builds the rollups of figures anew from the facts, and the
// index of words from the records.
func (Program) RebuildRollups(ctx context.Context, o RollupsOptions) error {
	return eachConsortium(ctx, o, func(ctx context.Context, h *House, c consortium.Consortium) error {
		built, err := h.Insight.Rebuild(ctx)
		if err == nil {
			err = say(o.Out, "app.rollups.built", "key", c.Key, "n", len(built))
		}
		if err == nil {
			err = search.Rebuild(ctx, h.DB, declared.Searched()...)
		}
		if err == nil {
			err = say(o.Out, "app.rollups.words", "key", c.Key, "n", len(declared.Searched()))
		}
		return err
	})
}

// eachConsortium does a step in the consortium that the options name, or in all
// of them; a fault in one does not keep it from the next.
func eachConsortium(ctx context.Context, o RollupsOptions, step func(context.Context, *House, consortium.Consortium) error) error {
	h, err := open(ctx, o.Base)
	if err != nil {
		return err
	}
	defer h.Close()
	var list []consortium.Consortium
	if o.Consortium != "" {
		c, _, err := h.Consortium(ctx, o.Consortium)
		if err != nil {
			return err
		}
		list = append(list, c)
	} else if list, err = h.Consortia(ctx); err != nil {
		return err
	}
	var faults fault.List
	for _, c := range list {
		if err := step(db.In(ctx, c.ID), h, c); err != nil {
			if len(fault.All(err)) == 0 {
				return err
			}
			faults.Append(err)
		}
	}
	return faults.Err()
}

// difference says in which way rollups and facts of a consortium differ.
func difference(w io.Writer, key string, d metric.Difference) error {
	if d.Problem != metric.Wrong {
		return say(w, "app.rollups."+string(d.Problem), "key", key, "figure", d.Key)
	}
	s, parts := d.Cell.Slice, []string{d.Key, d.Cell.Slice.Scope}
	if s.Owner != "" {
		parts = append(parts, "owner="+string(s.Owner))
	}
	if s.Dimension != "" {
		parts = append(parts, s.Dimension+"="+s.Value)
	}
	return say(w, "app.rollups.wrong", "key", key, "slice", strings.Join(parts, " "), "grain", string(d.Cell.Grain), "on", fmt.Sprint(d.Cell.On),
		"kept", fmt.Sprint(d.Kept.Values), "kept_facts", d.Kept.Facts, "kept_reversals", d.Kept.Reversals,
		"counted", fmt.Sprint(d.Counted.Values), "counted_facts", d.Counted.Facts, "counted_reversals", d.Counted.Reversals)
}

// prover lets bulletins prove their figures by the sealed log.
type prover struct{ sealing *sealing.Service }

// Prove implements bulletin.Prover.
func (p prover) Prove(ctx context.Context, asks []bulletin.Ask, paper []byte) (bulletin.Proof, error) {
	list := make([]sealing.Ask, len(asks))
	for i, a := range asks {
		list[i] = sealing.Ask{Definition: a.Definition, Slice: a.Slice, Period: a.Period}
	}
	b, err := p.sealing.Prove(ctx, list, paper)
	if err != nil {
		return bulletin.Proof{}, err
	}
	head, err := seal.UncheckedHead(b.Head)
	if err != nil {
		return bulletin.Proof{}, err
	}
	proof := bulletin.Proof{HeadSize: head.Size}
	for _, f := range b.Figures {
		proof.Values = append(proof.Values, f.Value)
	}
	proof.Bundle, err = json.Marshal(b)
	return proof, err
}

// Bulletin prints the paper of a period: the published one, else the draft, else
// one in the usual wording.
func (Program) Bulletin(ctx context.Context, o BulletinOptions) error {
	period, err := calendar.ParsePeriod(o.Period)
	if err != nil {
		return fault.Wrong("period", o.Period, "bulletin.period")
	}
	h, c, ctx, err := enter(ctx, o.Base, o.Consortium)
	if err != nil {
		return err
	}
	defer h.Close()
	robot := access.Robot(c.ID)
	b, err := h.Bulletins.Current(ctx, robot, period, i18n.Chinese)
	if err != nil {
		return err
	}
	text, kept, err := h.paper(ctx, robot, o, b)
	if err != nil {
		return err
	}
	if o.To == "" {
		_, err = o.Out.Write(text)
	} else {
		err = disk.WriteWhole(o.To, func(w io.Writer) error {
			_, err := w.Write(text)
			return err
		})
	}
	if err != nil {
		return err
	}
	return h.stands(ctx, b, kept)
}

// stands tells whether the facts behind a published paper are still as they were
// sealed, by the document that is kept of it. The paper itself is what was
// published, whatever they say now.
func (h *House) stands(ctx context.Context, b bulletin.Bulletin, kept []byte) error {
	if b.State != bulletin.Published {
		return nil
	}
	v, err := sealing.VerifyFile(kept, sealing.Trust{})
	if err == nil {
		err = h.Sealing.Confirm(ctx, v.Bundle)
	}
	if !fault.Is(err, fault.Refused) {
		return err
	}
	wrong := fault.List{fault.Refuse("app.bulletin.changed", "number", b.Number())}
	wrong.Append(err)
	return wrong.Err()
}

// paper is a paper in a format, and the document that is kept of it, if one is.
func (h *House) paper(ctx context.Context, robot access.Actor, o BulletinOptions, b bulletin.Bulletin) (text, kept []byte, err error) {
	asJSON := o.Format == "json"
	if asJSON || b.State == bulletin.Published {
		if kept, err = h.Bulletins.Document(ctx, robot, b); err != nil || asJSON {
			return kept, kept, err
		}
	}
	p, err := h.Bulletins.Paper(ctx, robot, b)
	if err != nil {
		return nil, nil, err
	}
	texts := h.Catalogue.In(i18n.Language(b.Content.Language))
	if o.Format == "html" {
		text, err = bulletinweb.HTML(ctx, p, texts)
		return text, kept, err
	}
	template, err := wordTemplate(o.Data, "bulletin.docx", document.Bulletin, document.BulletinShape())
	if err != nil {
		return nil, nil, err
	}
	text, err = bulletinweb.Word(template, p, texts)
	return text, kept, err
}
