package seal

import (
	"crypto/rand"
	"strings"

	"golang.org/x/mod/sumdb/note"
)

// keyName stands in every signature, before the key's own hash.
const keyName = "tongpin"

// Key signs heads. Private is the text to keep secret, Public the one to
// publish: "tongpin+HASH+KEY".
type Key struct {
	Private string
	Public  string
	signer  note.Signer
}

// NewKey makes an Ed25519 key.
func NewKey() (*Key, error) {
	private, public, err := note.GenerateKey(rand.Reader, keyName)
	if err != nil {
		return nil, err
	}
	return ReadKey(private, public)
}

// ReadKey reads the two texts of a key and proves that they belong together.
func ReadKey(private, public string) (*Key, error) {
	signer, err := note.NewSigner(private)
	if err != nil {
		return nil, err
	}
	keys, err := ReadVerifiers(public)
	if err != nil {
		return nil, err
	}
	k := &Key{private, public, signer}
	probe, err := k.sign("probe\n")
	if err != nil {
		return nil, err
	}
	if _, err := keys.open(probe); err != nil {
		return nil, err
	}
	return k, nil
}

func (k *Key) sign(text string) (string, error) {
	b, err := note.Sign(&note.Note{Text: text}, k.signer)
	return string(b), err
}

// Verifiers are public keys, each of which may have signed.
type Verifiers struct{ list note.Verifiers }

// ReadVerifiers reads public keys, one a line; empty lines and those that begin
// with # are skipped.
func ReadVerifiers(text string) (Verifiers, error) {
	var list []note.Verifier
	met := map[string]bool{}
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line == "" || strings.HasPrefix(line, "#") || met[line] {
			continue
		}
		met[line] = true
		v, err := note.NewVerifier(line)
		if err != nil {
			return Verifiers{}, err
		}
		list = append(list, v)
	}
	return Verifiers{note.VerifierList(list...)}, nil
}
