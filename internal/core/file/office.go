package file

import (
	"archive/zip"
	"io"
	"strings"

	"tongpin/internal/platform/fault"
)

// Bounds of an office document, which is a zip archive: what an honest one
// stays far below and a zip bomb goes far beyond.
const (
	maxEntries  = 5000
	maxUnpacked = 400 << 20 // bytes of all entries
	maxRatio    = 200       // unpacked to packed, for entries above ratioFloor
	ratioFloor  = 1 << 20
)

// checkOffice refuses an office document that would burst when opened, that
// carries a program, or that is no document of its kind. Sizes are counted while
// unpacking: the sizes that an archive states about itself prove nothing.
func checkOffice(r io.ReaderAt, size int64, t Type) error {
	z, err := zip.NewReader(r, size)
	if err != nil {
		return fault.Wrong("file", "", "file.office.broken")
	}
	if len(z.File) > maxEntries {
		return fault.Wrong("file", "", "file.office.bomb")
	}
	main := map[string]string{wordMedia: "word/document.xml", excelMedia: "xl/workbook.xml"}[t.Media]
	var total int64
	found := false
	for _, f := range z.File {
		name := strings.ToLower(f.Name)
		found = found || name == main
		if strings.HasSuffix(name, "vbaproject.bin") {
			return fault.Wrong("file", "", "file.office.program")
		}
		n, err := unpackedSize(f, maxUnpacked-total)
		if err != nil {
			return err
		}
		total += n
	}
	if !found {
		return fault.Wrong("file", "", "file.office.broken")
	}
	return nil
}

// unpackedSize counts the bytes of an entry without keeping them.
func unpackedSize(f *zip.File, room int64) (int64, error) {
	in, err := f.Open()
	if err != nil {
		return 0, fault.Wrong("file", "", "file.office.broken")
	}
	defer in.Close()
	limit := room
	if byRatio := max(ratioFloor, int64(min(f.CompressedSize64, 1<<40))*maxRatio); byRatio < limit {
		limit = byRatio
	}
	n, err := io.Copy(io.Discard, io.LimitReader(in, limit+1))
	switch {
	case n > limit:
		return n, fault.Wrong("file", "", "file.office.bomb")
	case err != nil:
		return n, fault.Wrong("file", "", "file.office.broken")
	}
	return n, nil
}
