package orderweb_test

import (
	"testing"

	"tongpin/internal/core/rule"
	"tongpin/internal/core/sheet"
	"tongpin/internal/order"
	"tongpin/internal/platform/i18n"
)

// What is put together at run time from declared values must have its text.
func TestEveryValueHasItsText(t *testing.T) {
	texts := newHouse(t).Catalogue
	for _, lang := range i18n.Languages {
		l := texts.In(lang)
		var keys []string
		for _, f := range []struct {
			family string
			values []string
		}{
			{"order.state.", words(order.Flow.States())}, {"enum.order_state.", words(order.States)}, {"response.state.", words(order.ResponseStates)},
			{"enum.order_kind.", words(order.Kinds)}, {"enum.order_mode.", words(order.Modes)}, {"enum.visibility.", words(order.Visibilities)},
			{"enum.confidentiality.", words(order.Confidentialities)}, {"enum.order_waits.", order.Waits}, {"enum.order_mine.", order.Mine},
			{"enum.order_answer.", words(order.Answers)}, {"enum.order_why.", order.Whys}, {"enum.response_reason.", order.Reasons},
			{"enum.chain_position.", order.Positions}, {"enum.skill_level.", order.SkillLevels}, {"rule.", ruleIDs(t)},
		} {
			for _, v := range f.values {
				keys = append(keys, f.family+v)
			}
		}
		for _, m := range order.Metrics() {
			keys = append(keys, "metric."+m.Key, "metric."+m.Key+".wording", "unit."+m.Unit)
		}
		for _, tr := range order.Flow.Transitions {
			keys = append(keys, "did.order."+tr.Verb)
		}
		for _, tr := range order.ResponseFlow.Transitions {
			keys = append(keys, "did.response."+tr.Verb)
		}
		for _, key := range keys {
			if !l.Has(key) {
				t.Errorf("%s: no text for %s", lang, key)
			}
		}
		for _, layout := range []sheet.Layout{order.Layout, order.ProductLayout} {
			if err := layout.Check(l); err != nil {
				t.Errorf("%s: %v", lang, err)
			}
		}
	}
}

func ruleIDs(t testing.TB) (ids []string) {
	t.Helper()
	book, err := rule.Load(order.Rules())
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range book.All() {
		ids = append(ids, r.ID)
	}
	return ids
}

func words[S ~string](list []S) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = string(s)
	}
	return out
}
