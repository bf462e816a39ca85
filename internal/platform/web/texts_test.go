package web_test

import (
	"os"
	"testing"

	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web"
)

func TestTextsOfTheKit(t *testing.T) {
	c, err := i18n.Load(web.Texts())
	if err != nil {
		t.Fatal(err)
	}
	problems, err := i18n.Check(c, []string{"web.error.", "web.fault."}, os.DirFS("."))
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range problems {
		t.Error(p)
	}
}
