package document

import (
	"bytes"
	"regexp"
	"strings"

	"tongpin/internal/core/sheet/ooxml"
	"tongpin/internal/platform/fault"
)

// open checks a file and returns its parts with text: the body first, then
// headers, footers and notes.
func open(template []byte) (*ooxml.Package, []string, error) {
	pack, err := ooxml.Open(bytes.NewReader(template), int64(len(template)), limits)
	if err != nil {
		return nil, nil, err
	}
	if err := admit(pack); err != nil {
		return nil, nil, err
	}
	body, err := bodyOf(pack)
	if err != nil {
		return nil, nil, err
	}
	parts := []string{body}
	links, err := pack.Relations(body)
	if err != nil {
		return nil, nil, err
	}
	seen := map[string]bool{strings.ToLower(body): true}
	for _, link := range links {
		switch link.Type {
		case "header", "footer", "footnotes", "endnotes":
			if lower := strings.ToLower(link.Target); pack.Has(link.Target) && !seen[lower] {
				seen[lower] = true
				parts = append(parts, link.Target)
			}
		}
	}
	for _, part := range parts {
		if err := admitPart(pack, part); err != nil {
			return nil, nil, err
		}
	}
	return pack, parts, nil
}

// admit refuses what Word would run or fetch.
func admit(pack *ooxml.Package) error {
	if !pack.Has("[Content_Types].xml") {
		return fault.Refuse("file.format")
	}
	err := pack.Each("[Content_Types].xml", func(t ooxml.Token) error {
		if kind := strings.ToLower(t.Attr("ContentType")); strings.Contains(kind, "macroenabled") || strings.Contains(kind, "vbaproject") {
			return fault.Refuse("file.macro")
		}
		return nil
	})
	if err != nil {
		return err
	}
	return pack.RefuseOutside()
}

func bodyOf(pack *ooxml.Package) (string, error) {
	links, err := pack.Relations("")
	if err != nil {
		return "", err
	}
	for _, link := range links {
		if link.Type == "officeDocument" && pack.Has(link.Target) && strings.Contains(strings.ToLower(link.Target), "word/") {
			return link.Target, nil
		}
	}
	return "", fault.Refuse("file.format")
}

// active are the field codes by which Word starts programs or reads files.
var active = regexp.MustCompile(`(?i)\b(DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|IMPORT|LINK|MACROBUTTON|DATABASE)\b`)

func admitPart(pack *ooxml.Package, part string) error {
	var codes strings.Builder
	inCode := false
	err := pack.Each(part, func(t ooxml.Token) error {
		switch {
		case t.Kind == ooxml.Chars && inCode:
			b, err := t.Text(nil)
			codes.Write(b)
			return err
		case t.Is("instrText"):
			inCode = t.Kind == ooxml.Start && !t.Empty
		case t.Is("fldChar"):
			codes.WriteByte('\n')
		case t.Is("fldSimple"):
			codes.WriteString("\n" + t.Attr("instr") + "\n")
		case t.Is("altChunk"):
			return fault.Refuse("file.nested", "part", "altChunk")
		}
		return nil
	})
	if err != nil {
		return err
	}
	if code := active.FindString(codes.String()); code != "" {
		return fault.Refuse("document.active", "code", code)
	}
	return nil
}
