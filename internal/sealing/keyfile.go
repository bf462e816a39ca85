package sealing

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"tongpin/internal/engine/seal"
	"tongpin/internal/platform/fault"
)

// The key that signs heads stands in the data folder, never in the database, so
// that who can write there can't sign: the private key and the public one, a
// line each. Public keys of earlier ones may stand beside it.
const (
	sealKeyFile  = "seal.key"
	sealPastFile = "seal.past"
)

// KeyFile reads the keys of an installation from its data folder when they are
// first needed; it makes a key where there is none.
func KeyFile(data string) func() (Keys, error) {
	return sync.OnceValues(func() (Keys, error) {
		past, err := os.ReadFile(filepath.Join(data, sealPastFile))
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			return Keys{}, fault.Wrong("data", data, "seal.key.unreadable", "problem", err.Error())
		}
		k, err := readSealKey(data)
		if errors.Is(err, os.ErrNotExist) {
			if err := makeSealKey(data); err != nil {
				return Keys{}, fault.Wrong("data", data, "seal.key.unwritable", "problem", err.Error())
			}
			k, err = readSealKey(data)
		}
		if err != nil {
			return Keys{}, readable(data, err)
		}
		public := k.Public + "\n" + string(past)
		if _, err := seal.ReadVerifiers(public); err != nil {
			return Keys{}, fault.Wrong("data", data, "seal.key.wrong", "file", sealPastFile)
		}
		return Keys{Signer: k, Public: public}, nil
	})
}

// readable tells a fault as it is, and any other error as trouble with the file.
func readable(data string, err error) error {
	if fault.All(err) != nil {
		return err
	}
	return fault.Wrong("data", data, "seal.key.unreadable", "problem", err.Error())
}

func readSealKey(data string) (*seal.Key, error) {
	text, err := os.ReadFile(filepath.Join(data, sealKeyFile))
	if err != nil {
		return nil, err
	}
	if lines := strings.Fields(string(text)); len(lines) == 2 {
		if k, err := seal.ReadKey(lines[0], lines[1]); err == nil {
			return k, nil
		}
	}
	return nil, fault.Wrong("data", data, "seal.key.wrong", "file", sealKeyFile)
}

// makeSealKey makes a key. The file is linked into place when it is whole: of
// two nodes that do so at once one keeps its own, and both then read that.
func makeSealKey(data string) error {
	k, err := seal.NewKey()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(data, 0o700); err != nil {
		return err
	}
	draft, err := os.CreateTemp(data, sealKeyFile+".*") // mode 0600
	if err != nil {
		return err
	}
	defer os.Remove(draft.Name())
	_, err = draft.WriteString(k.Private + "\n" + k.Public + "\n")
	if err := errors.Join(err, draft.Sync(), draft.Close()); err != nil {
		return err
	}
	err = os.Link(draft.Name(), filepath.Join(data, sealKeyFile))
	if errors.Is(err, os.ErrExist) {
		return nil
	}
	return err
}
