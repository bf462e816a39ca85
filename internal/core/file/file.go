package file

import (
	"io"
	"time"

	"tongpin/internal/core/access"
	"tongpin/internal/core/record"
	"tongpin/internal/platform/clock"
	"tongpin/internal/platform/fault"
)

// RecordKind is the record kind of files.
const RecordKind record.Kind = "file"

// DefaultLimit is the largest upload unless the settings say otherwise.
const DefaultLimit int64 = 20 << 20

// File is one uploaded file of a record. It never changes: another content is
// another file.
type File struct {
	ID     record.ID
	Record record.Ref
	Name   string // as people see it, cleaned
	Media  string // media type
	Size   int64  // bytes
	Hash   string // SHA-256 of the content, hex
	By     record.ID
	ByName string
	At     time.Time
}

// Upload is a file on its way in.
type Upload struct {
	Name    string // as the browser sent it
	Content io.Reader
}

// Intake takes uploads in: checks them and keeps their content. Only Take needs
// the Clock.
type Intake struct {
	Blobs *Blobs
	Limit int64 // bytes
	Clock clock.Clock
}

// Take is TakeAt at the present instant.
func (i Intake) Take(u Upload, of record.Ref, a access.Actor) (File, error) {
	return i.TakeAt(u, of, a, i.Clock.Now())
}

// TakeAt checks an upload and keeps its content. The returned File still has to
// be stored with the record that it belongs to, in the transaction of the step
// (filedb.Insert); content without a row is harmless.
func (i Intake) TakeAt(u Upload, of record.Ref, a access.Actor, now time.Time) (File, error) {
	name := CleanName(u.Name)
	d, err := i.Blobs.receive(u.Content, i.Limit)
	if err != nil {
		return File{}, named(err, name)
	}
	t, err := inspect(d, name)
	if err != nil {
		d.discard()
		return File{}, named(err, name)
	}
	if err := i.Blobs.keep(d); err != nil {
		return File{}, err
	}
	return File{
		ID: record.NewID(), Record: of, Name: name, Media: t.Media, Size: d.size, Hash: d.hash,
		By: a.Person, ByName: a.Name, At: now,
	}, nil
}

// inspect tells the type of received content and refuses what is not on the
// list or dangerous.
func inspect(d draft, name string) (Type, error) {
	head := make([]byte, min(d.size, sniffBytes))
	if _, err := d.file.ReadAt(head, 0); err != nil && err != io.EOF {
		return Type{}, err
	}
	t, err := typeOf(name, head)
	if err == nil && t.office {
		err = checkOffice(d.file, d.size, t)
	}
	return t, err
}

// named adds the name of the file to the faults about it.
func named(err error, name string) error {
	for _, f := range fault.All(err) {
		f.Field, f.Value, f.Args = "file", name, append(f.Args, "name", name)
	}
	return err
}
