// Package member is about who belongs to the consortium: application with
// materials, completeness check, two independent assessors, decision, tier,
// yearly review, leaving, removal, reinstatement. It keeps the organisations'
// particulars too, because they change with the membership.
//
// States: applied -> (returned ->) assessing -> assessed -> member | rejected;
// member -> left | removed -> member again. An application can be withdrawn
// until it is decided. See docs/states/membership.md.
//
// Who sees what: members know each other's particulars. Applications, papers,
// story and facts are for the organisation itself, its assessors while they are
// at work, and those who oversee the consortium; the assessors' opinions are not
// for the organisation. Telephone numbers are masked; each view is recorded.
//
// Rules (rules.json): the council decides on two independent assessments
// (MEM-001, MEM-002); two unfulfilled reviews in a row propose removal (MEM-003).
package member
