package dump

import (
	"os"
	"testing"

	"tongpin/internal/platform/i18n"
)

func TestTexts(t *testing.T) {
	c, err := i18n.Load(Texts())
	if err != nil {
		t.Fatal(err)
	}
	problems, err := i18n.Check(c, nil, os.DirFS("."))
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range problems {
		t.Error(p)
	}
}
