// Package offer holds what a school can offer: its programmes and, below each,
// the cohorts of students who can be placed, trained in order classes or hired.
//
// Both kinds of records are active until they are closed. A programme can be
// closed once none of its cohorts is active; a cohort can be reopened as long
// as its programme is active. The one-click "still true" stamps ConfirmedAt;
// what was not confirmed for ConfirmDays is put on the school's list.
//
// Facts: offer.programme is the stock of active programmes, offer.capacity the
// stock of available students with the programme's category and level.
package offer
