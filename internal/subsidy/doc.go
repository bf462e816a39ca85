// Package subsidy is about the money for training classes: the policies that
// say how much, the claims of providers, and what happens to a claim until the
// money is paid, or comes back.
//
// A policy is dated data: drafted by the secretariat, put into force by the
// government, ended with a day; never changed while it is in force. Its formula
// has one of three shapes (domain.md 4.4): by certificate level, by class hour
// with caps, fixed by occupation with standard hours.
//
// A claim stands for one completed subsidised class and is built from its
// roster: one line a person, calculated step by step in integer fen:
//
//	draft -> submitted -> published -> sampling -> assured -> confirmed -> approved -> paid
//
// The secretariat checks it and may reject single people with a reason, never
// for the others' sake the whole; publishes it for the working days of the
// policy; a stratified sample is drawn with a seed that was committed before;
// two different persons approve it; a third step records the payment. Money
// comes back when one person asks and another approves. The provider sees fewer
// states (Shown). See docs/states/subsidy_claim.md.
//
// No personal data is kept here: names, numbers and accounts are read from the
// roster when they are shown or paid, so that an erased person stays erased.
// Limits per person are rules of training; what they find stands on the line.
package subsidy
