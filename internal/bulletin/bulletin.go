// Package bulletin composes what a consortium publishes about itself: the
// quarterly bulletin and the annual report. A bulletin is plain text in which
// numbers are not typed but bound to metrics: where the text says
// {{training.person_times}}, the paper states what the facts say.
//
// States: draft -> review -> approved -> published; withdrawn before it is
// published. See docs/states/bulletin.md.
//
// The secretariat drafts, approves its own text and hands it over; the leading
// group approves or gives it back (core/turn). Any edit takes back all
// approvals. At publication the figures are frozen with the size of the sealed
// log, the paper gets its number, and the words and figures get their proof
// (Prover). From then on nothing of it changes: where a figure has changed since,
// the page states both values.
//
// Papers are public, so they hold aggregates only, and a number of people below
// three is not stated (domain.md 7.2).
package bulletin

import (
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/flow"
	"tongpin/internal/core/record"
	"tongpin/internal/core/turn"
)

// Kind is the record kind of bulletins.
const Kind record.Kind = "bulletin"

// Series are numbered apart.
type Series string

// The series.
const (
	Quarterly Series = "quarterly" // of one quarter
	Annual    Series = "annual"    // of one year
)

// AllSeries lists the series in the order in which people see them.
var AllSeries = []Series{Quarterly, Annual}

// State of a bulletin.
type State string

// The states.
const (
	Draft     State = "draft"    // with the secretariat
	Review    State = "review"   // with the leading group
	Approved  State = "approved" // by both; to be published
	Published State = "published"
	Withdrawn State = "withdrawn"
)

// The two parties that approve in turn. They are offices of the consortium and
// no organisations: whoever holds the role acts for them.
var (
	OfficeSecretariat = record.Derived("", "office/secretariat")
	OfficeLeader      = record.Derived("", "office/leader")
)

// Bulletin is one bulletin or annual report.
type Bulletin struct {
	ID          record.ID
	Version     int64
	Series      Series
	Period      calendar.Period
	Issue       int64 // number within the series and year of publication; 0 until published
	Content     Content
	State       State
	Turn        turn.Turn
	Numbers     Numbers // frozen at publication; empty before
	HeadSize    int64   // facts in the sealed log at publication; 0 without a proof
	PublishedOn calendar.Date
	Reason      string // why it was withdrawn
	Sample      bool
	CreatedAt   time.Time
	UpdatedAt   time.Time
}

// Archive is what is kept of a published paper: its JSON document and the proof
// of its words and figures.
type Archive struct {
	Document []byte
	Proof    json.RawMessage // empty without a proof
}

// At is the version, for core/step.
func (b Bulletin) At() int64 { return b.Version }

// Ref points at the bulletin.
func (b Bulletin) Ref() record.Ref { return record.Ref{Kind: Kind, ID: b.ID} }

// Subject tells access whose the bulletin is: the consortium's.
func (b Bulletin) Subject(access.Actor) access.Subject { return access.Subject{} }

// Number is the number of a published paper, "2026-1"; empty before.
func (b Bulletin) Number() string {
	if b.Issue == 0 {
		return ""
	}
	return fmt.Sprintf("%d-%d", b.PublishedOn.Year, b.Issue)
}

// Acting is the party for which the actor acts; empty for none.
func Acting(a access.Actor) record.ID {
	switch a.Role {
	case access.Secretariat:
		return OfficeSecretariat
	case access.Leader:
		return OfficeLeader
	}
	return ""
}

// SeriesOf is the series whose papers cover a period; false if none does.
func SeriesOf(p calendar.Period) (Series, bool) {
	if p.From.Zero() {
		return "", false
	}
	switch p {
	case calendar.QuarterOf(p.From):
		return Quarterly, true
	case calendar.YearOf(p.From):
		return Annual, true
	}
	return "", false
}

// PlainYear is the year of a date without separators.
func PlainYear(d calendar.Date) string { return strconv.Itoa(d.Year) }

// The verbs of a bulletin.
const (
	VerbDraft    = "draft"
	VerbEdit     = "edit"
	VerbSubmit   = "submit" // the secretariat approves and hands over
	VerbApprove  = "approve"
	VerbReturn   = "return"
	VerbLapse    = "lapse" // the review lay silent and went back
	VerbPublish  = "publish"
	VerbWithdraw = "withdraw"
)

// Flow is the table of all steps of a bulletin.
var Flow = flow.Machine[State]{
	Kind: Kind, Start: Draft,
	Transitions: []flow.Transition[State]{
		{Verb: VerbEdit, From: []State{Draft, Approved}, To: Draft},
		{Verb: VerbSubmit, From: []State{Draft}, To: Review},
		{Verb: VerbReturn, From: []State{Review}, To: Draft},
		{Verb: VerbLapse, From: []State{Review}, To: Draft},
		{Verb: VerbApprove, From: []State{Review}, To: Approved},
		{Verb: VerbPublish, From: []State{Approved}, To: Published},
		{Verb: VerbWithdraw, From: []State{Draft, Review, Approved}, To: Withdrawn},
	},
}
