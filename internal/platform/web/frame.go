package web

import (
	"context"
	"embed"
	"io/fs"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web/ui"
)

//go:embed texts
var texts embed.FS

// Texts are the words of the kit itself, for i18n.Load.
func Texts() fs.FS { return texts }

// Frame is what surrounds a page for this person; the app's middleware makes
// it. The zero Frame is that of a visitor who is not signed in.
type Frame struct {
	Consortium   string // its name
	Person       string // name; empty if nobody is signed in
	Role         string // ready to read
	Organisation string // name
	Seats        []Seat // the roles that the person can switch to, with the present one
	Groups       []NavGroup
	Unread       int // notices not yet read; GlanceEnd are that or more
	Path         Paths
}

// Paths are addresses of the frame; a part whose address is empty is left out.
type Paths struct {
	Home, Notices, Account, Switch, SignIn, SignOut, Search, Help string
}

// Seat is a role for an organisation in a consortium. It is switched to by a
// POST of its ID as "seat" to Paths.Switch.
type Seat struct {
	ID, Consortium, Role, Organisation string
	Current                            bool
}

// NavGroup is a part of the navigation; Key is the key of its heading, "" for
// none.
type NavGroup struct {
	Key   string
	Items []NavItem
}

// NavItem is one link of the navigation; Badge counts what waits behind it,
// GlanceEnd are that or more.
type NavItem struct {
	Key   string
	Path  string
	Badge int
}

// CountEnd is where counts of what waits for a person stop.
const CountEnd = 1000

// Counted is such a count in words: beyond the end nobody needs to know how
// many thousands there are.
func Counted(n int) string { return upTo(n, CountEnd) }

// GlanceEnd is where the counts in the frame stop. Every page makes them.
const GlanceEnd = 100

func glance(n int) string { return upTo(n, GlanceEnd) }

func upTo(n, end int) string {
	if n >= end {
		return strconv.Itoa(end-1) + "+"
	}
	return strconv.Itoa(n)
}

type frameKey struct{}

// WithFrame puts the frame into the context.
func WithFrame(ctx context.Context, f Frame) context.Context {
	return LazyFrame(ctx, func() Frame { return f })
}

// LazyFrame is WithFrame for a frame that costs something: it is made once, when
// a page is shown, and not for an answer that shows none.
func LazyFrame(ctx context.Context, frame func() Frame) context.Context {
	return context.WithValue(ctx, frameKey{}, sync.OnceValue(frame))
}

// FrameOf returns the frame of the context.
func FrameOf(ctx context.Context) Frame {
	if frame, ok := ctx.Value(frameKey{}).(func() Frame); ok {
		return frame()
	}
	return Frame{}
}

// Meta is the head of a page. Its texts are ready to read.
type Meta struct {
	Title   string // what the page is
	Lead    string // one sentence: how fresh, for whom
	Crumbs  []ui.Link
	Actions []ui.Action // at the right top
	Narrow  bool        // a form or a text: lines stay short
	Nav     string      // path of the navigation item to mark; found by the address if empty
}

// current is the path of the navigation item that the page belongs to: the
// longest that the address begins with.
func (f Frame) current(ctx context.Context, m Meta) string {
	if m.Nav != "" {
		return m.Nav
	}
	at, best := request(ctx).path, ""
	for _, g := range f.Groups {
		for _, it := range g.Items {
			if (at == it.Path || it.Path != "/" && strings.HasPrefix(at, it.Path+"/")) && len(it.Path) > len(best) {
				best = it.Path
			}
		}
	}
	return best
}

// initial is the letter in the account's circle.
func (f Frame) initial() string {
	r, _ := utf8.DecodeRuneInString(f.Person)
	return string(r)
}

// other is the language that the switch leads to.
func other(ctx context.Context) i18n.Language {
	if i18n.From(ctx).Language() == i18n.Chinese {
		return i18n.English
	}
	return i18n.Chinese
}

func htmlClass(ctx context.Context) string {
	if request(ctx).larger {
		return "larger"
	}
	return ""
}

func htmlLang(ctx context.Context) string {
	if i18n.From(ctx).Language() == i18n.English {
		return "en"
	}
	return "zh-CN"
}
