// Package training is about training classes: who may teach what, a class from
// its filing to its completion, the people on its roster by real name, their
// results and certificates.
//
// A class: draft -> filed -> checked -> approved (the turns of provider,
// secretariat and government) -> open -> closing (exam) -> completed; returned
// with a reason to the provider; cancelled before, or reversed after its
// completion. A filing that is called back loses what was approved. A class that
// took place before this program was in use is registered at once, and the
// timeline says so. See docs/states/training_class.md.
//
// A person is known once in a consortium. What identifies the person (name,
// numbers, telephone, account) stands apart from what is counted, so that it can
// be erased while the facts stay; the id of a trainee is made of nothing of it.
//
// Rules: rules.json, from domain.md section 4, each with its edition and mark.
// All of them are local policy: another place loads other numbers. Classes are
// counted by the day of opening, person-times by the day of closing (4.7).
package training
