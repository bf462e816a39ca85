package timetabling

import (
	"html/template"
	"io"

	"tongpin/internal/engine/timetable/plan"
)

// page is a whole document that needs nothing else, so that it can be sent and
// printed; a sheet begins a new page on paper.
var page = template.Must(template.New("timetable").Parse(`<!DOCTYPE html>
<html lang="{{.Lang}}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{.Title}}</title>
<style>
body { font-family: system-ui, sans-serif; line-height: 1.35; margin: 1.5rem; color: #1b1f24; }
h1 { font-size: 1.5rem; margin: 0 0 .75rem; }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1rem; padding: 0; margin: 0 0 1.5rem; list-style: none; }
a { color: #1d4f91; }
table { border-collapse: collapse; width: 100%; table-layout: fixed; margin-bottom: 2rem; }
caption { text-align: left; font-weight: 600; font-size: 1.15rem; padding: .5rem 0; }
th, td { border: 1px solid #c3c9d1; padding: .3rem .5rem; vertical-align: top; overflow-wrap: break-word; }
th { background: #eef1f5; }
tbody th { font-weight: normal; white-space: nowrap; }
tbody th small { display: block; color: #4b5563; }
td.held { background: #f4f8fd; }
td p { margin: 0 0 .3rem; }
td p:last-child { margin: 0; }
td span { color: #374151; display: inline-block; }
.hour { width: 6.5rem; }
.scroll { overflow-x: auto; }
@media print { nav { display: none; } .scroll { break-after: page; overflow: visible; } body { margin: 0; } }
@media screen and (max-width: 40rem) {
	body { margin: 1rem; }
	table { min-width: 44rem; }
	.hour { width: 5.2rem; }
	th.hour, tbody th { position: sticky; left: 0; font-size: .85rem; }
	caption { position: sticky; left: 0; width: 18rem; }
}
</style>
</head>
<body>
<h1>{{.Title}}</h1>
{{if gt (len .Sheets) 1}}<nav aria-label="{{.Contents}}"><ul>{{range $i, $s := .Sheets}}<li><a href="#sheet-{{$i}}">{{$s.Title}}</a></li>{{end}}</ul></nav>
{{end}}{{range $i, $s := .Sheets}}<div class="scroll" id="sheet-{{$i}}" tabindex="0" role="region" aria-label="{{.Title}}">
<table>
<caption>{{.Title}}</caption>
<thead><tr><th scope="col" class="hour">{{$.Hour}}</th>{{range $.Days}}<th scope="col">{{.}}</th>{{end}}</tr></thead>
<tbody>
{{range .Rows}}<tr><th scope="row">{{.Label}}<small>{{.Time}}</small></th>{{range .Cells}}<td{{if .Held}} class="held"{{end}}{{if gt .Span 1}} rowspan="{{.Span}}"{{end}}>{{range .Held}}<p><b>{{.Name}}</b>{{range .More}} <span>{{.}}</span>{{end}}</p>{{end}}</td>{{end}}</tr>
{{end}}</tbody>
</table>
</div>
{{end}}</body>
</html>
`))

// pageSheet is one table of the page.
type pageSheet struct {
	Title string
	Rows  []pageRow
}

type pageRow struct {
	Label, Time string
	Cells       []pageCell
}

// pageCell is one field of a table; it reaches down over Span periods.
type pageCell struct {
	Span int
	Held []pageSession
}

type pageSession struct {
	Name string
	More []string
}

func (v view) html(w io.Writer) error {
	data := struct {
		Lang, Title, Hour, Contents string
		Days                        []string
		Sheets                      []pageSheet
	}{
		string(v.words.Language()), v.words.T("timetable.view.title", "name", v.plan.Name),
		v.words.T("timetable.view.hour"), v.words.T("timetable.view.contents"), v.plan.Days, nil,
	}
	for _, k := range v.sheets {
		data.Sheets = append(data.Sheets, v.table(k))
	}
	return page.Execute(w, data)
}

func (v view) table(k plan.Sheet) pageSheet {
	out := pageSheet{Title: v.title(k), Rows: make([]pageRow, len(v.plan.Hours))}
	for h, hour := range v.plan.Hours {
		out.Rows[h].Label, out.Rows[h].Time = hour.Label, clockText(hour.From)+"\u2013"+clockText(hour.To)
	}
	for d := range v.plan.Days {
		for h := 0; h < len(v.plan.Hours); {
			c := v.field(k, d, h)
			out.Rows[h].Cells = append(out.Rows[h].Cells, c)
			h += c.Span
		}
	}
	return out
}

// field is what is held from a period on. A session that has its periods to
// itself takes one field; where several share some, each period has its own.
func (v view) field(k plan.Sheet, day, hour int) pageCell {
	first := day * len(v.plan.Hours)
	held := k.At(first + hour)
	c := pageCell{Span: 1}
	if len(held) == 1 && held[0].Period == first+hour {
		alone := func(h int) bool { return len(k.At(first+h)) == 1 }
		for c.Span < held[0].Length && alone(hour+c.Span) {
			c.Span++
		}
		if c.Span < held[0].Length {
			c.Span = 1
		}
	}
	for _, e := range held {
		parts := v.parts(e)
		c.Held = append(c.Held, pageSession{parts[0], parts[1:]})
	}
	return c
}
