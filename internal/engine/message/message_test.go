package message_test

import (
	"errors"
	"testing"

	"tongpin/internal/engine/message"
)

func TestProblemSaysWhere(t *testing.T) {
	inner := message.New("weeks.odd")
	m := message.New("wrong.load", "value", "wang", "need", 9, "rooms", []string{"w1", "w2"}, "when", inner)
	for want, p := range map[string]*message.Problem{
		"base.plan:7: wrong.load value=wang need=9 rooms=[w1 w2] when=weeks.odd": {File: "base.plan", Line: 7, Message: m},
		"base.plan: weeks.odd": {File: "base.plan", Message: inner},
		":7: weeks.odd":        {Line: 7, Message: inner},
	} {
		if p.Error() != want {
			t.Errorf("got  %s\nwant %s", p.Error(), want)
		}
		var found *message.Message
		if !errors.As(error(p), &found) || found != p.Message {
			t.Errorf("%s does not unwrap to what is wrong", want)
		}
	}
	if key, args := m.Text(); key != "wrong.load" || len(args) != 8 {
		t.Errorf("%s %v", key, args)
	}
}
