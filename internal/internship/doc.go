// Package internship holds the internships of students (shi xi): who is where,
// at which post, from when to when and at which hours. A school registers one;
// its days then make it under way and ended without anybody's doing, so that
// the figures know when somebody was an intern.
//
// An internship is planned until its first day, under way until its last, then
// ended; it can end early, and be called off, which takes back what was counted.
// A student is a natural person of the consortium, whose data stands apart and
// can be erased.
//
// The dated rules are the bounds that a registration can show: age (INT-026),
// days and hours (INT-033, INT-034), length (INT-020). What the regulation asks
// of posts (forbidden work), papers (agreement, consent, insurance) and shares
// of staff belongs to the allocation of internships, which will begin here.
package internship
