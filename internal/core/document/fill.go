package document

import (
	"archive/zip"
	"bytes"
	"slices"
	"strings"
	"unicode"

	"tongpin/internal/core/sheet/ooxml"
	"tongpin/internal/platform/fault"
)

// Fill makes a document of a template. All that it refuses is a fault: unknown
// marks by name, values that are missing, marks that do not match, and whatever
// Check refuses. The same template and data give the same bytes.
func Fill(template []byte, data Data) ([]byte, error) {
	pack, parts, err := open(template)
	if err != nil {
		return nil, err
	}
	notes := &findings{}
	filled := map[string]string{}
	for _, part := range parts {
		root, err := load(pack, part)
		if err != nil {
			return nil, err
		}
		if err := (scope{&data, nil, notes}).expand(root); err != nil {
			return nil, err
		}
		var b strings.Builder
		root.write(&b)
		filled[strings.ToLower(part)] = b.String()
	}
	if err := notes.fault(); err != nil {
		return nil, err
	}
	return pour(pack, filled)
}

// fault is what the person must mend in the template or in the record.
func (f *findings) fault() error {
	var l fault.List
	if len(f.unknown) > 0 {
		l = append(l, fault.Refuse("document.unknown", "marks", braced(f.unknown)))
	}
	if len(f.missing) > 0 {
		l = append(l, fault.Refuse("document.missing", "marks", braced(f.missing)))
	}
	return l.Err()
}

func braced(names []string) string { return "{{" + strings.Join(names, "}}, {{") + "}}" }

// load reads a part and puts its marks together.
func load(pack *ooxml.Package, part string) (*node, error) {
	b, err := pack.Read(part)
	if err != nil {
		return nil, err
	}
	if len(b) > MaxPart {
		return nil, fault.New(fault.TooLarge, "file.too_large", "size", ooxml.Size(int64(len(b))), "limit", ooxml.Size(MaxPart))
	}
	root, err := parse(b)
	if err != nil {
		return nil, err
	}
	joinAll(root)
	return root, nil
}

// pour writes the archive again with the filled parts in place.
func pour(pack *ooxml.Package, filled map[string]string) ([]byte, error) {
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, f := range pack.Parts {
		text, changed := filled[strings.ToLower(f.Name)]
		if !changed {
			if err := w.Copy(f); err != nil {
				return nil, ooxml.Damaged()
			}
			continue
		}
		part, err := w.CreateHeader(&zip.FileHeader{Name: f.Name, Method: zip.Deflate})
		if err != nil {
			return nil, err
		}
		if _, err := part.Write([]byte(text)); err != nil {
			return nil, err
		}
	}
	err := w.Close()
	return out.Bytes(), err
}

// printable leaves out what XML can't hold.
func printable(s string) string {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, ""), "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' || r == '\ufffe' || r == '\uffff' {
			return -1
		}
		return r
	}, s)
}

// Check admits a template that somebody uploads and returns the fields that it
// uses, sorted: "number", for a field of a list "parties.name", for a list
// itself "parties".
func Check(template []byte) ([]string, error) {
	pack, parts, err := open(template)
	if err != nil {
		return nil, err
	}
	used := map[string]bool{}
	for _, part := range parts {
		root, err := load(pack, part)
		if err != nil {
			return nil, err
		}
		if err := collect(root, "", used); err != nil {
			return nil, err
		}
	}
	fields := make([]string, 0, len(used))
	for name := range used {
		fields = append(fields, name)
	}
	slices.Sort(fields)
	return fields, nil
}

// collect walks the tree as expand does and notes what the marks name.
func collect(n *node, list string, used map[string]bool) error {
	for i := 0; i < len(n.children); i++ {
		c := n.children[i]
		found, is, err := scope{}.section(n.children, i)
		if err != nil {
			return err
		}
		if is {
			inner, err := strip(n.children[found.first:found.last+1], found.mark)
			if err != nil {
				return err
			}
			used[found.mark.name] = true
			within := list
			if found.mark.kind == '#' {
				within = found.mark.name + "."
			}
			if err := collect(&node{children: inner}, within, used); err != nil {
				return err
			}
			i = found.last
			continue
		}
		if err := collectWords(c, list, used); err != nil {
			return err
		}
	}
	return nil
}

func collectWords(c *node, list string, used map[string]bool) error {
	if c.name != "w:t" {
		return collect(c, list, used)
	}
	found, err := marks(c.words())
	for _, m := range found {
		if m.kind != 0 {
			return fault.Refuse("document.unopened", "mark", c.words()[m.from:m.to])
		}
		used[list+m.name] = true
	}
	return err
}

// Accept refuses by name what a template uses and the shape does not have.
// Fields are what Check returned.
func (s Shape) Accept(fields []string) error {
	var unknown []string
	for _, f := range fields {
		list, name, inList := strings.Cut(f, ".")
		_, isList := s.Lists[list]
		switch {
		case !inList && (isList || slices.Contains(s.Fields, f)):
		case inList && (slices.Contains(s.Lists[list], name) || isList && slices.Contains(s.Fields, name)):
		default:
			unknown = append(unknown, f)
		}
	}
	if len(unknown) > 0 {
		return fault.Refuse("document.unknown", "marks", braced(unknown))
	}
	return nil
}
