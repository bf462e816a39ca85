package boardweb

import (
	"context"
	"strings"

	"tongpin/internal/board"
	"tongpin/internal/core/record/recordweb"
	"tongpin/internal/platform/web/ui"
)

// onWall is how many targets have room on a wall screen.
const onWall = 8

// aim is a target of the year's plan in words.
type aim struct {
	title, owner, target, actual, expected string
	path                                   string // of its page; "" if the reader is not led there
	light                                  string
	tone                                   ui.Tone
	share                                  float64
	stated                                 bool // there is a share to draw
	late                                   bool
}

func (d drawing) aims(ctx context.Context) []aim {
	list := make([]aim, len(d.b.Targets))
	for i, t := range d.b.Targets {
		list[i] = d.aim(t)
		if d.figure != nil {
			list[i].path = recordweb.Link(ctx, t.Record)
		}
	}
	return list
}

func (d drawing) aim(t board.Target) aim {
	amount := func(n int64) string { return d.l.T("board.target.amount", "number", n, "unit", t.Unit) }
	x := aim{
		title: t.Number + " " + t.Title, owner: t.Owner, actual: d.l.T("board.target.unknown"), expected: amount(t.Expected),
		target: d.l.T("enum.workplan_target."+t.Operator, "low", d.l.Number(t.Low), "high", d.l.Number(t.High), "unit", t.Unit),
		light:  d.l.Word("enum.workplan_light", t.Light), tone: ui.Light(t.Light),
		share: t.Share(), stated: t.Known && t.Actual != board.Hidden, late: t.Light == "amber" || t.Light == "red",
	}
	switch {
	case t.Known && t.Actual == board.Hidden:
		x.actual = d.l.T("board.few")
	case t.Known:
		x.actual = amount(t.Actual)
	}
	return x
}

// standing says in words how many targets have which light, what is behind first.
func (d drawing) standing() string {
	var lights []string
	count := map[string]int{}
	for _, t := range d.b.Targets {
		if count[t.Light]++; count[t.Light] == 1 {
			lights = append(lights, t.Light)
		}
	}
	words := make([]string, len(lights))
	for i, light := range lights {
		words[i] = d.l.T("board.target.count", "light", d.l.Word("enum.workplan_light", light), "n", count[light])
	}
	return strings.Join(words, d.l.T("board.and"))
}
