package ui

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/a-h/templ"
	"rsc.io/qr"
)

// quiet is the empty border that readers of QR codes ask for, in modules.
const quiet = 4

// QR draws a text as a QR code (ISO/IEC 18004), black on white whatever the
// theme, with a text for who does not see it. It fills the width that it is
// given. A text that is too long for a code draws nothing.
func QR(text, alt string) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		code, err := qr.Encode(text, qr.M)
		if err != nil {
			return nil //nolint:nilerr // what it says stands beside it in words
		}
		_, err = fmt.Fprintf(w, `<svg class="qr" viewBox="0 0 %[1]d %[1]d" role="img" aria-label="%[2]s" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h%[1]dv%[1]dH0z"/><path fill="#000" d="%[3]s"/></svg>`,
			code.Size+2*quiet, templ.EscapeString(alt), modules(code))
		return err
	})
}

// modules is the path of the black modules, one stroke for each run of a row.
func modules(code *qr.Code) string {
	var d strings.Builder
	for y := range code.Size {
		for x := 0; x < code.Size; x++ {
			from := x
			for x < code.Size && code.Black(x, y) {
				x++
			}
			if x > from {
				fmt.Fprintf(&d, "M%d %dh%dv1h-%dz", from+quiet, y+quiet, x-from, x-from)
			}
		}
	}
	return d.String()
}
