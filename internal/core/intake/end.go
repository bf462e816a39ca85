package intake

import (
	"context"
	"fmt"

	"tongpin/internal/core/change"
	"tongpin/internal/core/notify"
	"tongpin/internal/platform/fault"
)

// finish ends the dry run or the import.
func (w *worker) finish(ctx context.Context) error {
	i, verb := w.imp, VerbJudge
	if w.write {
		verb = VerbFinish
	}
	var err error
	if i.State, err = Flow.Next(i.State, verb); err != nil {
		return err
	}
	i.Counts = w.at.Counts
	c := change.By(w.with.Actor, w.s.o.Clock.Now())
	c.Log(i.Ref(), verb, "good", fmt.Sprint(i.Counts.Good()), "failed", fmt.Sprint(i.Counts.Failed))
	if w.write {
		i.EndedAt = c.At
		w.tell(&c, "import.done", "good", fmt.Sprint(i.Counts.Good()), "failed", fmt.Sprint(i.Counts.Failed))
	}
	return w.end(ctx, i, c)
}

// refuse ends the job because of the file as a whole, or because of a fault
// that no further attempt would mend. Rows that were written stay.
func (w *worker) refuse(ctx context.Context, why error) error {
	i := w.imp
	var err error
	if i.State, err = Flow.Next(i.State, VerbRefuse); err != nil {
		return err
	}
	i.Problems, i.Counts = fault.All(why), w.at.Counts
	c := change.By(w.with.Actor, w.s.o.Clock.Now())
	i.EndedAt = c.At
	c.Log(i.Ref(), VerbRefuse)
	w.tell(&c, "import.refused")
	return w.end(ctx, i, c)
}

func (w *worker) tell(c *change.Change, key string, pairs ...string) {
	if w.imp.Person != "" {
		c.Tell(notify.Notice{
			Record: w.imp.Ref(), Key: key, Person: w.imp.Person,
			Args: change.Pairs(append([]string{"kind", w.imp.Kind, "file", w.imp.FileName}, pairs...)...),
		})
	}
}

// end saves the last word, unless another worker has said it.
func (w *worker) end(ctx context.Context, i Import, c change.Change) error {
	err := w.s.o.Store.Save(ctx, i, c)
	if fault.Is(err, fault.Stale) {
		now, again := w.s.o.Store.Find(ctx, i.ID)
		if again == nil && !now.Running() {
			return nil
		}
	}
	return err
}
