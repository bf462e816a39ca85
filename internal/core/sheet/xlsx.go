package sheet

import (
	"io"
	"strconv"
	"strings"

	"tongpin/internal/core/sheet/ooxml"
	"tongpin/internal/platform/fault"
)

// workbook is what must be known of an .xlsx file before its rows are read.
type workbook struct {
	pack      *ooxml.Package
	sheet     string // part of the first visible sheet
	epoch1904 bool
	shared    sharedStrings
	dates     []dateStyle // by style of a cell
}

// openXLSX checks the parts of the file and prepares its first visible sheet.
func openXLSX(r io.ReaderAt, size int64) (source, bool, error) {
	pack, err := ooxml.Open(r, size, packageLimits)
	if err != nil {
		return nil, false, err
	}
	if err := admitWorkbook(pack); err != nil {
		return nil, false, err
	}
	w := &workbook{pack: pack}
	if err := w.load(); err != nil {
		return nil, false, err
	}
	body, err := pack.Open(w.sheet)
	if err != nil {
		return nil, false, err
	}
	return &xlsxRows{book: w, body: body, scan: ooxml.NewScanner(body)}, w.epoch1904, nil
}

// admitWorkbook refuses what Excel would run or fetch.
func admitWorkbook(p *ooxml.Package) error {
	if !p.Has("[Content_Types].xml") {
		return fault.Refuse("file.format")
	}
	err := p.Each("[Content_Types].xml", func(t ooxml.Token) error {
		if kind := strings.ToLower(t.Attr("ContentType")); strings.Contains(kind, "macroenabled") || strings.Contains(kind, "vbaproject") {
			return fault.Refuse("file.macro")
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, prefix := range []string{"xl/externallinks/", "xl/connections", "xl/querytables/"} {
		if names := p.Names(prefix); len(names) > 0 {
			return fault.Refuse("file.external", "target", names[0])
		}
	}
	return p.RefuseOutside()
}

func (w *workbook) load() error {
	main := ""
	top, err := w.pack.Relations("")
	if err != nil {
		return err
	}
	for _, rel := range top {
		if rel.Type == "officeDocument" {
			main = rel.Target
		}
	}
	rels, err := w.pack.Relations(main)
	if err != nil {
		return err
	}
	id, err := w.firstSheet(main)
	if err != nil {
		return err
	}
	for _, rel := range rels {
		switch {
		case rel.External:
		case rel.Type == "worksheet" && rel.ID == id:
			w.sheet = rel.Target
		case rel.Type == "sharedStrings":
			err = w.shared.load(w.pack, rel.Target)
		case rel.Type == "styles":
			w.dates, err = dateStyles(w.pack, rel.Target)
		}
		if err != nil {
			return err
		}
	}
	if w.sheet == "" {
		return fault.Refuse("file.format")
	}
	return nil
}

// firstSheet finds the relation of the first sheet that a person sees.
func (w *workbook) firstSheet(main string) (string, error) {
	if main == "" || !w.pack.Has(main) {
		return "", fault.Refuse("file.format")
	}
	id := ""
	err := w.pack.Each(main, func(t ooxml.Token) error {
		switch {
		case t.Kind != ooxml.Start:
		case t.Is("workbookPr"):
			flag := t.Attr("date1904")
			w.epoch1904 = flag == "1" || flag == "true"
		case t.Is("sheet") && id == "" && !strings.Contains(strings.ToLower(t.Attr("state")), "hidden"):
			id = t.Attr("id")
		}
		return nil
	})
	return id, err
}

// sharedStrings holds the texts that cells refer to by number, in one string.
type sharedStrings struct {
	all  string
	ends []uint32
}

func (s *sharedStrings) at(i int) (string, bool) {
	if i < 0 || i >= len(s.ends) {
		return "", false
	}
	from := uint32(0)
	if i > 0 {
		from = s.ends[i-1]
	}
	return s.all[from:s.ends[i]], true
}

func (s *sharedStrings) load(p *ooxml.Package, part string) error {
	var all strings.Builder
	var piece []byte
	var inText, phonetic bool
	err := p.Each(part, func(t ooxml.Token) (err error) {
		switch {
		case t.Kind == ooxml.Chars && inText && !phonetic:
			piece, err = t.Text(piece)
		case t.Is("t"):
			inText = t.Kind == ooxml.Start && !t.Empty
		case t.Is("rPh"):
			phonetic = t.Kind == ooxml.Start && !t.Empty
		case t.Is("si") && (t.Kind == ooxml.End || t.Empty):
			all.WriteString(unescapeControls(string(piece)))
			piece = piece[:0]
			s.ends = append(s.ends, uint32(all.Len()))
			if len(s.ends) > MaxShared || all.Len() > MaxSharedBytes {
				err = fault.New(fault.TooLarge, "sheet.shared", "limit", MaxShared)
			}
		}
		if len(piece) > MaxSharedBytes {
			err = fault.New(fault.TooLarge, "sheet.shared", "limit", MaxShared)
		}
		return err
	})
	s.all = all.String()
	return err
}

// unescapeControls resolves _x000D_, by which Excel writes characters that XML
// can't hold.
func unescapeControls(s string) string {
	if !strings.Contains(s, "_x") {
		return s
	}
	var b strings.Builder
	for {
		i := strings.Index(s, "_x")
		if i < 0 || i+7 > len(s) {
			return b.String() + s
		}
		n, err := strconv.ParseUint(s[i+2:i+6], 16, 16)
		if err != nil || s[i+6] != '_' {
			b.WriteString(s[:i+2])
			s = s[i+2:]
			continue
		}
		b.WriteString(s[:i])
		b.WriteRune(rune(n))
		s = s[i+7:]
	}
}
