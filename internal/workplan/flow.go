package workplan

import "tongpin/internal/core/flow"

// The verbs of a plan and of its items.
const (
	VerbDraft    = "draft"
	VerbEdit     = "edit"
	VerbAdd      = "add"
	VerbChange   = "change"
	VerbRemove   = "remove"
	VerbAdopt    = "adopt"
	VerbRevise   = "revise"
	VerbDrop     = "drop" // the revision is given up
	VerbConclude = "conclude"
	VerbReport   = "report"
	VerbExplain  = "explain"
	VerbTurn     = "turn" // the light of an item changed
)

// Flow is the table of all steps of a plan.
var Flow = flow.Machine[State]{
	Kind: Kind, Start: Draft,
	Transitions: []flow.Transition[State]{
		{Verb: VerbEdit, From: []State{Draft, Revising}},
		{Verb: VerbAdopt, From: []State{Draft, Revising}, To: Adopted},
		{Verb: VerbRevise, From: []State{Adopted}, To: Revising},
		{Verb: VerbDrop, From: []State{Revising}, To: Adopted},
		{Verb: VerbReport, From: []State{Adopted, Revising}},
		{Verb: VerbExplain, From: []State{Adopted, Revising}},
		{Verb: VerbConclude, From: []State{Adopted}, To: Concluded},
	},
}
