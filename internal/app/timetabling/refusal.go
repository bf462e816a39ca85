package timetabling

import (
	"errors"

	"tongpin/internal/app/disk"
	"tongpin/internal/engine/message"
	"tongpin/internal/platform/fault"
)

// wrongFile puts into a fault what a reader of an engine refused, or why the file
// could not be read to its end.
func wrongFile(path string, err error) error {
	var p *message.Problem
	switch {
	case err == nil:
		return nil
	case errors.As(err, &p):
		key, args := p.Text()
		return fault.New(fault.Invalid, key, append([]any{"where", message.Where(path, p.Line)}, args...)...)
	}
	return fault.Wrong("file", path, "app.file.unreadable", "problem", disk.Problem(err))
}

// listed is how many reasons are named.
const listed = 20

// reasons puts why no timetable can exist into faults of a key, one for each
// reason; another error is returned as it is.
func reasons(path, key string, err error) error {
	var list fault.List
	all := []error{err}
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		all = joined.Unwrap()
	}
	for _, e := range all {
		var m *message.Message
		if !errors.As(e, &m) {
			return err
		}
		if len(list) < listed {
			list.Add("file", path, key, "problem", m)
		}
	}
	if rest := len(all) - len(list); rest > 0 {
		list = append(list, fault.Refuse("timetable.more", "n", rest))
	}
	return list
}
