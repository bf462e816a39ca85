package sheet

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"tongpin/internal/platform/fault"
)

const relation = `<Relationship Id="%s" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/%s" Target="%s"/>`

// xlsx packs rows of a worksheet, and further parts by name, into a file.
func xlsx(t testing.TB, rows string, more ...string) []byte {
	t.Helper()
	parts := []string{
		"[Content_Types].xml", `<Types><Override ContentType="sheet.main+xml"/></Types>`,
		"_rels/.rels", `<Relationships>` + fmt.Sprintf(relation, "r", "officeDocument", "xl/workbook.xml") + `</Relationships>`,
		"xl/workbook.xml", `<workbook><sheets><sheet name="h" state="hidden" r:id="r0"/><sheet name="a" r:id="r1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels", `<Relationships>` + fmt.Sprintf(relation, "r1", "worksheet", "worksheets/sheet1.xml") +
			fmt.Sprintf(relation, "r2", "sharedStrings", "sharedStrings.xml") + fmt.Sprintf(relation, "r3", "styles", "styles.xml") + `</Relationships>`,
		"xl/sharedStrings.xml", `<sst><si><t>name</t></si><si><r><t>pl</t></r><r><t>aces</t></r><rPh><t>x</t></rPh></si><si><t>due</t></si><si><t>code</t></si></sst>`,
		"xl/styles.xml", `<styleSheet><numFmts><numFmt numFmtId="200" formatCode="yyyy\-mm\-dd"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="200"/></cellXfs></styleSheet>`,
		"xl/worksheets/sheet1.xml", `<?xml version="1.0"?><x:worksheet xmlns:x="x"><x:sheetData>` + heads + rows + `</x:sheetData></x:worksheet>`,
	}
	return pack(t, append(parts, more...)...)
}

const heads = `<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c><c r="D1" t="s"><v>3</v></c></row>`

// pack writes parts by name; a later one replaces an earlier.
func pack(t testing.TB, parts ...string) []byte {
	t.Helper()
	last := map[string]int{}
	for i := 0; i < len(parts); i += 2 {
		last[parts[i]] = i
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for i := 0; i < len(parts); i += 2 {
		if last[parts[i]] != i {
			continue
		}
		p, err := w.Create(parts[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(p, parts[i+1]); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// refusal reads a file to its end and returns the first error.
func refusal(t testing.TB, b []byte) error {
	r, err := open(t, b)
	if err != nil {
		return err
	}
	defer r.Close()
	for _, err := range r.Rows() {
		if err != nil {
			return err
		}
	}
	return nil
}

func TestFilesThatAreRefused(t *testing.T) {
	out := `<Relationships><Relationship Id="x" Type="t/image" Target="http://example.org/a.png" TargetMode="External"/></Relationships>`
	entity := `<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><sst><si><t>&b;</t></si></sst>`
	for name, c := range map[string]struct {
		file []byte
		key  string
	}{
		"nothing":          {nil, "sheet.empty"},
		"no rows":          {xlsx(t, "", "xl/worksheets/sheet1.xml", "<worksheet><sheetData/></worksheet>"), "sheet.empty"},
		"oversize":         {make([]byte, MaxFile+1), "file.too_large"},
		"zip bomb":         {xlsx(t, "<!--"+strings.Repeat(" ", 900<<10)+"-->"+strings.Repeat(" ", 900<<10)), "file.bomb"},
		"macro":            {xlsx(t, "", "xl/vbaProject.bin", "x"), "file.macro"},
		"macro type":       {xlsx(t, "", "[Content_Types].xml", `<Types><Override ContentType="sheet.macroEnabled.main+xml"/></Types>`), "file.macro"},
		"link to a book":   {xlsx(t, "", "xl/externalLinks/externalLink1.xml", "<a/>"), "file.external"},
		"outside image":    {xlsx(t, "", "xl/worksheets/_rels/sheet1.xml.rels", out), "file.external"},
		"nested archive":   {xlsx(t, "", "xl/media/a.zip", "x"), "file.nested"},
		"embedded object":  {xlsx(t, "", "xl/embeddings/oleObject1.bin", "x"), "file.nested"},
		"entities":         {xlsx(t, "", "xl/sharedStrings.xml", entity), "file.entity"},
		"unknown entity":   {xlsx(t, `<row r="2"><c r="A2" t="str"><v>&a;</v></c></row>`), "file.damaged"},
		"cut short":        {xlsx(t, "", "xl/worksheets/sheet1.xml", "<worksheet><sheetData>"+heads+"<row"), "file.damaged"},
		"rows go back":     {xlsx(t, `<row r="3"><c r="A3"><v>1</v></c></row><row r="2"/>`), "file.damaged"},
		"too wide":         {xlsx(t, `<row r="2"><c r="XFD2"><v>1</v></c></row>`), "sheet.columns"},
		"not a workbook":   {pack(t, "a.txt", "hello"), "file.format"},
		"cut archive":      {xlsx(t, "")[:400], "file.damaged"},
		"old format":       {[]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 Workbook"), "file.old_format"},
		"locked":           {[]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00"), "file.encrypted"},
		"web page":         {[]byte("<html><table><tr><td>name</td></tr></table>"), "file.format"},
		"picture":          {[]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"), "file.format"},
		"unmatched quotes": {[]byte("name\r\n\"a\r\nb\r\n"), "sheet.csv.quote"},
		"too long":         {[]byte("name\r\n" + strings.Repeat("a\n", MaxRows+1)), "sheet.rows"},
	} {
		t.Run(name, func(t *testing.T) {
			err := refusal(t, c.file)
			found := fault.All(err)
			if len(found) != 1 || found[0].Key != c.key {
				t.Errorf("%v, want %s", err, c.key)
			}
		})
	}
}

func TestCellsThatAreRefused(t *testing.T) {
	for name, c := range map[string]struct{ cell, key string }{
		"formula":        {`<c r="A2"><f>1+1</f><v>2</v></c>`, "sheet.cell.formula"},
		"shared formula": {`<c r="A2" t="str"><f t="shared" si="0"/><v>2</v></c>`, "sheet.cell.formula"},
		"error":          {`<c r="A2" t="e"><v>#REF!</v></c>`, "sheet.cell.error"},
		"rounded":        {`<c r="A2"><v>6.5282419000101E+17</v></c>`, "sheet.cell.rounded"},
		"control":        {`<c r="A2" t="str"><v>a_x0007_b</v></c>`, "sheet.cell.control"},
		"reversed":       {"<c r=\"A2\" t=\"str\"><v>a\u202eb</v></c>", "sheet.cell.control"},
		"not UTF-8":      {"<c r=\"A2\" t=\"str\"><v>a\xffb</v></c>", "sheet.cell.encoding"},
		"long":           {`<c r="A2" t="str"><v>` + strings.Repeat("ab", MaxCell) + `</v></c>`, "sheet.cell.long"},
		"no header":      {`<c r="A2" t="str"><v>a</v></c><c r="G2"><v>1</v></c>`, "sheet.cell.nameless"},
	} {
		t.Run(name, func(t *testing.T) {
			rows := mustRows(t, xlsx(t, `<row r="2">`+c.cell+`</row><row r="3"><c r="A3" t="str"><v>fine</v></c></row>`))
			if p := rows[0].Problems; len(p) != 1 || p[0].Key != c.key {
				t.Errorf("%v, want %s", p, c.key)
			}
			if rows[1].Err() != nil || rows[1].Text("name") != "fine" || rows[1].Number != 3 {
				t.Errorf("the next row suffers: %+v", rows[1])
			}
		})
	}
}

func TestWorkbookCells(t *testing.T) {
	rows := mustRows(t, xlsx(t, `<row r="5"><c r="A5" t="inlineStr"><is><t> a &amp; &#x4e2d; </t></is></c><c r="B5"><v>1.2E3</v></c><c r="C5" s="1"><v>46121</v></c><c r="D5"><v>13912345678</v></c></row>`+
		`<row r="7"><c r="A7"><v>0.1</v></c><c r="C7"><v>46121.5</v></c></row><row r="9"><c r="A9" s="1"/></row><row r="10"><c r="A10"><v>1</v></c><c r="C10"><v>20260409</v></c></row>`))
	if len(rows) != 3 || rows[0].Number != 5 || rows[1].Number != 7 || rows[2].Number != 10 {
		t.Fatalf("%d rows", len(rows))
	}
	r := rows[0]
	if r.Text("name") != "a & \u4e2d" || r.Integer("places") != 1200 || r.Date("due").String() != "2026-04-09" || r.Text("code") != "13912345678" {
		t.Errorf("%+v", r.cells)
	}
	if rows[1].Text("name") != "0.1" || rows[1].Date("due").String() != "2026-04-09" || rows[2].Date("due").String() != "2026-04-09" {
		t.Errorf("%+v %+v", rows[1].cells, rows[2].cells)
	}
}

func TestEncodings(t *testing.T) {
	text := "\u4f01\u4e1a\u540d\u79f0;places\r\n\u82e5\u7f8c;\"1\n\"\r\n\r\nb;2\r\n"
	encoded := map[string][]byte{"UTF-8": []byte(text), "mark": []byte("\ufeff" + text), "tab": []byte(strings.ReplaceAll(text, ";", "\t"))}
	for name, e := range map[string]interface{ Bytes([]byte) ([]byte, error) }{
		"GBK":       simplifiedchinese.GBK.NewEncoder(),
		"UTF-16 LE": unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder(),
		"UTF-16 BE": unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewEncoder(),
	} {
		b, err := e.Bytes([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		encoded[name] = b
	}
	for name, b := range encoded {
		rows := mustRows(t, b)
		if len(rows) != 2 || rows[0].Text("name") != "\u82e5\u7f8c" || rows[0].Integer("places") != 1 || rows[1].Number != 4 {
			t.Errorf("%s: %+v", name, rows)
		}
	}
}

func TestExportCarriesNoFormula(t *testing.T) {
	zh := load(t, "zh")
	bad := []record{{Name: "=HYPERLINK(\"http://example.org\")", Code: "+1"}, {Name: "@SUM(1)", Code: "-2+3"}, {Name: "\uff1d1", Code: " =1"}}
	var book, plain bytes.Buffer
	if err := Export(&book, shape, zh, each(bad)); err != nil {
		t.Fatal(err)
	}
	if err := ExportCSV(&plain, shape, zh, each(bad)); err != nil {
		t.Fatal(err)
	}
	zr, err := zip.NewReader(bytes.NewReader(book.Bytes()), int64(book.Len()))
	if err != nil {
		t.Fatal(err)
	}
	f, err := zr.Open("xl/worksheets/sheet1.xml")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	content, err := io.ReadAll(f)
	if err != nil || bytes.Contains(content, []byte("<f>")) || bytes.Contains(content, []byte("<f ")) {
		t.Errorf("a formula in the export (%v)", err)
	}
	for _, row := range mustRows(t, plain.Bytes()) {
		if row.Err() != nil {
			t.Error(row.Err())
		}
	}
	for _, sign := range []string{"\n=", ",=", "\n@", ",+", ",-", "\"=", "\n\uff1d", ",\" ="} {
		if strings.Contains(plain.String(), sign) {
			t.Errorf("%q begins a cell of the .csv file", sign)
		}
	}
}
