// Package sealing seals facts: in the order in which they were recorded, into
// the Merkle tree of their consortium (engine/seal), whose signed heads anybody
// can fetch. A fact that is changed behind the program's back no longer fits
// the tree, and a published figure can be proved to whoever doubts it.
//
// # Order
//
// Facts are numbered by core/ledger.NextNumbers, which holds the row of the
// series until its transaction ends. So numbers have no gaps, and whoever sees
// fact n sees all before it: a fact that is committed later has a higher number.
// Sealing takes the facts that follow the last sealed one and refuses a gap.
//
// # Salts
//
// What points at a person stands in a leaf as a commitment under a salt: one for
// each subject, which also hides the records, evidence and reasons of its facts,
// and one for each person who recorded. Forget erases salts; the commitments
// stay as they are and mean nothing any more, and the tree verifies as before. A
// fact that is recorded later about the same id gets a new salt.
//
// # What is not proved
//
// That a fact is true, or that everything that happened was recorded. Whoever
// holds both the database and the key can seal another past; heads that others
// have kept give it away. docs/seal.md says it in plain words.
package sealing
