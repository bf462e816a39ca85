package seal

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// Head is a tree at an instant: what is signed and published.
type Head struct {
	Origin string    // whose log: "tongpin/ruoqiang"
	Size   int64     // number of facts
	Root   Hash      // root of their tree
	At     time.Time // when it was signed, to the second
	Tally  string    // digest of the Tally
}

// Origin is the first line of a consortium's heads.
func Origin(consortium string) string { return "tongpin/" + consortium }

// Errors of signed texts.
var (
	ErrForm      = errors.New("seal: the signed text has not the form that it should have")
	ErrSignature = errors.New("seal: the signature is not by the key")
)

// text is what is signed: origin, size, root, instant, tally, one a line.
func (h Head) text() string {
	return fmt.Sprintf("%s\n%d\n%s\n%s\ntally %s\n", h.Origin, h.Size, h.Root, h.At.UTC().Format(time.RFC3339), h.Tally)
}

// Sign returns the head as a signed note.
func (h Head) Sign(k *Key) (string, error) { return k.sign(h.text()) }

// OpenHead checks the signature of a head and reads it. The errors are ErrForm
// and ErrSignature.
func OpenHead(signed string, keys Verifiers) (Head, error) {
	text, err := keys.open(signed)
	if err != nil {
		return Head{}, err
	}
	return parseHead(text)
}

func parseHead(text string) (Head, error) {
	lines := strings.Split(text, "\n")
	if len(lines) != 6 {
		return Head{}, ErrForm
	}
	var h Head
	var errs [3]error
	h.Origin = lines[0]
	h.Size, errs[0] = strconv.ParseInt(lines[1], 10, 64)
	h.Root, errs[1] = tlog.ParseHash(lines[2])
	h.At, errs[2] = time.Parse(time.RFC3339, lines[3])
	h.Tally = strings.TrimPrefix(lines[4], "tally ")
	h.At = h.At.UTC()
	if errors.Join(errs[:]...) != nil || h.Size < 0 || h.text() != text {
		return Head{}, ErrForm
	}
	return h, nil
}

// open checks the signature of a note and returns its text.
func (v Verifiers) open(signed string) (string, error) {
	if v.list == nil {
		return "", ErrSignature
	}
	n, err := note.Open([]byte(signed), v.list)
	var unknown *note.UnverifiedNoteError
	var wrong *note.InvalidSignatureError
	switch {
	case errors.As(err, &unknown), errors.As(err, &wrong):
		return "", ErrSignature
	case err != nil:
		return "", ErrForm
	}
	return n.Text, nil
}

// UncheckedHead reads a head from one's own store without its signature.
func UncheckedHead(signed string) (Head, error) {
	text, err := noteText(signed)
	if err != nil {
		return Head{}, err
	}
	return parseHead(text)
}

// noteText is the text of a note, before its signatures.
func noteText(signed string) (string, error) {
	text, _, ok := strings.Cut(signed, "\n\n")
	if !ok {
		return "", ErrForm
	}
	return text + "\n", nil
}
