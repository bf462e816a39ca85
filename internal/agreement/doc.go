// Package agreement is about what parties promise each other: type, term,
// obligations with measure, quantity and due date; approval by every party in
// turn; the signed copy; what was delivered of it, and so how much of what was
// signed has happened (the landing rate).
//
// States: draft -> negotiating -> approved -> active -> expired | ended;
// withdrawn before it is signed. An agreement signed on paper before this
// program was in use is registered as active at once, and the timeline says so.
// See docs/states/agreement.md.
//
// Only the party whose turn it is edits, approves or sends; an edit takes back
// all approvals; a turn that lies silent for 14 days goes back (core/turn). A
// draft is its writer's alone until it is handed over.
package agreement
