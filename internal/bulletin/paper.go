package bulletin

import (
	"regexp"
	"strconv"
	"strings"

	"tongpin/internal/core/calendar"
	"tongpin/internal/core/fact"
	"tongpin/internal/core/metric"
	"tongpin/internal/insight"
	"tongpin/internal/platform/i18n"
)

// Paper is a bulletin ready to read, in its language: what pages, the Word
// document and the JSON document show.
type Paper struct {
	Bulletin Bulletin
	Series   string // "work bulletin"
	Number   string // "No. 1 of 2026"; says that it has none yet before publication
	Title    string
	Editor   string
	Period   string
	Date     string // of publication; empty before
	Sections []PaperSection
	Events   []PaperEvent
	Checks   []Equation
	Figures  []Bound  // every stated figure, once
	Typed    []string // quantities that no fact stands behind, each once
}

// PaperSection is one part of a paper.
type PaperSection struct {
	Heading string
	Blocks  []Block
}

// Block is a paragraph, or the table of one list of figures.
type Block struct {
	Runs  []Run
	Table *Table
}

// Run is a piece of a paragraph: plain text, or the words of bound figures.
type Run struct {
	Text    string
	Figures []Bound // empty for plain text
	Typed   bool    // plain text that states a quantity
}

// Table shows the values of a dimension with their sum.
type Table struct {
	Title string // name of the metric
	Part  string // name of the dimension
	Rows  []Bound
	Total string // empty where a value is not stated, or values don't add up
}

// PaperEvent is an event of the period.
type PaperEvent struct {
	On    string
	Runs  []Run
	Event Event
}

// Equation is a check between figures.
type Equation struct {
	Text  string // "799 + 275 = 1,074"
	Words string // "subsidised + not subsidised = all"
	Holds bool
}

// Bound is a figure in words.
type Bound struct {
	Figure metric.Figure
	Name   string // metric, slice
	Part   string // value of the dimension in words; empty for a total
	Text   string // number with its unit, or that it is of too few
	Hidden bool
}

// Render puts the numbers into the words. Metrics must be known; units are those
// in which they count.
func Render(l *i18n.Localizer, b Bulletin, n Numbers, find Metrics, units []string) Paper {
	r := renderer{l, b.Period, n, find, typedNumbers(l, units)}
	p := Paper{
		Bulletin: b, Series: l.Word("bulletin.series", string(b.Series)), Number: l.T("bulletin.number.none"),
		Title: b.Content.Title, Editor: b.Content.Editor, Period: PeriodWords(l, b.Period), Date: l.Value(b.PublishedOn),
	}
	if b.Issue > 0 {
		p.Number = l.T("bulletin.number", "year", PlainYear(b.PublishedOn), "issue", b.Issue)
	} else {
		p.Date = ""
	}
	for i, s := range b.Content.Sections {
		part := PaperSection{Heading: l.T("bulletin.ordinal."+strconv.Itoa(i+1)) + s.Heading}
		for _, line := range paragraphs(s.Text) {
			part.Blocks = append(part.Blocks, r.block(line))
		}
		p.Sections = append(p.Sections, part)
	}
	for _, e := range b.Content.Events {
		p.Events = append(p.Events, PaperEvent{On: l.Value(e.On), Runs: r.runs(e.Text), Event: e})
	}
	for _, line := range b.Content.Checks {
		p.Checks = append(p.Checks, r.equation(line))
	}
	for _, f := range n.Stated() {
		p.Figures = append(p.Figures, r.bound(f, false))
	}
	p.Typed = p.typedIn()
	return p
}

// renderer turns tokens into words.
type renderer struct {
	l      *i18n.Localizer
	period calendar.Period
	n      Numbers
	find   Metrics
	typed  *regexp.Regexp // nil: nothing is marked as typed
}

// block is a paragraph; a list that stands alone becomes a table.
func (r renderer) block(line string) Block {
	pieces, err := split(line)
	if err == nil && len(pieces) == 1 && pieces[0].token != nil && pieces[0].token.By != "" {
		if table := r.table(*pieces[0].token); len(table.Rows) > 0 {
			return Block{Table: &table}
		}
	}
	return Block{Runs: r.runs(line)}
}

func (r renderer) runs(line string) []Run {
	pieces, err := split(line)
	if err != nil {
		return []Run{{Text: line}} // an unfinished draft: refused when it is saved
	}
	var runs []Run
	for _, p := range pieces {
		switch {
		case p.token == nil:
			runs = append(runs, r.plain(p.text)...)
		default:
			runs = append(runs, r.run(*p.token))
		}
	}
	return runs
}

// run is a token in words: one figure, or a list "A 2, B 3".
func (r renderer) run(t Token) Run {
	list := r.n.of(t, r.period)
	if len(list) == 0 {
		return Run{Text: r.l.T("bulletin.token.none")}
	}
	hide, run := hidden(list), Run{}
	words := make([]string, len(list))
	for i, f := range list {
		b := r.bound(f, hide[i])
		run.Figures = append(run.Figures, b)
		words[i] = b.Text
		if t.By != "" {
			words[i] = r.l.T("bulletin.part", "part", b.Part, "number", b.Text)
		}
	}
	run.Text = strings.Join(words, r.l.T("bulletin.and"))
	return run
}

func (r renderer) table(t Token) Table {
	list := r.n.of(t, r.period)
	table := Table{Title: r.l.Word("metric", t.Key), Part: r.l.Word("dimension", t.By)}
	hide, sum := hidden(list), int64(0)
	for i, f := range list {
		table.Rows = append(table.Rows, r.bound(f, hide[i]))
		sum += f.Value
	}
	d, ok := r.find(t.Key)
	for _, h := range hide {
		ok = ok && !h
	}
	if ok && d.Measure == metric.Sum {
		table.Total = r.number(sum, d.Unit)
	}
	return table
}

// bound is one figure in words.
func (r renderer) bound(f metric.Figure, hide bool) Bound {
	b := Bound{Figure: f, Name: r.l.Word("metric", f.Key), Text: r.number(f.Value, f.Unit), Hidden: hide || small(f)}
	if f.Slice.Dimension != "" {
		b.Part = insight.DimensionWord(r.l, f.Key, f.Slice.Dimension, f.Slice.Value)
		b.Name = r.l.T("bulletin.sliced", "name", b.Name, "part", b.Part)
	}
	if f.Slice.Scope != fact.ScopeConsortium {
		b.Name = r.l.T("bulletin.sliced", "name", b.Name, "part", r.l.Word("enum.scope", f.Slice.Scope))
	}
	if f.Period != r.period {
		b.Name = r.l.T("bulletin.sliced", "name", b.Name, "part", PeriodWords(r.l, f.Period))
	}
	if b.Hidden {
		b.Text = r.l.T("bulletin.few")
	}
	return b
}

// number is a value with its unit; money is stated in yuan.
func (r renderer) number(value int64, unit string) string {
	if unit == "fen" {
		return r.l.T("bulletin.amount", "number", r.l.Yuan(value), "unit", r.l.Word("unit", "yuan"))
	}
	return r.l.T("bulletin.amount", "number", value, "unit", r.l.Word("unit", unit))
}

// equation is a check in words and in numbers.
func (r renderer) equation(line string) Equation {
	e, err := parseEquation(line, r.find)
	if err != nil {
		return Equation{Text: line}
	}
	left, hiddenLeft := r.side(e.left)
	right, hiddenRight := r.side(e.right)
	x := Equation{Holds: r.n.sum(e.left, r.period) == r.n.sum(e.right, r.period), Text: left + " = " + right}
	x.Words = r.names(e.left) + " = " + r.names(e.right)
	if hiddenLeft || hiddenRight {
		x.Text = r.l.T("bulletin.equation.hidden")
	}
	return x
}

// side are the numbers of a side, and whether one of them is not stated.
func (r renderer) side(tokens []Token) (text string, unstated bool) {
	var terms []string
	for _, t := range tokens {
		list := r.n.of(t, r.period)
		for i, hide := range hidden(list) {
			unstated = unstated || hide
			terms = append(terms, r.l.Value(list[i].Value))
		}
	}
	return strings.Join(terms, " + "), unstated
}

func (r renderer) names(tokens []Token) string {
	words := make([]string, len(tokens))
	for i, t := range tokens {
		words[i] = r.l.Word("metric", t.Key)
		switch {
		case t.By != "":
			words[i] = r.l.T("bulletin.sliced", "name", words[i], "part", r.l.T("bulletin.by", "dimension", r.l.Word("dimension", t.By)))
		case t.Dimension != "":
			words[i] = r.l.T("bulletin.sliced", "name", words[i], "part", insight.DimensionWord(r.l, t.Key, t.Dimension, t.Value))
		}
	}
	return strings.Join(words, " + ")
}
