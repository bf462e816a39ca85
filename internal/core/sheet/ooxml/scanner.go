package ooxml

import (
	"bytes"
	"errors"
	"io"

	"tongpin/internal/platform/fault"
)

// Kind of a token.
type Kind uint8

// The kinds of tokens: a tag that opens, one that closes, text between tags,
// and what may be passed over (declaration, comment, processing instruction).
const (
	Start Kind = iota + 1
	End
	Chars
	Other
)

// maxToken is the longest tag or text.
const maxToken = 1 << 20

// Token is one piece of an XML file. Its slices are valid until the next call
// of Next.
type Token struct {
	Kind  Kind
	Name  []byte // with the prefix
	Empty bool   // a start that is its own end: <a/>
	Raw   []byte // as it stands in the file
	attrs []byte
	cdata bool
}

// Scanner cuts XML into tokens. It knows no document types and no entities but
// the five of XML, so the tricks played with them can't work. It does not check
// that tags match.
type Scanner struct {
	r          io.Reader
	buf        []byte
	start, end int
	eof        bool
	begun      bool
}

// NewScanner reads from r, which holds UTF-8.
func NewScanner(r io.Reader) *Scanner { return &Scanner{r: r, buf: make([]byte, 64<<10)} }

var errToken = errors.New("ooxml: a tag or a text is too long, or not ended")

// Next returns the next token, io.EOF after the last.
func (s *Scanner) Next() (Token, error) {
	if !s.begun {
		s.begun = true
		if err := s.fill(); err != nil && err != io.EOF {
			return Token{}, err
		}
		if bytes.HasPrefix(s.buf[s.start:s.end], []byte("\xef\xbb\xbf")) {
			s.start += 3
		}
	}
	if s.start == s.end {
		if err := s.fill(); err != nil {
			return Token{}, err
		}
	}
	if s.buf[s.start] != '<' {
		return s.chars()
	}
	return s.tag()
}

func (s *Scanner) chars() (Token, error) {
	for from := 0; ; {
		if i := bytes.IndexByte(s.buf[s.start+from:s.end], '<'); i >= 0 {
			return Token{Kind: Chars, Raw: s.take(from + i)}, nil
		}
		from = s.end - s.start
		if err := s.fill(); err == io.EOF {
			return Token{Kind: Chars, Raw: s.take(from)}, nil
		} else if err != nil {
			return Token{}, err
		}
	}
}

func (s *Scanner) tag() (Token, error) {
	for s.end-s.start < 9 && s.fill() == nil { // enough to tell <![CDATA[ from the rest
	}
	rest := s.buf[s.start:s.end]
	switch {
	case bytes.HasPrefix(rest, []byte("<!--")):
		return s.until("-->", Token{Kind: Other})
	case bytes.HasPrefix(rest, []byte("<![CDATA[")):
		return s.until("]]>", Token{Kind: Chars, cdata: true})
	case bytes.HasPrefix(rest, []byte("<!")):
		return Token{}, fault.Refuse("file.entity")
	case bytes.HasPrefix(rest, []byte("<?")):
		return s.until("?>", Token{Kind: Other})
	}
	n, err := s.tagEnd()
	if err != nil {
		return Token{}, err
	}
	return parseTag(s.take(n))
}

// tagEnd finds the length of the tag; a > in quotes does not end it.
func (s *Scanner) tagEnd() (int, error) {
	var quote byte
	for i := 1; ; i++ {
		if s.start+i == s.end {
			if err := s.fill(); err != nil {
				return 0, unexpected(err)
			}
		}
		switch c := s.buf[s.start+i]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '>':
			return i + 1, nil
		case c == '"', c == '\'':
			quote = c
		case c == '<':
			return 0, errToken
		}
	}
}

func parseTag(raw []byte) (Token, error) {
	t := Token{Kind: Start, Raw: raw}
	inner := raw[1 : len(raw)-1]
	if len(inner) > 0 && inner[0] == '/' {
		t.Kind, inner = End, inner[1:]
	} else if n := len(inner); n > 0 && inner[n-1] == '/' {
		t.Empty, inner = true, inner[:n-1]
	}
	i := 0
	for i < len(inner) && !blank(inner[i]) {
		i++
	}
	if i == 0 {
		return Token{}, errToken
	}
	t.Name, t.attrs = inner[:i], inner[i:]
	return t, nil
}

func (s *Scanner) until(mark string, t Token) (Token, error) {
	for {
		if i := bytes.Index(s.buf[s.start+2:s.end], []byte(mark)); i >= 0 {
			t.Raw = s.take(2 + i + len(mark))
			return t, nil
		}
		if err := s.fill(); err != nil {
			return Token{}, unexpected(err)
		}
	}
}

func (s *Scanner) take(n int) []byte {
	b := s.buf[s.start : s.start+n]
	s.start += n
	return b
}

// fill reads more behind the current token, and makes room for it.
func (s *Scanner) fill() error {
	if s.eof {
		return io.EOF
	}
	if s.start > 0 {
		s.end = copy(s.buf, s.buf[s.start:s.end])
		s.start = 0
	}
	if s.end == len(s.buf) {
		if len(s.buf) >= maxToken {
			return errToken
		}
		s.buf = append(s.buf, make([]byte, len(s.buf))...)
	}
	for range 100 {
		n, err := s.r.Read(s.buf[s.end:])
		s.end += n
		switch {
		case n > 0:
			s.eof = err == io.EOF
			if err == io.EOF {
				err = nil
			}
			return err
		case err == io.EOF:
			s.eof = true
			return err
		case err != nil:
			return err
		}
	}
	return io.ErrNoProgress
}

func unexpected(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

func blank(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }
