package app

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tongpin/internal/core/access"
	"tongpin/internal/core/file"
	"tongpin/internal/core/record"
	at "tongpin/internal/core/step"
	"tongpin/internal/order"
	"tongpin/internal/platform/db"
)

// TestFilesOfOrders: a file of an order is sent to whoever sees the order, and
// to nobody else: not to a rival enterprise, not to the other consortium. Once it
// is taken off, and a while has passed, its content is gone; content of other
// records stays.
func TestFilesOfOrders(t *testing.T) {
	w := ownTown(t)
	h := w.house
	owner := w.person(t, access.Enterprise, nil)
	ctx := access.With(db.In(t.Context(), owner.actor.Consortium), owner.actor)
	d := order.Data{Kind: order.Services, Title: "With a file", Visibility: order.Members}
	o, err := h.Orders.Create(ctx, owner.actor, record.NewID(), "", d)
	if err != nil {
		t.Fatal(err)
	}
	in := file.Intake{Blobs: h.Blobs, Limit: 1 << 20, Clock: h.Clock}
	take := func(content string) file.File {
		t.Helper()
		f, err := in.Take(file.Upload{Name: "a.txt", Content: strings.NewReader(content)}, o.Ref(), owner.actor)
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	kept, refused := take("the only copy"), take("of a refused step")
	if _, err := h.Orders.Attach(ctx, owner.actor, at.Target{ID: o.ID}, kept); err != nil {
		t.Fatal(err)
	}
	address := "/files/" + string(kept.ID)
	seen := map[bool]int{}
	for _, v := range w.people {
		a := v.actor
		may := a.Consortium == owner.actor.Consortium && (a.Organisation == owner.actor.Organisation && a.Role == access.Enterprise ||
			a.Role == access.Secretariat || a.Role == access.Leader || a.Role == access.Auditor)
		if got := v.get(address).status; (got == 200) != may || !may && got != 404 {
			t.Errorf("%s gets %d", v, got)
		}
		seen[may]++
	}
	if seen[true] < 3 || seen[false] < 10 {
		t.Errorf("%v people proves little", seen)
	}
	contents := func() (n int) {
		for _, f := range []file.File{kept, refused} {
			if c, err := h.Blobs.Open(f.Hash); err == nil {
				n++
				_ = c.Close()
			}
		}
		return n
	}
	for _, f := range []file.File{kept, refused} {
		then := h.Clock.Now().Add(-unusedLife - time.Hour)
		if err := os.Chtimes(filepath.Join(w.files(), f.Hash[:2], f.Hash[2:]), then, then); err != nil {
			t.Fatal(err)
		}
	}
	if err := h.callDaily(t.Context()); err != nil || contents() != 1 {
		t.Errorf("after the round %d contents are left, want the one that an order has: %v", contents(), err)
	}
	if _, err := h.Orders.Detach(ctx, owner.actor, at.Target{ID: o.ID}, kept.ID); err != nil {
		t.Fatal(err)
	}
	if got := owner.get(address).status; got != 404 {
		t.Errorf("a file that was taken off answers %d", got)
	}
	if err := h.callDaily(t.Context()); err != nil || contents() != 0 {
		t.Errorf("after the file was taken off %d contents are left: %v", contents(), err)
	}
}

// person is the first of a role whom the condition, if any, fits.
func (w *town) person(t *testing.T, role access.Role, fits func(access.Actor) bool) *visitor {
	t.Helper()
	for _, v := range w.people {
		if v.actor.Role == role && (fits == nil || fits(v.actor)) {
			return v
		}
	}
	t.Fatalf("nobody is %s", role)
	return nil
}
