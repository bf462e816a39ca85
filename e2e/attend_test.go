package e2e

import (
	"strings"
	"testing"
)

// TestEnrolmentByPhone: somebody without an account finds a class on a phone,
// takes a place, and asks for leave on the own page.
func TestEnrolmentByPhone(t *testing.T) {
	b := openTab(t, ownDemo(t).base)
	b.size(phone)
	right := func() {
		t.Helper()
		for _, flaw := range b.flaws() {
			t.Errorf("%s: %s", b.path(), flaw)
		}
	}
	b.goTo("/c/ruoqiang/classes")
	right()
	offer := eval[string](b, `document.querySelector('main section h2 a')?.getAttribute('href') ?? ''`)
	if offer == "" {
		t.Fatal("no class is open for enrolment")
	}
	b.goTo(offer)
	right()
	b.fill(answers{"name": "Journey Trainee", "id_number": "659999199003070014", "phone": "13800007777", "group": "rural_worker", "agreed": "on"})
	if status := b.send(); status != 200 || !strings.Contains(b.path(), "/my") {
		t.Fatalf("enrolment answers %d: %s", status, b.text("main"))
	}
	b.sees(word(t, "attendance.join.done"))
	right()
	b.fill(answers{"slot": "*", "reason": "A wedding"})
	b.must("attendance.leave.done")
	b.sees(word(t, "attendance_leave.state.asked"))
	right()
}
