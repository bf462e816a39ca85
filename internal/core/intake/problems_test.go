package intake_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tongpin/internal/core/calendar"
	"tongpin/internal/core/intake"
	"tongpin/internal/core/money"
	"tongpin/internal/platform/fault"
)

func TestProblemsComeBackAsTheyWere(t *testing.T) {
	list := fault.List{
		{Kind: fault.Invalid, Key: "a.b", Field: "staff", Value: "many", Args: []any{
			"text", "x", "max", int64(12_000_000), "pay", money.Fen(480_050), "on", calendar.On(2026, 4, 9),
		}},
		{Kind: fault.Stale, Key: "record.stale", Args: []any{}},
	}
	b, err := json.Marshal(intake.Problems(list))
	if err != nil {
		t.Fatal(err)
	}
	var back intake.Problems
	if err := json.Unmarshal(b, &back); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(list, back.List()); d != "" {
		t.Error(d)
	}
}

func TestKindsThatAreDeclaredByHalf(t *testing.T) {
	for name, list := range map[string][]intake.Kind{
		"no name":   {{Import: "x"}},
		"no way":    {{Name: "a"}},
		"no decide": {{Name: "a", Import: "x"}},
		"no rows":   {{Name: "a", Export: "x"}},
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Error("accepted")
				}
			}()
			intake.NewKinds(list)
		})
	}
}
