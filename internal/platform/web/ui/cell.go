package ui

import (
	"context"
	"io"

	"github.com/a-h/templ"

	"tongpin/internal/platform/i18n"
)

// The pieces of this file are written by hand and not in templ, because lists
// show hundreds of them.

// Tag shows a state in words, with a tone.
func Tag(tone Tone, text string) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		if tone == Plain {
			return element(w, `<span class="tag">`, text, "</span>")
		}
		return put(w, `<span class="tag is-`, string(tone), `">`, templ.EscapeString(text), "</span>")
	})
}

// Anchor shows a Link.
func Anchor(l Link) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error { return anchor(w, l) })
}

// Titled shows a link with a muted line under it: the first column of a list.
func Titled(l Link, under string) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		if err := anchor(w, l); err != nil || under == "" {
			return err
		}
		return element(w, `<span class="under">`, under, "</span>")
	})
}

// Date shows a civil date.
func Date(d i18n.Day) templ.Component {
	if d == (i18n.Day{}) {
		return Text("")
	}
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return element(w, `<span class="nowrap">`, i18n.From(ctx).Date(d), "</span>")
	})
}

func anchor(w io.Writer, l Link) error {
	if l.Path == "" {
		return element(w, "<span>", l.Text, "</span>")
	}
	return put(w, `<a href="`, templ.EscapeString(l.Path), `">`, templ.EscapeString(l.Text), "</a>")
}

// element writes a text between its marks.
func element(w io.Writer, open, text, end string) error {
	return put(w, open, templ.EscapeString(text), end)
}

// put writes pieces without putting them together first: a list has thousands.
func put(w io.Writer, pieces ...string) error {
	for _, p := range pieces {
		if _, err := io.WriteString(w, p); err != nil {
			return err
		}
	}
	return nil
}
