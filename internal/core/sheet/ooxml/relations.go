package ooxml

import (
	"io"
	"path"
	"strings"

	"tongpin/internal/platform/fault"
)

// Relation is a link from one part to another, or out of the file.
type Relation struct {
	ID       string
	Type     string // last word of the type's address: "worksheet", "image", "hyperlink"
	Target   string // name of the part in the archive, or an outside address
	External bool
}

// Relations reads the links of a part; "" asks for those of the whole file.
func (p *Package) Relations(part string) ([]Relation, error) {
	folder, base := path.Split(part)
	name := folder + "_rels/" + base + ".rels"
	if !p.Has(name) {
		return nil, nil
	}
	var found []Relation
	err := p.Each(name, func(t Token) error {
		if t.Kind != Start || !t.Is("Relationship") {
			return nil
		}
		r := Relation{ID: t.Attr("Id"), Type: path.Base(t.Attr("Type")), Target: t.Attr("Target")}
		r.External = strings.EqualFold(t.Attr("TargetMode"), "External")
		if !r.External {
			r.Target = resolve(folder, r.Target)
		}
		found = append(found, r)
		return nil
	})
	return found, err
}

func resolve(folder, target string) string {
	if strings.HasPrefix(target, "/") {
		return strings.TrimPrefix(path.Clean(target), "/")
	}
	return strings.TrimPrefix(path.Join("/", folder, target), "/")
}

// Each gives all tokens of a part to f, and stops at its first error.
func (p *Package) Each(name string, f func(Token) error) error {
	body, err := p.Open(name)
	if err != nil {
		return err
	}
	defer body.Close()
	s := NewScanner(body)
	for {
		t, err := s.Next()
		if err == io.EOF {
			return nil
		}
		if err == nil {
			err = f(t)
		}
		if err != nil {
			return Fault(err)
		}
	}
}

// Fault keeps a fault as it is and turns any other error of reading into the
// fault of a damaged file.
func Fault(err error) error {
	if err == nil || fault.All(err) != nil {
		return err
	}
	return Damaged()
}

// RefuseOutside refuses links out of the file, except those that a person must
// click: hyperlinks. Everything else is fetched by Office without asking.
func (p *Package) RefuseOutside() error {
	for _, f := range p.Parts {
		name := partName(f.Name)
		if !strings.HasSuffix(name, ".rels") {
			continue
		}
		err := p.Each(name, func(t Token) error {
			if t.Kind != Start || !t.Is("Relationship") || !strings.EqualFold(t.Attr("TargetMode"), "External") {
				return nil
			}
			if path.Base(t.Attr("Type")) == "hyperlink" {
				return nil
			}
			return fault.Refuse("file.external", "target", t.Attr("Target"))
		})
		if err != nil {
			return err
		}
	}
	return nil
}
