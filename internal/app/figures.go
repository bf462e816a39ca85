package app

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/insight"
	"tongpin/internal/platform/fault"
)

// Figures prints every metric of a consortium, computed from its facts.
func (Program) Figures(ctx context.Context, o FiguresOptions) error {
	period, err := calendar.ParsePeriod(o.Period)
	if err != nil {
		return fault.Wrong("period", o.Period, "app.period")
	}
	h, err := open(ctx, o.Base)
	if err != nil {
		return err
	}
	defer h.Close()
	c, ctx, err := h.Consortium(ctx, o.Consortium)
	if err != nil {
		return err
	}
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

// table prints the figures for people.
func table(o FiguresOptions, rows []insight.Row) error {
	w := tabwriter.NewWriter(o.Out, 2, 4, 2, ' ', 0)
	fmt.Fprintln(w, "FIGURE\tSCOPE\tDIMENSION\tPERIOD\tVALUE\tUNIT\tFACTS")
	for _, r := range rows {
		var dims []string
		for _, name := range slices.Sorted(maps.Keys(r.Dimensions)) {
			dims = append(dims, name+"="+r.Dimensions[name])
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%d\t%s\t%d\n", r.Key, r.Scope, strings.Join(dims, " "), r.Period, r.Value, r.Unit, r.Facts)
	}
	return w.Flush()
}
