// Package insight turns facts into figures. It reads facts across features and
// writes none of its own, except the reversing fact by which a mistake is taken
// back. A number here is always a metric definition applied to facts: change
// one record and the figure changes with it.
//
// A figure is asked for by its key, a slice (scope, owner, or one value of one
// dimension) and a period. From each figure the way leads to its facts, and
// from each fact to the record behind it.
//
// A correction reverses one fact, once, with a reason. It counts on the day of
// the fact that it takes back, so that the figure of that period is mended; the
// instant when it was recorded stays visible. The record behind is not
// changed: where the record itself is wrong, the record has to be corrected,
// and its feature writes the facts.
package insight
