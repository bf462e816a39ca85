// Package intake is the one way in and out for spreadsheets. A feature declares
// a Kind: its columns, who may import and export, the decision of a batch of
// rows, and the rows of an export. Everything else is here: upload, dry run,
// confirmation, the import in batches as a job that survives a kill, the
// workbook of the failed rows, and exports that leave a trace.
//
// States of an import:
//
//	uploaded -> checking -> checked -> importing -> done
//	                     \-> refused (the file can't be read; nothing was written)
//
// Rules:
//
//   - A dry run decides all rows and writes none. A person then confirms.
//   - An import works in batches of BatchRows rows. The rows of a batch, what
//     they cause, and how far the job has come are one transaction, so a row is
//     whole or absent, whenever the program dies; the next worker goes on behind
//     the last batch.
//   - A batch that meets somebody else's change (Conflict, Stale) is tried again
//     row by row: only the rows concerned fail.
//   - A row that fails is kept with its cells and its problems for KeepDays days,
//     because it may hold personal data, and can be fetched as a workbook, mended
//     and imported.
//   - A workbook with personal data (a Sensitive column) is deleted some days
//     after its import, or when nobody confirmed it.
//   - The same file again changes nothing: its rows come out as unchanged.
package intake
