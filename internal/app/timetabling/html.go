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
body { font-family: system-ui, sans-serif; margin: 1rem; color: #1b1f24; }
table { border-collapse: collapse; width: 100%; table-layout: fixed; margin-bottom: 2rem; }
caption { text-align: left; font-weight: 600; font-size: 1.2rem; padding: .5rem 0; }
th, td { border: 1px solid #6b7280; padding: .3rem .4rem; vertical-align: top; overflow-wrap: anywhere; }
th { background: #eef1f5; }
tbody th { font-weight: normal; }
td p { margin: 0 0 .2rem; }
.hour { width: 7rem; }
.scroll { overflow-x: auto; }
@media print { table { break-after: page; } body { margin: 0; } }
@media (max-width: 40rem) { table { min-width: 40rem; } }
</style>
</head>
<body>
<h1>{{.Title}}</h1>
{{range .Sheets}}<div class="scroll" tabindex="0" role="region" aria-label="{{.Title}}">
<table>
<caption>{{.Title}}</caption>
<thead><tr><th scope="col" class="hour">{{$.Hour}}</th>{{range $.Days}}<th scope="col">{{.}}</th>{{end}}</tr></thead>
<tbody>
{{range .Rows}}<tr><th scope="row">{{.Label}}<br>{{.Time}}</th>{{range .Cells}}<td>{{range .}}<p>{{.}}</p>{{end}}</td>{{end}}</tr>
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
	Cells       [][]string
}

func (v view) html(w io.Writer) error {
	data := struct {
		Lang, Title, Hour string
		Days              []string
		Sheets            []pageSheet
	}{string(v.words.Language()), v.words.T("timetable.view.title", "name", v.plan.Name), v.words.T("timetable.view.hour"), v.plan.Days, nil}
	for _, k := range v.sheets {
		data.Sheets = append(data.Sheets, v.table(k))
	}
	return page.Execute(w, data)
}

func (v view) table(k plan.Sheet) pageSheet {
	out := pageSheet{Title: v.title(k)}
	for h, hour := range v.plan.Hours {
		row := pageRow{Label: hour.Label, Time: clockText(hour.From) + "\u2013" + clockText(hour.To)}
		for d := range v.plan.Days {
			row.Cells = append(row.Cells, v.cell(k, d*len(v.plan.Hours)+h))
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}
