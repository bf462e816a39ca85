package e2e

import (
	"bytes"
	"cmp"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// tallest is how much of a page a picture of the README shows: more than a
// screen, less than a long list.
const tallest = 1080

// picture shoots the page as <name>-<language>-<width>.png, cut at tallest and
// small enough for a repository.
func (b *tab) picture(dir string, s shot, language string) {
	b.t.Helper()
	name := fmt.Sprintf("%s-%s-%s", s.name, language, s.width.name)
	b.shoot(dir, name)
	path := filepath.Join(dir, name+".png")
	data, err := os.ReadFile(path)
	if err != nil {
		b.t.Fatal(err)
	}
	if data, err = shrink(data); err != nil {
		b.t.Fatal(err)
	}
	if err := os.WriteFile(path, data, 0o644); err != nil {
		b.t.Fatal(err)
	}
}

// shrink cuts a PNG at tallest and writes it anew with its 256 most frequent
// colours, the others by the nearest of them. Pages have few colours besides
// the edges of letters.
func shrink(data []byte) ([]byte, error) {
	whole, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	area := whole.Bounds()
	area.Max.Y = min(area.Max.Y, area.Min.Y+tallest)
	cut := image.NewRGBA(image.Rect(0, 0, area.Dx(), area.Dy()))
	draw.Draw(cut, cut.Bounds(), whole, area.Min, draw.Src)
	small := image.NewPaletted(cut.Bounds(), frequent(cut))
	nearest := map[color.RGBA]uint8{}
	for y := range area.Dy() {
		for x := range area.Dx() {
			c := cut.RGBAAt(x, y)
			i, ok := nearest[c]
			if !ok {
				i = uint8(small.Palette.Index(c))
				nearest[c] = i
			}
			small.SetColorIndex(x, y, i)
		}
	}
	var out bytes.Buffer
	err = (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&out, small)
	return out.Bytes(), err
}

// frequent returns the 256 most frequent colours of a picture.
func frequent(picture *image.RGBA) color.Palette {
	count := map[color.RGBA]int{}
	for i := 0; i+3 < len(picture.Pix); i += 4 {
		p := picture.Pix[i : i+4]
		count[color.RGBA{p[0], p[1], p[2], p[3]}]++
	}
	list := slices.SortedFunc(maps.Keys(count), func(a, b color.RGBA) int {
		return cmp.Or(count[b]-count[a], int(a.R)-int(b.R), int(a.G)-int(b.G), int(a.B)-int(b.B))
	})
	var palette color.Palette
	for _, c := range list[:min(len(list), 256)] {
		palette = append(palette, c)
	}
	return palette
}

func TestShrink(t *testing.T) {
	big := image.NewRGBA(image.Rect(0, 0, 40, tallest+100))
	for y := range tallest + 100 {
		for x := range 40 {
			big.SetRGBA(x, y, color.RGBA{uint8(x), uint8(y), 0, 255}) // over 256 colours
		}
	}
	draw.Draw(big, image.Rect(0, 0, 40, 500), image.White, image.Point{}, draw.Src)
	var b bytes.Buffer
	if err := png.Encode(&b, big); err != nil {
		t.Fatal(err)
	}
	data, err := shrink(b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	got, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	if got.Bounds().Dy() != tallest {
		t.Errorf("%d pixels tall", got.Bounds().Dy())
	}
	if p, ok := got.(*image.Paletted); !ok || len(p.Palette) > 256 {
		t.Errorf("%T", got)
	}
	if r, g, b, _ := got.At(3, 3).RGBA(); r != 0xffff || g != 0xffff || b != 0xffff {
		t.Error("the most frequent colour is lost")
	}
	if _, err := shrink([]byte("no picture")); err == nil {
		t.Error("shrank what is no picture")
	}
}
