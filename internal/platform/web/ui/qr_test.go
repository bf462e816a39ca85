package ui

import (
	"context"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"rsc.io/qr"
)

var stroke = regexp.MustCompile(`M(\d+) (\d+)h(\d+)v1h-(\d+)z`)

// What is drawn is the code module by module, inside its quiet border.
func TestQRDrawsTheCode(t *testing.T) {
	const text = "https://example.org/c/ruoqiang/my/scan?class=01900000-0000-7000-8000-0000000000c1&code=042137"
	code, err := qr.Encode(text, qr.M)
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	if err := QR(text, `sign "in"`).Render(context.Background(), &out); err != nil {
		t.Fatal(err)
	}
	black := map[[2]int]bool{}
	for _, m := range stroke.FindAllStringSubmatch(out.String(), -1) {
		var n [4]int
		for i := range n {
			if n[i], err = strconv.Atoi(m[i+1]); err != nil {
				t.Fatal(err)
			}
		}
		for x := range n[2] {
			black[[2]int{n[0] + x - quiet, n[1] - quiet}] = true
		}
	}
	for y := -quiet; y < code.Size+quiet; y++ {
		for x := -quiet; x < code.Size+quiet; x++ {
			if black[[2]int{x, y}] != code.Black(x, y) {
				t.Fatalf("module %d,%d is drawn %v", x, y, black[[2]int{x, y}])
			}
		}
	}
	if !strings.Contains(out.String(), `aria-label="sign &#34;in&#34;"`) {
		t.Errorf("the text for who does not see it: %s", out.String()[:200])
	}
	out.Reset()
	if err := QR(strings.Repeat("x", 5000), "").Render(context.Background(), &out); err != nil || out.Len() > 0 {
		t.Errorf("too long: %q, %v", out.String(), err)
	}
}
