// Package seal is the sealed log of facts as pure computation: leaves, the
// Merkle tree over them, signed heads, and proofs that figures stand on leaves
// of the tree. It knows no database and no feature.
//
// # Tree
//
// The tree is that of RFC 6962 as golang.org/x/mod/sumdb/tlog builds it: leaf i
// (from 0) is the fact with seq i+1. Its hashes are kept in tiles of 256; only
// every eighth level is stored, which is one hash a leaf and a little.
//
// # Leaf
//
// A Leaf is a fact as anybody may see it: day, quantity, kind, dimensions. What
// points at a person, or may, stands in it as a salted commitment (Commit), so
// that the salt can be erased and the tree still verifies.
//
// # Head
//
// A Head is the size and root of a tree at an instant, signed with Ed25519 as a
// note (golang.org/x/mod/sumdb/note, the form of C2SP tlog-checkpoint). It also
// commits to the Tally: how many facts of each kind count in each month. Each
// leaf bears its number within its kind and month. So whoever holds a head sees
// not only that a leaf is in the tree, but also that none of its kind and month
// was left out.
//
// # Bundle
//
// A Bundle proves figures: all leaves of the kinds and months that the figures
// count, one proof for all of them against a head, and a signed statement of
// the figures. Check proves everything but the arithmetic of the figures, which
// package sealing does with the definitions of metrics.
package seal
