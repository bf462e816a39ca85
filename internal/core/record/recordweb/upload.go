package recordweb

import (
	"tongpin/internal/core/access"
	"tongpin/internal/core/file"
	"tongpin/internal/core/record"
	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/web/form"
)

// Upload takes in the file of a form's field for a record; false if the field
// is empty. A file that is refused is wrong at its field.
func Upload(intake file.Intake, a access.Actor, v *form.Values, field string, of record.Ref) (file.File, bool) {
	headers := v.Files(field)
	if len(headers) == 0 || headers[0].Size == 0 {
		return file.File{}, false
	}
	content, err := headers[0].Open()
	if err != nil {
		v.Wrong(field, "file.unreadable")
		return file.File{}, false
	}
	defer content.Close()
	f, err := intake.Take(file.Upload{Name: headers[0].Filename, Content: content}, of, a)
	if err == nil {
		return f, true
	}
	for _, x := range fault.All(err) {
		v.Wrong(field, x.Key, x.Args...)
	}
	if len(fault.All(err)) == 0 {
		v.Wrong(field, "file.unreadable")
	}
	return file.File{}, false
}
