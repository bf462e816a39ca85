// Package desk is what lies on a person's desk, whatever feature it comes from:
// open steps, notices, jobs. It also tells those above when a step is overdue.
// Imports and exports are its pages too (deskweb); their work is core/intake.
//
// Rules:
//
//   - A to-do is closed by doing its step, never here.
//   - A person sees what is for them, for their role in their organisation, or
//     for their role in the whole consortium.
//   - An overdue step with somebody to tell is told of once.
package desk
