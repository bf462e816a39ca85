package recordweb

import (
	"context"
	"strings"
	"testing"

	"tongpin/internal/core/file"
)

// A list of files needs no word about each of them.
func TestFilesWithoutNotes(t *testing.T) {
	var out strings.Builder
	if err := Files([]file.File{{ID: "f1", Name: "room.png"}}, nil).Render(context.Background(), &out); err != nil || !strings.Contains(out.String(), "room.png") {
		t.Errorf("%v: %s", err, out.String())
	}
}
