package sheet

import (
	"math"
	"strconv"
	"strings"

	"tongpin/internal/core/sheet/ooxml"
)

// cell turns the value of a cell into what a person sees in it.
func (w *workbook) cell(value string, kind byte, style int) rawCell {
	switch kind {
	case 's':
		i, err := strconv.Atoi(value)
		text, ok := w.shared.at(i)
		if value != "" && (err != nil || !ok) {
			return rawCell{text: value, kind: errorCell}
		}
		return rawCell{text: text}
	case 't':
		return rawCell{text: unescapeControls(value)}
	case 'b':
		return rawCell{text: value}
	case 'd':
		return rawCell{text: value}
	case 'e':
		return rawCell{text: value, kind: errorCell}
	}
	return w.number(value, style)
}

// number writes a number without exponent, and as a date if the cell shows one.
func (w *workbook) number(value string, style int) rawCell {
	if value == "" {
		return rawCell{}
	}
	shown := plainNumber
	if style > 0 && style < len(w.dates) {
		shown = w.dates[style]
	}
	if shown == plainNumber && allDigits(value) && len(value) <= 15 {
		return rawCell{text: value, kind: numberCell}
	}
	f, err := strconv.ParseFloat(value, 64)
	if err != nil || math.IsInf(f, 0) || math.IsNaN(f) {
		return rawCell{text: value, kind: errorCell}
	}
	if shown != plainNumber {
		if t, ok := serialTime(f, w.epoch1904); ok {
			return rawCell{text: t.Format(shown.layout(f))}
		}
	}
	if f == math.Trunc(f) && math.Abs(f) < 1e18 {
		c := rawCell{text: strconv.FormatInt(int64(f), 10), kind: numberCell}
		if math.Abs(f) >= 1e15 {
			c.kind = roundedCell
		}
		return c
	}
	short, _ := strconv.ParseFloat(strconv.FormatFloat(f, 'g', 15, 64), 64)
	return rawCell{text: strconv.FormatFloat(short, 'f', -1, 64), kind: numberCell}
}

func allDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

// dateStyle is how a cell shows its number.
type dateStyle uint8

const (
	plainNumber dateStyle = iota
	asDate
	asTime
)

// layout is how the number is written for us: the date alone if there is no
// time of day in it.
func (d dateStyle) layout(f float64) string {
	switch {
	case d == asTime && f < 1:
		return "15:04"
	case f == math.Trunc(f):
		return "2006-01-02"
	}
	return "2006-01-02 15:04"
}

// dateStyles tells for each style of cells whether it shows a date.
func dateStyles(p *ooxml.Package, part string) ([]dateStyle, error) {
	custom := map[string]dateStyle{}
	var styles []dateStyle
	inCells := false
	err := p.Each(part, func(t ooxml.Token) error {
		switch {
		case t.Is("cellXfs"):
			inCells = t.Kind == ooxml.Start && !t.Empty
		case t.Kind != ooxml.Start:
		case t.Is("numFmt"):
			custom[t.Attr("numFmtId")] = formatStyle(t.Attr("formatCode"))
		case t.Is("xf") && inCells:
			id := t.Attr("numFmtId")
			style, known := custom[id]
			if !known {
				n, _ := strconv.Atoi(id)
				style = builtinStyle(n)
			}
			styles = append(styles, style)
		}
		return nil
	})
	return styles, err
}

// builtinStyle knows the formats that have a number only; 27 to 58 are those
// of East Asian editions.
func builtinStyle(id int) dateStyle {
	switch {
	case id >= 14 && id <= 17, id == 22, id >= 27 && id <= 31, id == 36, id >= 50 && id <= 54, id == 57, id == 58:
		return asDate
	case id >= 18 && id <= 21, id >= 32 && id <= 35, id >= 45 && id <= 47, id == 55, id == 56:
		return asTime
	}
	return plainNumber
}

// formatStyle looks for the letters of dates outside of quotes and brackets.
func formatStyle(code string) dateStyle {
	var bare strings.Builder
	var until rune
	skip := false
	for _, r := range strings.ToLower(code) {
		switch {
		case skip:
			skip = false
		case until != 0:
			if r == until {
				until = 0
			}
		case r == '"':
			until = '"'
		case r == '[':
			until = ']'
		case r == '\\' || r == '_' || r == '*':
			skip = true
		default:
			bare.WriteRune(r)
		}
	}
	letters := strings.ReplaceAll(bare.String(), "general", "")
	switch {
	case strings.ContainsAny(letters, "yd"), strings.Contains(letters, "m") && !strings.ContainsAny(letters, "hs#0"):
		return asDate
	case strings.ContainsAny(letters, "hs"):
		return asTime
	}
	return plainNumber
}
