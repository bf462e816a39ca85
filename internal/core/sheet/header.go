package sheet

import (
	"strings"

	"tongpin/internal/platform/fault"
)

// Titles of columns that the program adds and an import passes over.
const (
	reasonTitle  = "sheet.column.reason"
	notesMarker  = "sheet.marker.notes"
	sampleMarker = "sheet.marker.sample"
)

// heading joins a layout with the header that was found in a file.
type heading struct {
	layout  Layout
	titles  []string            // of the layout's columns, in the first language
	index   map[string]int      // key -> column of the layout
	options []map[string]string // by column: folded text -> option
	shown   [][]string          // by column: texts of the options, in the first language
	flags   map[string]bool     // folded text -> yes or no
	names   map[string]int      // folded header -> column of the layout; ignored is -1
	marks   []string            // beginnings of rows to pass over
	columns []int               // column of the sheet -> column of the layout
	match   []int               // columns of the layout that make the key
}

const (
	ignored  = -1 // a column that the program added
	nameless = -2 // a column without a header
)

func newHeading(l Layout, langs []Texts) *heading {
	h := &heading{layout: l, index: map[string]int{}, names: map[string]int{}, flags: map[string]bool{}}
	for _, word := range []string{"yes", "y", "true", "1", "\u221a", "\u2713", "\u2714"} {
		h.flags[word] = true
	}
	for _, word := range []string{"no", "n", "false", "0", "\u00d7", "x"} {
		h.flags[word] = false
	}
	for _, t := range langs {
		h.names[fold(t.T(reasonTitle))] = ignored
		h.flags[fold(t.T("sheet.flag.yes"))] = true
		h.flags[fold(t.T("sheet.flag.no"))] = false
		h.marks = append(h.marks, t.T(notesMarker), t.T(sampleMarker))
	}
	for i, c := range l.Columns {
		h.index[c.Key] = i
		h.titles = append(h.titles, l.Title(c, langs[0]))
		for name := range l.names(c, langs) {
			h.names[name] = i
		}
		h.addOptions(c, langs)
		if c.Match {
			h.match = append(h.match, i)
		}
	}
	return h
}

func (h *heading) addOptions(c Column, langs []Texts) {
	accepted := map[string]string{}
	shown := make([]string, len(c.Options))
	for i, option := range c.Options {
		accepted[fold(option)] = option
		for _, t := range langs {
			accepted[fold(c.label(option, t))] = option
		}
		shown[i] = c.label(option, langs[0])
	}
	h.options = append(h.options, accepted)
	h.shown = append(h.shown, shown)
}

// optionText lists the options of a column for a message.
func (h *heading) optionText(i int) string {
	const most = 12
	shown := h.shown[i]
	if len(shown) > most {
		return strings.Join(shown[:most], " / ") + " \u2026"
	}
	return strings.Join(shown, " / ")
}

// known counts the headers that the row holds.
func (h *heading) known(r rawRow) int {
	n := 0
	for _, c := range r.cells {
		if i, is := h.names[fold(c.text)]; is && i >= 0 && c.text != "" {
			n++
		}
	}
	return n
}

// take reads the row as the header. All that is wrong with it comes in one list.
func (h *heading) take(r rawRow) error {
	var unknown, twice, uploaded []string
	seen := make([]bool, len(h.layout.Columns))
	h.columns = make([]int, len(r.cells))
	for at, c := range r.cells {
		title := strings.TrimSpace(clean(c.text))
		i, is := h.names[fold(title)]
		switch {
		case title == "":
			i = nameless
		case !is:
			unknown, i = append(unknown, title), nameless
		case i >= 0 && seen[i]:
			twice = append(twice, title)
		case i >= 0:
			seen[i] = true
		}
		h.columns[at] = i
		if title != "" {
			uploaded = append(uploaded, shorten(title))
		}
	}
	var missing []string
	for i, c := range h.layout.Columns {
		if c.Required && !seen[i] {
			missing = append(missing, h.titles[i])
		}
	}
	return headerFaults(missing, unknown, twice, uploaded)
}

func headerFaults(missing, unknown, twice, uploaded []string) error {
	const most = 30
	if len(uploaded) > most {
		uploaded = append(uploaded[:most:most], "\u2026")
	}
	var l fault.List
	add := func(key string, names []string) {
		if len(names) > 0 {
			if len(names) > most {
				names = append(names[:most:most], "\u2026")
			}
			l = append(l, fault.New(fault.Invalid, key,
				"columns", strings.Join(names, ", "), "uploaded", strings.Join(uploaded, ", ")))
		}
	}
	add("sheet.header.missing", missing)
	add("sheet.header.unknown", unknown)
	add("sheet.header.twice", twice)
	return l.Err()
}

// passedOver tells whether the row is the notes row or the sample of a template.
func (h *heading) passedOver(r rawRow) bool {
	for _, c := range r.cells {
		if c.text == "" {
			continue
		}
		for _, mark := range h.marks {
			if strings.HasPrefix(strings.TrimSpace(c.text), mark) {
				return true
			}
		}
	}
	return false
}
