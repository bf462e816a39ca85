package document

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"tongpin/internal/platform/fault"
)

// docx packs a body, and further parts by name, into a file.
func docx(t testing.TB, body string, more ...string) []byte {
	t.Helper()
	const rel = `<Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>`
	parts := append([]string{
		"[Content_Types].xml", `<Types><Override PartName="/word/document.xml" ContentType="main"/></Types>`,
		"_rels/.rels", `<Relationships>` + rel + `</Relationships>`,
		"word/document.xml", `<?xml version="1.0"?>` + "\n" + `<w:document xmlns:w="w"><w:body>` + body + `</w:body></w:document>`,
	}, more...)
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for i := 0; i < len(parts); i += 2 {
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

// lines reads a part back with another parser: one line a paragraph, | before
// each further w:t, / for a w:br.
func lines(t testing.TB, file []byte, part string) []string {
	t.Helper()
	zr, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := zr.Open(part)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var all []string
	d := xml.NewDecoder(f)
	for inText := false; ; {
		token, err := d.Token()
		if err == io.EOF {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		switch v := token.(type) {
		case xml.StartElement:
			inText = v.Name.Local == "t"
			if v.Name.Local == "p" {
				all = append(all, "")
			}
			if v.Name.Local == "br" {
				all[len(all)-1] += "/"
			}
		case xml.EndElement:
			inText = false
		case xml.CharData:
			if inText {
				all[len(all)-1] += string(v)
			}
		}
	}
}

func para(texts ...string) string {
	var b strings.Builder
	for _, s := range texts {
		b.WriteString("<w:r><w:rPr><w:b/></w:rPr><w:t>" + s + "</w:t></w:r>")
	}
	return "<w:p>" + b.String() + "</w:p>"
}

func row(cells ...string) string {
	return "<w:tr><w:tc>" + strings.Join(cells, "</w:tc><w:tc>") + "</w:tc></w:tr>"
}

var sample = Data{
	Fields: map[string]string{"number": "A<1>&\"2\"", "purpose": "one\ntwo", "none": ""},
	Lists: map[string][]map[string]string{
		"parties": {{"name": "P1", "tel": ""}, {"name": "{{number}}", "tel": "9"}},
		"nobody":  {},
	},
}

func TestFill(t *testing.T) {
	for name, c := range map[string]struct {
		body string
		want []string
	}{
		"split over runs":   {para("No {", "{num", "ber}", "} and {{number", "}}!"), []string{`No A<1>&"2" and A<1>&"2"!`}},
		"line ends":         {para("x{{purpose}}"), []string{"xone/two"}},
		"lines alone":       {para("{{pur", "pose}}"), []string{"one", "two"}},
		"lines optional":    {para("{{?purpose}}{{purpose}}{{/purpose}}"), []string{"one", "two"}},
		"optional value":    {para("[{{none?}}]"), []string{"[]"}},
		"optional there":    {para("{{?purpose}}x{{/purpose}}"), []string{"x"}},
		"optional gone":     {para("a") + para("{{?none}}x{{/none}}"), []string{"a"}},
		"optional block":    {para("{{?none}}") + para("x") + para("{{/none}}") + para("b"), []string{"b"}},
		"repeated rows":     {"<w:tbl>" + row(para("head")) + row(para("{{#par", "ties}}{{name}}"), para("{{tel?}}{{number}}{{/parties}}")) + "</w:tbl>", []string{"head", "P1", `A<1>&"2"`, "{{number}}", `9A<1>&"2"`}},
		"repeated two rows": {"<w:tbl>" + row(para("{{#parties}}{{name}}")) + row(para("-{{/parties}}")) + "</w:tbl>", []string{"P1", "-", "{{number}}", "-"}},
		"repeated blocks":   {para("{{#parties}}") + para("{{name}}") + para("{{/parties}}") + para("end"), []string{"P1", "{{number}}", "end"}},
		"empty list":        {para("a") + para("{{#nobody}}{{name}}{{/nobody}}"), []string{"a"}},
		"no rows left":      {"<w:tbl>" + row(para("{{?none}}")+para("x")+para("{{/none}}")) + "</w:tbl>" + para("b"), []string{"b"}},
	} {
		t.Run(name, func(t *testing.T) {
			file, err := Fill(docx(t, c.body), sample)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, lines(t, file, "word/document.xml")); diff != "" {
				t.Error(diff)
			}
			pack, _, err := open(file)
			if err != nil {
				t.Fatal(err)
			}
			if b, err := pack.Read("word/document.xml"); err != nil || bytes.Contains(b, []byte("<w:tbl/>")) {
				t.Errorf("a table without rows: %s (%v)", b, err)
			} else if !bytes.HasPrefix(b, []byte("<?xml version=\"1.0\"?>\n<w:document")) {
				t.Errorf("the start of the file was changed: %.60q", b)
			}
		})
	}
}

func TestRefusals(t *testing.T) {
	out := `<Relationships><Relationship Id="x" Type="t/attachedTemplate" Target="http://example.org/x.dotm" TargetMode="External"/></Relationships>`
	for name, c := range map[string]struct {
		file []byte
		key  string
		part string // what the fault must name
	}{
		"unknown":         {docx(t, para("{{nmber}} {{colour}}")), "document.unknown", "{{nmber}}, {{colour}}"},
		"unknown list":    {docx(t, para("{{#partys}}x{{/partys}}")), "document.unknown", "{{partys}}"},
		"missing":         {docx(t, para("{{none}}")), "document.missing", "{{none}}"},
		"not closed":      {docx(t, para("{{#parties}}")), "document.unclosed", "{{#parties}}"},
		"not opened":      {docx(t, para("{{/parties}}")), "document.unopened", "{{/parties}}"},
		"crossed":         {docx(t, para("{{#parties}}{{?none}}{{/parties}}")), "document.unclosed", "{{?none}}"},
		"half a mark":     {docx(t, para("a {{number")), "document.mark", "{{number"},
		"no mark":         {docx(t, para("{{1 + 1}}")), "document.mark", "{{1 + 1}}"},
		"macro":           {docx(t, para("a"), "word/vbaProject.bin", "x"), "file.macro", ""},
		"outside":         {docx(t, para("a"), "word/_rels/settings.xml.rels", out), "file.external", "http://example.org/x.dotm"},
		"embedded":        {docx(t, para("a"), "word/embeddings/a.xlsx", "x"), "file.nested", ""},
		"field code":      {docx(t, "<w:p><w:r><w:instrText> D</w:instrText></w:r><w:r><w:instrText>DEAUTO cmd</w:instrText></w:r></w:p>"), "document.active", "DDEAUTO"},
		"entity":          {docx(t, para("a"), "word/_rels/document.xml.rels", `<!DOCTYPE a [<!ENTITY b "c">]><a/>`), "file.entity", ""},
		"not well-formed": {docx(t, "<w:p></w:r>"), "file.damaged", ""},
		"bomb":            {docx(t, para("a"), "word/media/a.png", strings.Repeat("\x00", 8<<20)), "", ""},
		"old format":      {[]byte("\xd0\xcf\x11\xe0 an old file"), "file.old_format", ""},
		"oversize":        {make([]byte, MaxFile+1), "file.too_large", ""},
		"empty":           {nil, "file.format", ""},
	} {
		t.Run(name, func(t *testing.T) {
			if name == "bomb" {
				c.file, c.key = bomb(t), "file.bomb"
			}
			_, err := Fill(c.file, sample)
			found := fault.All(err)
			if len(found) != 1 || found[0].Key != c.key || !strings.Contains(found[0].Error(), c.part) {
				t.Errorf("%v, want %s with %q", err, c.key, c.part)
			}
		})
	}
}

// bomb is a template with a part that is packed 1000 times.
func bomb(t testing.TB) []byte {
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	p, err := w.Create("word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.Write(make([]byte, 16<<20)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func agreementData(n int) Data {
	d := Data{Fields: map[string]string{}, Lists: map[string][]map[string]string{}}
	for _, f := range AgreementShape().Fields {
		d.Fields[f] = "<" + f + ">"
	}
	for list, fields := range AgreementShape().Lists {
		for range n {
			item := map[string]string{}
			for _, f := range fields {
				item[f] = "<" + list + "." + f + ">"
			}
			d.Lists[list] = append(d.Lists[list], item)
		}
	}
	return d
}

func TestAgreement(t *testing.T) {
	template, err := Agreement()
	if err != nil {
		t.Fatal(err)
	}
	used, err := Check(template)
	if err != nil {
		t.Fatal(err)
	}
	if err := AgreementShape().Accept(used); err != nil {
		t.Error(err)
	}
	for _, name := range []string{"number", "code", "parties.name", "obligations.due_on", "verify_url", "term_to"} {
		if !slices.Contains(used, name) {
			t.Errorf("the template does not use %s", name)
		}
	}
	file, err := Fill(template, agreementData(3))
	if err != nil {
		t.Fatal(err)
	}
	body := strings.Join(lines(t, file, "word/document.xml"), "\n")
	if strings.Contains(body, "{{") || strings.Count(body, "<obligations.text>") != 3 || strings.Count(body, "<parties.name>") != 6 {
		t.Error(body)
	}
	if foot := strings.Join(lines(t, file, "word/footer1.xml"), "\n"); !strings.Contains(foot, "<code>") || !strings.Contains(foot, "<number>") {
		t.Error(foot)
	}
	if err := (Shape{Fields: []string{"number"}}).Accept(used); !fault.Is(err, fault.Refused) {
		t.Error("a strange template was accepted")
	}
}

// Whatever runs a person's cursor left, and whatever the value, the value comes
// out once and as it is.
func TestSplitAnywhere(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		text := []rune("a{{number}}b{{ purpose? }}{{number}}")
		var runs []string
		for len(text) > 0 {
			n := rapid.IntRange(1, len(text)).Draw(rt, "cut")
			runs, text = append(runs, string(text[:n])), text[n:]
		}
		value := rapid.StringMatching(`[a-z<>&"'{} ]{1,8}x`).Draw(rt, "value")
		file, err := Fill(docx(t, para(runs...)), Data{Fields: map[string]string{"number": value, "purpose": ""}})
		if err != nil {
			rt.Fatal(err)
		}
		if got := lines(t, file, "word/document.xml")[0]; got != "a"+value+"b"+value {
			rt.Fatalf("%q", got)
		}
	})
}

func FuzzFill(f *testing.F) {
	template, err := Agreement()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(template)
	f.Add(docx(f, para("{{#parties}}", "{{name}}{{/parties}}")))
	f.Add(docx(f, para("{{?none}}{{/none}}")+"<w:tbl>"+row(para("{{number}}"))+"</w:tbl>"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if _, err := Check(b); err != nil && fault.All(err) == nil {
			t.Errorf("no fault: %v", err)
		}
		file, err := Fill(b, sample)
		if err != nil {
			if fault.All(err) == nil {
				t.Errorf("no fault: %v", err)
			}
			return
		}
		if _, _, err := open(file); err != nil {
			t.Errorf("what was filled can't be opened: %v", err)
		}
	})
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(para("{{#parties}}{{name}}{{/parties}}")))
	f.Add([]byte(para("{{num", "ber}}", "<!-- x --><![CDATA[{{none?}}]]>")))
	f.Fuzz(func(t *testing.T, b []byte) {
		if root, err := parse(b); err == nil {
			joinAll(root)
			_ = scope{&sample, nil, &findings{}}.expand(root)
		}
	})
}
