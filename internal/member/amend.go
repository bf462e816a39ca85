package member

import (
	"maps"
	"slices"
	"time"

	"tongpin/internal/core/access"
	"tongpin/internal/core/change"
	"tongpin/internal/core/file"
)

// AmendCommand changes an organisation's particulars, or completes the
// materials of an application.
type AmendCommand struct {
	Particulars Particulars
	Materials   []Material // added; empty to leave them
	Files       []file.File
}

// Amend changes particulars. A returned application goes back to the check.
func Amend(m Membership, cmd AmendCommand, a access.Actor, now time.Time) (Membership, change.Change, error) {
	said, wrong := cmd.Particulars.keeping(m.Organisation).read()
	if err := wrong.Err(); err != nil {
		return m, change.Change{}, err
	}
	verb := VerbAmend
	if m.State == Returned {
		verb = VerbComplete
	}
	next, err := Flow.Next(m.State, verb)
	if err != nil {
		return m, change.Change{}, err
	}
	c := change.By(a, now)
	before := m
	m.State = next
	m.Organisation = said.onto(m.Organisation)
	m.Materials = merge(m.Materials, cmd.Materials)
	m.recount(&c, before)
	c.Attach(cmd.Files...)
	c.Log(m.Ref(), verb)
	if verb == VerbComplete {
		c.Close(m.Ref(), "complete")
		c.Open(m.todo("check", access.Secretariat, "", c.Today().AddDays(checkDays)))
	}
	return m, c, nil
}

// recount moves a member that counted under other particulars or another tier.
func (m Membership) recount(c *change.Change, before Membership) {
	loss, gain := before.moved(-1, moveRecount), m.moved(1, moveRecount)
	if before.State == Member && !maps.Equal(loss.Dims, gain.Dims) {
		c.Count(loss)
		c.Count(gain)
	}
}

// merge replaces materials of the same kind and adds the others.
func merge(have, add []Material) []Material {
	replaced := func(x Material) bool {
		return slices.ContainsFunc(add, func(y Material) bool { return y.Kind == x.Kind })
	}
	return append(slices.DeleteFunc(slices.Clone(have), replaced), add...)
}
