package insight

import (
	"context"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/metric"
	"tongpin/internal/core/record"
)

// Row is one figure as `tongpin figures --json` prints it. Scope is
// "consortium" or "schools"; of one owner it is "schools:<organisation>".
// Dimensions is an object, empty for a total. Period is the period that was
// asked for, or ToDate. Published holds what bulletins stated otherwise.
type Row struct {
	Key        string            `json:"key"`
	Scope      string            `json:"scope"`
	Dimensions map[string]string `json:"dimensions"`
	Period     string            `json:"period"`
	Value      int64             `json:"value"`
	Unit       string            `json:"unit"`
	Facts      int64             `json:"facts"`
	Published  []PublishedRow    `json:"published,omitempty"`
}

// PublishedRow is a value that a bulletin stated for the same figure and that
// is another now.
type PublishedRow struct {
	Value int64  `json:"value"`
	In    string `json:"in"` // the number of the bulletin
}

// ToDate is the period of a row when none was asked for.
const ToDate = "to date"

// Report computes every figure that the actor may see, as rows with names.
func (s *Service) Report(ctx context.Context, a access.Actor, p calendar.Period) ([]Row, error) {
	figures, err := s.Figures(ctx, a, p)
	if err != nil {
		return nil, err
	}
	names, err := s.Names(ctx, Owners(figures))
	if err != nil {
		return nil, err
	}
	changed, err := s.Changed(ctx, figures)
	if err != nil {
		return nil, err
	}
	rows := make([]Row, len(figures))
	for i, f := range figures {
		rows[i] = rowOf(f, names)
		for _, c := range changed {
			if c.Key == f.Key && c.Slice == f.Slice {
				rows[i].Published = append(rows[i].Published, PublishedRow{c.Value, c.In})
			}
		}
	}
	return rows, nil
}

func rowOf(f metric.Figure, names map[record.ID]string) Row {
	row := Row{Key: f.Key, Scope: f.Slice.Scope, Dimensions: map[string]string{}, Period: f.Period.Name, Value: f.Value, Unit: f.Unit, Facts: f.Facts}
	if row.Period == "" {
		row.Period = ToDate
	}
	if f.Slice.Owner != "" {
		row.Scope += ":" + names[f.Slice.Owner]
	}
	if f.Slice.Dimension != "" {
		row.Dimensions[f.Slice.Dimension] = f.Slice.Value
	}
	return row
}

// Owners lists the owners of figures, each once.
func Owners(figures []metric.Figure) []record.ID {
	var ids []record.ID
	seen := map[record.ID]bool{}
	for _, f := range figures {
		if f.Slice.Owner != "" && !seen[f.Slice.Owner] {
			seen[f.Slice.Owner] = true
			ids = append(ids, f.Slice.Owner)
		}
	}
	return ids
}
