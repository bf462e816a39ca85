package attendance

import (
	"fmt"
	"strings"
	"time"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/fact"
	"tongpin/internal/core/file"
	"tongpin/internal/core/metric"
	"tongpin/internal/core/record"
	"tongpin/internal/platform/fault"
	"tongpin/internal/training"
)

// InspectionKind is the record kind of inspections.
const InspectionKind record.Kind = "attendance_inspection"

// FactInspected counts one inspection of a class on its day.
const FactInspected fact.Kind = "training.inspected"

// Metrics defines the figure of inspections.
func Metrics() []metric.Definition {
	return []metric.Definition{{
		Key: "training.inspections", Kinds: []fact.Kind{FactInspected}, Measure: metric.Sum,
		Scopes: []string{fact.ScopeConsortium}, PerOwner: true, Dimensions: []string{"subsidised"}, Unit: "time",
	}}
}

// Inspection is one unannounced visit to a class. It never changes.
type Inspection struct {
	ID         record.ID
	Class      record.ID
	On         calendar.Date
	Half       Half
	Heads      int64 // counted in the room
	Remark     string
	Person     record.ID
	PersonName string
	At         time.Time
	Sample     bool
}

// Ref points at the inspection.
func (x Inspection) Ref() record.Ref { return record.Ref{Kind: InspectionKind, ID: x.ID} }

// InspectCommand records a visit in a slot of today. ID is made by the caller.
type InspectCommand struct {
	ID     record.ID
	Half   Half
	Heads  int64
	Remark string
	Photo  *file.File // nil for none
	Sample bool
}

// mostHeads is more than any room holds: a larger number is a slip of the hand.
const mostHeads = 1000

// Inspect records a visit on its day; it is counted.
func Inspect(k training.Class, slots []Slot, cmd InspectCommand, a access.Actor, now time.Time) (Inspection, change.Change, error) {
	c := change.By(a, now)
	if k.State != training.Open {
		return Inspection{}, c, fault.Refuse("attendance.inspect.state")
	}
	var wrong fault.List
	if slot, ok := find(slots, c.Today(), cmd.Half); !ok || !slot.Begun(now) {
		wrong.Add("half", string(cmd.Half), "attendance.inspect.no_lesson")
	}
	if cmd.Heads < 0 || cmd.Heads > mostHeads {
		wrong.Add("heads", fmt.Sprint(cmd.Heads), "attendance.inspect.heads")
	}
	cmd.Remark = strings.TrimSpace(cmd.Remark)
	if len([]rune(cmd.Remark)) > longest {
		wrong.Add("remark", "", "attendance.reason.long", "most", longest)
	}
	if err := wrong.Err(); err != nil {
		return Inspection{}, c, err
	}
	x := Inspection{ID: cmd.ID, Class: k.ID, On: c.Today(), Half: cmd.Half, Heads: cmd.Heads, Remark: cmd.Remark, Person: a.Person, PersonName: a.Name, At: now, Sample: cmd.Sample}
	c.Log(k.Ref(), "inspect", "heads", fmt.Sprint(x.Heads)).Message = x.Remark
	subsidised := "no"
	if k.Subsidised {
		subsidised = "yes"
	}
	c.Count(fact.Fact{Kind: FactInspected, On: x.On, Quantity: 1, Unit: "time", Scope: fact.ScopeConsortium, Owner: k.Provider, Subject: k.ID, Dims: map[string]string{"subsidised": subsidised}, Record: x.Ref()})
	if cmd.Photo != nil {
		c.Attach(*cmd.Photo)
	}
	return x, c, nil
}
