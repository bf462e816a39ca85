package sheet

import "tongpin/internal/core/sheet/ooxml"

// The limits of a file that comes in. They are far above what people keep in
// one sheet and far below what would hurt the server.
const (
	MaxFile        = 20 << 20  // bytes of the uploaded file
	MaxUnpacked    = 400 << 20 // bytes of all parts of a workbook, unpacked
	MaxRatio       = 200       // unpacked to packed size of a part over 1 MiB
	MaxParts       = 2000      // parts of a workbook
	MaxRows        = 200_000   // rows that hold something
	MaxColumns     = 200       // columns
	MaxCell        = 32_767    // characters of a cell, as in Excel
	MaxShared      = 2_000_000 // shared strings
	MaxSharedBytes = 96 << 20  // bytes of all shared strings
	headerDepth    = 10        // the header is looked for in so many rows
)

var packageLimits = ooxml.Limits{
	File: MaxFile, Unpacked: MaxUnpacked, Ratio: MaxRatio, Parts: MaxParts,
}
