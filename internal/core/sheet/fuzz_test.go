package sheet

import (
	"bytes"
	"testing"

	"tongpin/internal/platform/fault"
)

// readAll reads whatever it is given as an import does. Whatever happens, what
// comes out is rows, or faults.
func readAll(t *testing.T, b []byte) {
	r, err := open(t, b)
	if err != nil {
		if fault.All(err) == nil {
			t.Errorf("no fault: %v", err)
		}
		return
	}
	defer r.Close()
	last := 0
	for row, err := range r.Rows() {
		if err != nil {
			if fault.All(err) == nil {
				t.Errorf("no fault: %v", err)
			}
			return
		}
		if row.Number <= last {
			t.Errorf("row %d after %d", row.Number, last)
		}
		last = row.Number
		take(row)
		Reason(shape, words{}, row.Failure())
	}
}

func FuzzOpenXLSX(f *testing.F) {
	template, err := Template(shape, load(f, "zh"))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(template)
	f.Add(xlsx(f, `<row r="2"><c r="A2" t="str"><v>a</v></c></row>`))
	f.Fuzz(func(t *testing.T, b []byte) { readAll(t, b) })
}

// FuzzWorksheet puts the bytes where a zip archive would hide them.
func FuzzWorksheet(f *testing.F) {
	f.Add([]byte(`<row r="2"><c r="A2" t="s"><v>0</v></c><c r="C2" s="1"><v>46121.5</v></c></row>`))
	f.Add([]byte(`<row><c t="inlineStr"><is><r><t>a</t></r></is></c><c><f>1</f></c><c t="e"><v>#N/A</v></c></row>`))
	f.Fuzz(func(t *testing.T, b []byte) { readAll(t, xlsx(t, string(b))) })
}

func FuzzOpenCSV(f *testing.F) {
	var b bytes.Buffer
	if err := ExportCSV(&b, shape, load(f, "zh"), each([]record{{Name: "=n", Code: "1", Kind: "hire"}})); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes())
	f.Add([]byte("name;places\r\n\"a\nb\";1,200\r\n"))
	f.Add([]byte("\xff\xfen\x00a\x00m\x00e\x00\n\x00"))
	f.Add([]byte("name\n\xc8\xf4\xc7\xbc\n"))
	f.Fuzz(func(t *testing.T, b []byte) { readAll(t, b) })
}
