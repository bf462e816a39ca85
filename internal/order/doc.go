// Package order holds orders: what an enterprise asks of the schools (people,
// training, technology, services), what the schools answer, how both negotiate
// in turns, and what could be suggested. It also keeps the list of core
// products; the other two of the three lists are views of orders.
//
// An order is drafted by the enterprise, submitted to the secretariat, opened
// or returned with a reason. While open it is answered; agreed responses fill
// it; an order that is full is agreed. It expires at the end of its validity
// and can be renewed, or is closed with a reason.
//
// A response is answered yes or maybe (then both negotiate: whoever has the
// turn proposes, approves or hands over) or no. Both approvals of the same
// terms make it agreed. Other schools never see a response; the secretariat
// sees that it exists and its state, not its terms.
//
// Rules (rules.json): for internships INT-012, INT-020, INT-030, INT-034,
// INT-035, INT-037; for apprenticeships VEL-30. Findings are stored with the
// edition that was used.
package order
