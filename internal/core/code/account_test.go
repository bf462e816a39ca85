package code_test

import (
	"testing"

	"tongpin/internal/core/code"
)

func TestParseAccount(t *testing.T) {
	for given, want := range map[string]string{
		"6222 0202 0000 1234 562": "6222020200001234562", "4111-1111-1111-1111": "4111111111111111", "4111111111111112": "", "411111111111111": "", "4111x11111111111": "", "": "",
	} {
		got, err := code.ParseAccount("field", given)
		if got != want || (err == nil) != (want != "") {
			t.Errorf("%q: got %q, %v, want %q", given, got, err, want)
		}
	}
	for _, body := range []string{"620000000000000", "620000000000000123", "999999999999999999"} {
		whole := code.CompleteAccount(body)
		if got, err := code.ParseAccount("field", whole); err != nil || got != whole {
			t.Errorf("%s was completed to %s: %v", body, whole, err)
		}
		wrong := whole[:3] + string(rune('0'+(whole[3]-'0'+1)%10)) + whole[4:]
		if _, err := code.ParseAccount("field", wrong); err == nil {
			t.Errorf("%s instead of %s was accepted", wrong, whole)
		}
	}
	if got := code.MaskAccount("6200000000001234"); got != "************1234" {
		t.Error(got)
	}
}
