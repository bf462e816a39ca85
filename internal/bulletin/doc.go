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
