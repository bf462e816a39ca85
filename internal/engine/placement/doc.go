// Package placement places students into internship posts and order-class seats
// under seats and nested caps: a post within a kind of post within an enterprise
// within a zone, to any depth.
//
// [Solve] finds the student-optimal stable placement by deferred acceptance over
// the tree of caps, [SolveBands] does so in bands of parallel choices, and
// [SolveWeighted] looks for the highest sum of values and proves how far from it
// a placement can be. [NewTable] has the cutoffs of a placement and explains
// every wish. [Draw] holds the lottery that breaks ties.
//
// The result depends on the instance alone: not on the number of goroutines and
// not on any order of processing. Nothing here reads a clock, a file or a random
// source. How it works, what it promises and why the data lie as they do stands
// in docs/placement.md.
package placement
