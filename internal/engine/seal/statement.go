package seal

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// Statement is what the installation signs about a bundle: these figures, so
// defined, at this head, and the text of the paper that states them.
type Statement struct {
	Consortium string // key
	Size       int64  // of the head
	Figures    string // digest of definitions and figures
	Content    string // Digest of the paper; "-" for none
}

// NoContent is the Content of a statement about figures alone.
const NoContent = "-"

func (s Statement) text() string {
	return fmt.Sprintf("tongpin statement %s\n%d\nfigures %s\ncontent %s\n", s.Consortium, s.Size, s.Figures, s.Content)
}

func parseStatement(text string) (Statement, error) {
	lines := strings.Split(text, "\n")
	if len(lines) != 5 {
		return Statement{}, ErrForm
	}
	var s Statement
	var err error
	s.Consortium = strings.TrimPrefix(lines[0], "tongpin statement ")
	s.Size, err = strconv.ParseInt(lines[1], 10, 64)
	s.Figures = strings.TrimPrefix(lines[2], "figures ")
	s.Content = strings.TrimPrefix(lines[3], "content ")
	if err != nil || s.text() != text {
		return Statement{}, ErrForm
	}
	return s, nil
}

// Sign signs the statement of a bundle whose figures are set, for a paper with
// a digest.
func (b *Bundle) Sign(k *Key, size int64, content string) (err error) {
	b.Key = k.Public
	s := Statement{Consortium: b.Consortium, Size: size, Figures: b.digestOfFigures(), Content: content}
	b.Statement, err = k.sign(s.text())
	return err
}

func (b *Bundle) digestOfFigures() string {
	h := sha256.New()
	h.Write(canonical(struct {
		D []Definition `json:"definitions"`
		F []Figure     `json:"figures"`
	}{b.Definitions, b.Figures}))
	return sum64(h)
}

// Digest is the digest of a JSON text, whatever its spaces, escapes and order of
// names; members of the outermost object that are named are left out.
func Digest(text []byte, without ...string) (string, error) {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return "", err
	}
	if _, err := d.Token(); err != io.EOF {
		return "", ErrForm
	}
	if m, ok := v.(map[string]any); ok {
		for _, name := range without {
			delete(m, name)
		}
	}
	sum := sha256.Sum256(canonical(v))
	return base64.StdEncoding.EncodeToString(sum[:]), nil
}

// UncheckedStatement reads a statement whose signature was checked before.
func UncheckedStatement(signed string) (Statement, error) {
	text, err := noteText(signed)
	if err != nil {
		return Statement{}, err
	}
	return parseStatement(text)
}
