package e2e

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

const newPassword = "four words make one"

// mostClicks is what the whole way may take: a quarter of an hour at 22
// seconds each.
const mostClicks = 40

// empty returns the program on a new folder with an empty consortium, and the
// passwords that it printed for the accounts of two roles.
func empty(t *testing.T) (*site, map[string]string) {
	t.Helper()
	chromium(t)
	s := &site{dir: t.TempDir(), verb: "serve"}
	founding := keepFile(t, "consortium.csv", []byte("key,name,body,industries\nnewtown,New Town,Office of New Town,new_energy\n"))
	s.run(t, "import", "consortium", founding)
	passwords := map[string]string{}
	for _, role := range []string{"secretariat", "leader"} {
		out := strings.TrimSpace(s.run(t, "user", "add", "--consortium", "newtown", "--role", role, "--name", "New "+role, role))
		passwords[role] = out[strings.LastIndex(out, " ")+1:]
	}
	if err := s.start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.remove)
	return s, passwords
}

// run gives the program a command on the site's data and returns what it says.
func (s *site) run(t *testing.T, args ...string) string {
	t.Helper()
	path, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(path, append(args, "--data", s.dir)...)
	cmd.Env = plainEnvironment()
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("tongpin %q: %v\n%s", args, err, out)
	}
	return string(out)
}

// arrive signs a new person in, who has to choose a password first.
func arrive(t *testing.T, base, login, password string) *tab {
	t.Helper()
	b := openTab(t, base)
	b.goTo("/")
	b.fill(answers{"login": login, "password": password})
	b.send()
	b.fill(answers{"old": password, "new": newPassword, "again": newPassword})
	b.must("account.password.changed")
	return b
}

// turn clicks an entry of the menu.
func (b *tab) turn(to string) {
	b.t.Helper()
	if status := b.click(fmt.Sprintf("nav a[href=%q]", to)); status != 200 {
		b.t.Fatalf("%s answers %d", to, status)
	}
}

// download is the file behind a link of the page, as the browser gets it.
func (b *tab) download(ending string) []byte {
	b.t.Helper()
	text := evalAwait[string](b, fmt.Sprintf("(async () => {\n"+
		"	const answer = await fetch(document.querySelector(`main a[href$=%q]`).href)\n"+
		"	const bytes = new Uint8Array(await answer.arrayBuffer())\n"+
		"	return btoa(bytes.reduce((text, b) => text + String.fromCharCode(b), ''))\n})()", ending))
	b.clicks++
	data, err := base64.StdEncoding.DecodeString(text)
	if err != nil || !bytes.HasPrefix(data, []byte("PK")) {
		b.t.Fatalf("%s is no workbook: %.60q %v", ending, data, err)
	}
	return data
}

// TestFromEmptyToBulletin goes the way of the README as a new office would: from
// an empty consortium and a workbook of 1,000 people, 12 rows of it broken, to
// the published bulletin of the quarter.
func TestFromEmptyToBulletin(t *testing.T) {
	s, passwords := empty(t)
	q, began := makeQuarter(t), time.Now()
	office := arrive(t, s.base, "secretariat", passwords["secretariat"])

	office.turn("/classes")
	office.follow("/imports/training_roster/new")
	office.roster(q.file, quarterPeople-len(q.mistakes), len(q.mistakes))
	book := office.download("/failed.xlsx")
	for _, m := range q.mistakes {
		book = mended(t, book, m.wrong, m.right)
	}
	office.follow("/imports/training_roster/new")
	office.roster(keepFile(t, "mended.xlsx", book), len(q.mistakes), 0)

	office.turn("/bulletins")
	office.follow("/bulletins/new")
	office.fill(answers{"period": q.name})
	office.send() // leads to the editor
	office.send() // keeps the usual wording
	paper := office.path()
	office.step("submit", nil, "bulletin.turn.review")

	leader := arrive(t, s.base, "leader", passwords["leader"])
	leader.turn("/todos")
	leader.follow(paper)
	leader.step("approve", nil, "bulletin.turn.approved")
	office.turn("/todos")
	office.follow(paper)
	office.step("publish", nil, "bulletin.stepped.publish")
	visitor := openTab(t, s.base)
	visitor.goTo(eval[string](office, `document.querySelector('main a[href^="/published/"]').getAttribute('href')`))

	numbers := strings.Join(eval[[]string](visitor, `[...document.querySelectorAll('article .bound')].map(e => e.innerText.replace(/\D/g, ''))`), " ")
	for key, n := range map[string]int{
		"classes": q.classes, "person-times": quarterPeople, "subsidised": q.subsidised, "others": quarterPeople - q.subsidised, "certificates": q.certificates,
	} {
		if !strings.Contains(" "+numbers+" ", fmt.Sprintf(" %d ", n)) {
			t.Errorf("the bulletin does not state %d %s, only %s", n, key, numbers)
		}
	}
	clicks := office.clicks + leader.clicks
	t.Logf("%d clicks, %v with the browser", clicks, time.Since(began).Round(time.Second))
	if clicks > mostClicks {
		t.Errorf("the way takes %d clicks, more than %d", clicks, mostClicks)
	}
}

// roster brings a workbook of classes in, from the page that asks for it.
func (b *tab) roster(path string, good, failed int) {
	b.t.Helper()
	counts := []string{"good", strconv.Itoa(good), "failed", strconv.Itoa(failed)}
	b.upload("file", path)
	if status := b.send(); status != 200 {
		b.t.Fatalf("the upload answers %d: %s", status, b.text("main"))
	}
	b.until(phrase(b.t, "intake.checked.title", slices.Clone(counts)...))
	b.confirm(phrase(b.t, "intake.done", slices.Clone(counts)...))
}
