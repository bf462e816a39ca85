// Package arch holds the rules of the house as tests: which package may import
// which, how large files and functions may grow, where the wall clock and
// Chinese text may stand. It has no code of its own. Each rule is a function
// that is also run on forbidden examples, so that it is known to bite.
package arch
