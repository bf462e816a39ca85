// Package workplan holds the annual work plan: what the consortium sets out to
// do in a year, as a tree of numbered items with targets, owners and periods.
//
// A plan is drafted, adopted by a recorded decision and, at the end of the year,
// concluded by another. After adoption its content changes only by a revision,
// which is adopted again; every adopted edition stays readable, and the last
// one is in force until the next is adopted.
//
// What has been reached is computed: from the linked metric, or from what the
// owner reported with evidence. Expected progress grows evenly over the item's
// period, or along its milestones. A traffic light compares the two by a dated
// rule, which the page names. Where the light is not green the owner is asked to
// explain. The results of a year are proposed from the same computation and
// recorded by a decision of people.
//
// Rules: WP-001 thresholds of the light, WP-002 how old a report may be, WP-003
// the day by which the plan is due, WP-004 the day of the self-evaluation,
// WP-005 two years in a row not fulfilled (domain.md 1.1).
package workplan
