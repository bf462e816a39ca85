package boardweb

import (
	"strconv"
	"strings"

	"tongpin/internal/board"
	"tongpin/internal/core/fact"
	"tongpin/internal/core/metric"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web/ui"
)

// drawing is a board in the words of a reader.
type drawing struct {
	b      board.Board
	l      *i18n.Localizer
	figure func(key, period string) string // nil: nothing is led to
}

func (d drawing) link(key string) string {
	if d.figure == nil {
		return ""
	}
	return d.figure(key, d.b.Year.Name)
}

func (d drawing) year() string { return strconv.Itoa(d.b.Year.From.Year) }

// amount is a value with its unit; one that is not stated says so.
func (d drawing) amount(value int64, unit string) string {
	if value == board.Hidden {
		return d.l.T("board.few")
	}
	return d.l.T("board.amount", "number", value, "unit", d.l.Word("unit", unit))
}

// stages are the way from order to employment.
func (d drawing) stages() []ui.Stage {
	list := make([]ui.Stage, len(d.b.Way))
	for i, f := range d.b.Way {
		list[i] = ui.Stage{Text: d.l.T(board.StageText(f.Key)), Figure: d.l.Number(f.Value), Note: d.l.Word("unit", f.Unit), Path: d.link(f.Key)}
		if f.Value == board.Hidden {
			list[i].Figure = d.l.T("board.few")
		}
	}
	return list
}

func (d drawing) cards() []ui.KPI {
	list := make([]ui.KPI, len(d.b.Cards))
	for i, f := range d.b.Cards {
		list[i] = ui.KPI{
			Text: d.l.Word("metric", f.Key), Figure: d.l.Number(f.Value), Unit: d.l.Word("unit", f.Unit), Path: d.link(f.Key),
			Note: d.note(f), Wording: d.l.Word("metric", f.Key+".wording"),
		}
		if f.Value == board.Hidden {
			list[i].Figure, list[i].Unit = d.l.T("board.few"), ""
		}
	}
	return list
}

// note names the days that count, and the scope of a card where there are
// several.
func (d drawing) note(f metric.Figure) string {
	if f.Slice.Scope == fact.ScopeConsortium {
		return d.span(f.Key)
	}
	return d.l.Word("enum.scope", f.Slice.Scope) + " \u00b7 " + d.span(f.Key)
}

// span says which days a metric counts: the year, or for a stock all up to its
// last day, but no further than today.
func (d drawing) span(key string) string {
	switch {
	case !d.b.Stocks[key]:
		return d.l.T("board.year", "year", d.year())
	case d.b.Year.To.Before(d.b.Today):
		return d.l.T("figure.stock_until", "day", d.l.Date(i18n.Day(d.b.Year.To)))
	}
	return d.l.T("figure.stock_today")
}

// chart is one chart in words: what the script draws, the table shows and the
// text alternative says.
type chart struct {
	id, title, summary string
	span               string // the days that count
	head               string // of the labels
	labels             []string
	series             []series
	data               spec
}

type series struct {
	name, path string
	values     []string
}

// spec is what the script is given.
type spec struct {
	Form   board.Form   `json:"form"`
	Labels []string     `json:"labels"`
	Series []specSeries `json:"series"`
}

type specSeries struct {
	Name   string   `json:"name"`
	Unit   string   `json:"unit"`
	Values []*int64 `json:"values"` // null where it is not stated
}

func (d drawing) charts() []chart {
	list := make([]chart, len(d.b.Charts))
	for i, c := range d.b.Charts {
		list[i] = d.chart(c)
	}
	return list
}

func (d drawing) chart(c board.Chart) chart {
	x := chart{id: "chart-" + c.Key, title: d.l.T("board.chart." + c.Key), span: d.span(c.Series[0].Metric), head: d.l.T("board.month"), data: spec{Form: c.Form}}
	if c.Dimension != "" {
		x.head = d.l.Word("dimension", c.Dimension)
	}
	for _, label := range c.Labels {
		x.labels = append(x.labels, d.label(c, label))
	}
	x.data.Labels = x.labels
	for _, s := range c.Series {
		y := series{name: d.l.Word("metric", s.Metric), path: d.link(s.Metric)}
		for _, v := range s.Values {
			y.values = append(y.values, d.amount(v, s.Unit))
		}
		x.series = append(x.series, y)
		x.data.Series = append(x.data.Series, specSeries{y.name, d.l.Word("unit", s.Unit), stated(s.Values)})
	}
	x.summary = d.summary(x, c)
	return x
}

func (d drawing) label(c board.Chart, label string) string {
	if c.Dimension == "" {
		n, _ := strconv.Atoi(strings.TrimLeft(label[len("2026-"):], "0"))
		return d.l.T("board.month.short", "month", n)
	}
	return c.Word(d.l, label)
}

// stated leaves out the values that are not stated.
func stated(values []int64) []*int64 {
	list := make([]*int64, len(values))
	for i, v := range values {
		if v != board.Hidden {
			list[i] = &v
		}
	}
	return list
}

// summary says in words what the chart shows: of each series its sum, or of
// parts the largest.
func (d drawing) summary(x chart, c board.Chart) string {
	var words []string
	for i, s := range c.Series {
		var sum int64
		for _, v := range s.Values {
			sum += max(v, 0)
		}
		words = append(words, d.l.T("board.summary.sum", "name", x.series[i].name, "sum", d.amount(sum, s.Unit)))
	}
	if c.Form == board.Rows {
		words = nil
		for i, v := range c.Series[0].Values[:min(3, len(c.Labels))] {
			words = append(words, d.l.T("board.summary.part", "part", x.labels[i], "value", d.amount(v, c.Series[0].Unit)))
		}
	}
	return d.l.T("board.summary", "title", x.title, "words", strings.Join(words, d.l.T("board.and")))
}
