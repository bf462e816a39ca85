package intake

import (
	"bytes"
	"encoding/json"
	"fmt"

	"tongpin/internal/core/calendar"
	"tongpin/internal/core/money"
	"tongpin/internal/platform/fault"
)

// Problems is a list of faults in a form that can be stored: the arguments keep
// their types, because the texts show an amount otherwise than a number.
type Problems fault.List

type storedFault struct {
	Kind  fault.Kind  `json:"kind"`
	Key   string      `json:"key"`
	Args  []storedArg `json:"args,omitempty"`
	Field string      `json:"field,omitempty"`
	Value string      `json:"value,omitempty"`
}

// storedArg is one argument; at most one of its members is set.
type storedArg struct {
	Text *string        `json:"s,omitempty"`
	Int  *int64         `json:"n,omitempty"`
	Fen  *money.Fen     `json:"fen,omitempty"`
	Date *calendar.Date `json:"date,omitempty"`
}

// MarshalJSON writes the list.
func (p Problems) MarshalJSON() ([]byte, error) {
	list := make([]storedFault, len(p))
	for i, f := range p {
		list[i] = storedFault{Kind: f.Kind, Key: f.Key, Field: f.Field, Value: f.Value}
		for _, a := range f.Args {
			list[i].Args = append(list[i].Args, storeArg(a))
		}
	}
	return json.Marshal(list)
}

func storeArg(a any) storedArg {
	switch v := a.(type) {
	case int:
		n := int64(v)
		return storedArg{Int: &n}
	case int64:
		return storedArg{Int: &v}
	case money.Fen:
		return storedArg{Fen: &v}
	case calendar.Date:
		return storedArg{Date: &v}
	}
	s := fmt.Sprint(a)
	return storedArg{Text: &s}
}

// UnmarshalJSON reads the list.
func (p *Problems) UnmarshalJSON(b []byte) error {
	if bytes.Equal(b, []byte("null")) {
		return nil
	}
	var list []storedFault
	if err := json.Unmarshal(b, &list); err != nil {
		return err
	}
	*p = nil
	for _, f := range list {
		args := make([]any, len(f.Args))
		for i, a := range f.Args {
			args[i] = a.value()
		}
		*p = append(*p, &fault.Fault{Kind: f.Kind, Key: f.Key, Args: args, Field: f.Field, Value: f.Value})
	}
	return nil
}

func (a storedArg) value() any {
	switch {
	case a.Int != nil:
		return *a.Int
	case a.Fen != nil:
		return *a.Fen
	case a.Date != nil:
		return *a.Date
	case a.Text != nil:
		return *a.Text
	}
	return ""
}

// List is the list of faults.
func (p Problems) List() fault.List { return fault.List(p) }
