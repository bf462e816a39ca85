package e2e

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// identity makes the n-th lawful identity number of nobody, of 1,000.
func identity(n int) string { return born("19880301", n) }

// born is the n-th identity number of nobody with a birthday, which need not
// exist: the division 659999 was never given out, and the last place is the
// check character of GB 11643.
func born(birthday string, n int) string {
	body, sum := fmt.Sprintf("659999%s%03d", birthday, n), 0
	for i, weight := range []int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2} {
		sum += weight * int(body[i]-'0')
	}
	return body + "10X98765432"[sum%11:sum%11+1]
}

// TestFromFilingToFigure walks a training class: its provider files it, the
// secretariat checks, the government approves, the roster comes from a workbook
// with a mistake in it, results are entered, and the figures count it.
func TestFromFilingToFigure(t *testing.T) {
	base := ownDemo(t).base
	provider, office, leader := enter(t, base, "provider"), enter(t, base, "secretariat"), enter(t, base, "leader")
	classes, people := office.figure("training.classes", "consortium"), office.figure("training.person_times", "consortium")

	provider.goTo("/classes/new")
	provider.fill(answers{
		"name": "Journey", "category": "occupation", "occupation": "4-07-05-01", "level": "junior", "opens": day(0), "closes": day(0),
		"hours": "8", "seats": "5", "place": "Base", "plan": "Plan",
	})
	for end := time.Now().Add(10 * time.Second); provider.text("main .verdict .good") == "" && time.Now().Before(end); { // it is judged while it is typed
		time.Sleep(100 * time.Millisecond)
	}
	if status := provider.send(); status != 200 {
		t.Fatalf("the draft answers %d: %s", status, provider.text("main"))
	}
	class := strings.TrimSuffix(provider.path(), "/timetable")
	provider.fill(answers{"session.0.on": day(0), "session.0.from": "09:00", "session.0.to": "16:00", "session.0.hours": "8", "session.0.topic": "Duty"})
	provider.must("training.timetable.saved")
	provider.goTo(class)
	provider.step("file", answers{"exception": "Urgent"}, "training_class.state.filed") // it opens today: the rule of three days asks for a reason

	office.goTo(class)
	office.step("check", nil, "training_class.state.checked")
	leader.size(phone)
	leader.goTo(class)
	leader.step("approve", nil, "training_class.state.approved")

	provider.goTo(class)
	number := provider.text("main .crumbs li:last-child, main nav li:last-child")
	rows := "class_number,name,id_number,phone\n"
	for n := range 3 {
		id := identity(n)
		if n == 2 {
			id = id[:17] + "Q"
		}
		rows += fmt.Sprintf("%s,Person %d,%s,13800001234\n", strings.TrimSpace(number), n, id)
	}
	provider.goTo("/imports/training_roster/new")
	provider.upload("file", keepFile(t, "roster.csv", []byte(rows)))
	if status := provider.send(); status != 200 {
		t.Fatalf("the upload answers %d: %s", status, provider.text("main"))
	}
	provider.until(phrase(t, "intake.checked.title", "good", "2", "failed", "1"))
	provider.confirm(phrase(t, "intake.done", "good", "2", "failed", "1"))

	provider.goTo(class)
	provider.step("begin", nil, "training_class.state.open")
	provider.goTo(class)
	provider.step("end", nil, "training_class.state.closing")
	provider.goTo(class + "/results")
	eval[int](provider, `[...document.querySelectorAll('main select[name$=".result"]')].map(s => s.value = 'passed').length`)
	if status := provider.send(); status != 200 {
		t.Fatalf("the results answer %d: %s", status, provider.text("main"))
	}
	provider.goTo(class)
	provider.step("complete", nil, "training_class.state.completed")
	if now := office.figure("training.classes", "consortium"); now != classes+1 {
		t.Errorf("%d classes, want one more than %d", now, classes)
	}
	if now := office.figure("training.person_times", "consortium"); now != people+2 {
		t.Errorf("%d person-times, want two more than %d", now, people)
	}

	office.goTo(class)
	office.step("reverse", answers{"reason": "Did not take place"}, "training_class.state.cancelled")
	if now := office.figure("training.person_times", "consortium"); now != people {
		t.Errorf("%d person-times after the reversal, want %d as before", now, people)
	}
}
