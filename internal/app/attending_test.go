package app

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/png"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"tongpin/internal/attendance"
	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/code"
	"tongpin/internal/core/file"
	"tongpin/internal/core/intake"
	"tongpin/internal/core/organisation"
	"tongpin/internal/core/organisation/organisationdb"
	"tongpin/internal/core/record"
	corestep "tongpin/internal/core/step"
	"tongpin/internal/platform/clock"
	"tongpin/internal/platform/config"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/dbtest"
	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/schema"
	"tongpin/internal/training"
)

const (
	lessons record.ID = "01900000-0000-7000-8000-0000000000c1"
	school  record.ID = "01900000-0000-7000-8000-0000000000b1"
)

// classroom is the whole program over a test database, with one class of three
// places that opens the next day.
type classroom struct {
	t       *testing.T
	house   *House
	handler http.Handler
	ctx     context.Context
	now     *clock.Set
	path    string // public page of the consortium's classes
	key     string
}

var (
	keeper  = access.Actor{Consortium: dbtest.Home, Person: lessons, Name: "P", Role: access.Provider, Organisation: school}
	office1 = access.Actor{Consortium: dbtest.Home, Person: lessons, Name: "S", Role: access.Secretariat}
)

func newClassroom(t *testing.T, d *db.DB, now *clock.Set, ctx context.Context) *classroom {
	t.Helper()
	settings := config.Settings{Common: config.Common{Data: t.TempDir()}, Server: config.Server{PublicURL: "http://x.example", SessionIdle: time.Hour, SessionMax: time.Hour, UploadLimit: 1 << 20}}
	h, err := wire(ctx, d, settings, now, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	handler, _ := h.Site(SiteOptions{Settings: settings, Secret: bytes.Repeat([]byte{7}, 32)})
	r := &classroom{t: t, house: h, handler: handler, ctx: ctx, now: now}
	all, err := h.Consortia(ctx)
	for _, c := range all {
		if c.ID == dbtest.Home {
			r.key = c.Key
		}
	}
	if err != nil || r.key == "" {
		t.Fatal("no consortium", err)
	}
	r.path = "/c/" + r.key + "/classes"
	r.file()
	return r
}

// file takes the class to its approval.
func (r *classroom) file() {
	r.t.Helper()
	s, opens := r.house.Training, calendar.DateOf(r.now.Now()).AddDays(10)
	must := func(err error) {
		r.t.Helper()
		if err != nil {
			r.t.Fatal(err)
		}
	}
	must(r.house.DB.Write(r.ctx, func(tx *db.Tx) error {
		return organisationdb.Save(tx, organisation.Organisation{ID: school, Name: "School", Kind: organisation.School, CreditCode: "52652824QQ0000063X"})
	}))
	_, err := s.Admit(r.ctx, office1, training.AdmitCommand{ID: school, Organisation: school, Admission: training.Admission{
		Permitted: []training.Permit{{Occupation: "6-30-05-05", Levels: []code.SkillLevel{code.Junior}}}, Basic: true, From: opens.AddDays(-400), Document: "D",
	}})
	must(err)
	_, err = s.Start(r.ctx, keeper, training.DraftCommand{ID: lessons, Content: training.Content{
		Name: "Diggers", Category: training.ByOccupation, Occupation: "6-30-05-05", Level: code.Junior, Opens: opens, Closes: opens, Hours: 8, Seats: 3, Place: "Base", Plan: "Plan", ExamOn: opens,
	}})
	must(err)
	to := corestep.Target{ID: lessons}
	_, err = s.Timetable(r.ctx, keeper, to, []training.Session{
		{ID: record.Derived(lessons, "1"), On: opens, From: 9 * 60, To: 12*60 + 10, Hours: 4, Topic: "Safety"},
		{ID: record.Derived(lessons, "2"), On: opens, From: 15 * 60, To: 18*60 + 10, Hours: 4, Topic: "Practice"},
	})
	must(err)
	_, err = s.File(r.ctx, keeper, to, training.FileCommand{})
	must(err)
	_, err = s.Check(r.ctx, office1, to, "")
	must(err)
	_, err = s.Approve(r.ctx, access.Actor{Consortium: dbtest.Home, Person: lessons, Role: access.Leader}, to, "")
	must(err)
}

// send asks as a browser without scripts and without a cookie but those given.
func (r *classroom) send(method, address string, v url.Values, cookies ...*http.Cookie) *http.Response {
	q := httptest.NewRequest(method, address, strings.NewReader(v.Encode()))
	q.AddCookie(&http.Cookie{Name: "tp_lang", Value: "en"})
	if method == http.MethodPost {
		q.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for _, c := range cookies {
		q.AddCookie(c)
	}
	w := httptest.NewRecorder()
	r.handler.ServeHTTP(w, q)
	return w.Result()
}

func (r *classroom) page(method, address string, v url.Values, want int, texts ...string) string {
	r.t.Helper()
	answer := r.send(method, address, v)
	var body bytes.Buffer
	_, _ = body.ReadFrom(answer.Body)
	if answer.StatusCode != want {
		r.t.Fatalf("%s %s: %d, want %d\n%s", method, address, answer.StatusCode, want, body.String())
	}
	for _, text := range texts {
		if !strings.Contains(body.String(), text) {
			r.t.Errorf("%s %s lacks %q", method, address, text)
		}
	}
	if to := answer.Header.Get("Location"); to != "" {
		return to
	}
	return body.String()
}

// person is the form of the n-th invented person; 659999 was never issued.
func person(n int) url.Values {
	number, err := code.CompleteIdentity(fmt.Sprintf("65999919900101%03d", n))
	if err != nil {
		panic(err)
	}
	return url.Values{"once": {fmt.Sprint("form ", n)}, "name": {fmt.Sprint("Person ", n)}, "id_number": {number}, "phone": {fmt.Sprintf("138%08d", n)}, "group": {"rural_worker"}, "agreed": {"on"}}
}

// TestThePublicPageNeverOverfillsAClass: many enrol by phone at the same moment;
// as many as there are places get one, the others are told that there is none.
func TestThePublicPageNeverOverfillsAClass(t *testing.T) {
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, now *clock.Set, ctx context.Context) {
		r := newClassroom(t, d, now, ctx)
		const people = 10
		status := make([]int, people)
		var all sync.WaitGroup
		for i := range people {
			all.Go(func() { status[i] = r.send(http.MethodPost, r.path+"/"+string(lessons), person(i)).StatusCode })
		}
		all.Wait()
		got := map[int]int{}
		for _, s := range status {
			got[s]++
		}
		k, err := r.house.Training.Class(ctx, office1, lessons)
		if got[http.StatusSeeOther] != 3 || got[http.StatusUnprocessableEntity] != people-3 || k.Enrolled != 3 || err != nil {
			t.Errorf("answers %v, %d enrolled, %v", got, k.Enrolled, err)
		}
		r.page(http.MethodGet, r.path+"/"+string(lessons), nil, 200, "All places are taken")
	})
}

// TestATraineeByPhone goes from the public list to the hours in the results.
func TestATraineeByPhone(t *testing.T) {
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, now *clock.Set, ctx context.Context) {
		r := newClassroom(t, d, now, ctx)
		offer := r.path + "/" + string(lessons)
		r.page(http.MethodGet, r.path+"?q="+url.QueryEscape("\u6316\u6398\u673a"), nil, 200, "Diggers", "3 places left") // excavator
		if list := r.page(http.MethodGet, r.path+"?q=nothing-like-it", nil, 200); strings.Contains(list, "Diggers") {
			t.Error("the search finds everything")
		}
		wrong := person(1)
		wrong.Set("id_number", "659999199001010019")
		wrong.Del("agreed")
		r.page(http.MethodPost, offer, wrong, 422, "Read the notice", `value="Person 1"`)
		mine := r.page(http.MethodPost, offer, person(1), 303)
		if again := r.page(http.MethodPost, offer, person(1), 303); again != mine {
			t.Errorf("a double click leads to %s and not to %s", again, mine)
		}
		twice := person(1)
		twice.Set("once", "another form")
		stranger := person(1)
		stranger.Set("once", "third")
		stranger.Set("name", "Somebody else")
		a, b := r.page(http.MethodPost, offer, twice, 422, "open the link that you saved"), r.page(http.MethodPost, offer, stranger, 422, "open the link that you saved")
		if len(told(a)) != 1 || told(a)[0] != told(b)[0] {
			t.Errorf("who is enrolled can be told from the answers: %q, %q", told(a), told(b))
		}
		r.page(http.MethodGet, mine, nil, 200, "Diggers", "Next lesson")
		r.page(http.MethodGet, mine[:len(mine)-2]+"AA", nil, 404)
		r.page(http.MethodGet, strings.Replace(mine, r.key, "nobody", 1), nil, 404)
		r.lesson(mine)
	})
}

var toldPattern = regexp.MustCompile(`(?s)id="faults".*?<ul>(.*?)</ul>`)

// told are what the summary of faults says.
func told(page string) []string {
	var list []string
	for _, m := range toldPattern.FindAllStringSubmatch(page, -1) {
		list = append(list, m[1])
	}
	return list
}

// lesson opens the class and signs in by the code of the room.
func (r *classroom) lesson(mine string) {
	t, token := r.t, strings.SplitN(mine, "k=", 2)[1]
	t.Helper()
	opens := calendar.DateOf(r.now.Now()).AddDays(10)
	r.now.Advance(opens.Start().Add(8*time.Hour + 30*time.Minute).Sub(r.now.Now()))
	if _, err := r.house.Training.Begin(r.ctx, keeper, corestep.Target{ID: lessons}); err != nil {
		t.Fatal(err)
	}
	room, err := r.house.Attendance.Room(r.ctx, keeper, lessons)
	if err != nil || !room.Running || len(room.Code) != 6 {
		t.Fatalf("room %+v, %v", room, err)
	}
	base := "/c/" + r.key + "/my"
	sign := func(code string) url.Values { return url.Values{"k": {token}, "code": {code}} }
	r.scanned(mine, room.Code)
	r.brought(opens)
	r.page(http.MethodPost, base+"/sign", sign("abc"), 422, "too old")
	r.page(http.MethodPost, base+"/sign", sign(room.Code), 303)
	r.page(http.MethodGet, mine, nil, 200, "Signed in:", "4 of 8 class hours")
	for range 12 {
		r.send(http.MethodPost, base+"/sign", sign("000000"))
	}
	r.page(http.MethodPost, base+"/sign", sign("000000"), 422, "Too many tries")

	day := opens.String()
	ask := url.Values{"k": {token}, "slot": {day + "/afternoon"}, "reason": {"Wedding"}}
	r.page(http.MethodPost, base+"/leave", ask, 303)
	r.page(http.MethodPost, base+"/leave", ask, 422, "already")
	sheet, err := r.house.Attendance.Open(r.ctx, keeper, lessons)
	if err != nil || len(sheet.Leaves) != 1 || len(sheet.Roster) != 1 || sheet.Hours[sheet.Roster[0].ID] != 4 {
		t.Fatalf("sheet %+v, %v", sheet, err)
	}
	if _, err := r.house.Attendance.DecideLeave(r.ctx, keeper, corestep.Target{ID: sheet.Leaves[0].ID}, "grant", ""); err != nil {
		t.Error(err)
	}
	r.page(http.MethodGet, mine, nil, 200, "Granted")
	if err := r.house.Attendance.TakeOver(r.ctx, keeper, lessons); err != nil {
		t.Error(err)
	}
	roster, err := r.house.Training.Roster(r.ctx, keeper, lessons)
	if err != nil || roster[0].Hours != 4 {
		t.Errorf("hours in the results: %+v, %v", roster, err)
	}
	r.watched()
}

// scanned opens the address of the room's QR code: on a phone that knows the own
// link the digits are filled in, on another it says what to do first.
func (r *classroom) scanned(mine, code string) {
	r.t.Helper()
	scan := "/c/" + r.key + "/my/scan?class=" + string(lessons) + "&code=" + code
	r.page(http.MethodGet, scan, nil, 200, "Your own link was not opened", code)
	r.page(http.MethodGet, "/c/"+r.key+"/my/scan?class=x", nil, 404)
	for _, c := range r.send(http.MethodGet, mine, nil).Cookies() {
		if !strings.HasPrefix(c.Name, "tp_place_") {
			continue
		}
		if !c.HttpOnly {
			r.t.Error("scripts can read the own link")
		}
		answer := r.send(http.MethodGet, scan, nil, c)
		var body bytes.Buffer
		_, _ = body.ReadFrom(answer.Body)
		if answer.StatusCode != 200 || !strings.Contains(body.String(), `value="`+code+`"`) {
			r.t.Errorf("the scanned page answers %d without the code:\n%s", answer.StatusCode, body.String())
		}
		c.Value = c.Value[:len(c.Value)-2] + "AA"
		if answer := r.send(http.MethodGet, scan, nil, c); answer.StatusCode != 200 {
			r.t.Errorf("a link that is none answers %d", answer.StatusCode)
		}
		return
	}
	r.t.Error("the phone does not keep the own link")
}

// brought sends a roll as a workbook: what is right comes in once, each mistake
// is told at its row, and what the sheet says later counts.
func (r *classroom) brought(day calendar.Date) {
	t := r.t
	t.Helper()
	k, err := r.house.Training.Class(r.ctx, office1, lessons)
	if err != nil {
		t.Fatal(err)
	}
	line := func(class string, n int, on calendar.Date, half, present string) string {
		return strings.Join([]string{class, person(n).Get("id_number"), on.String(), half, present}, ",") + "\n"
	}
	send := func(a access.Actor, rows string) intake.Counts {
		t.Helper()
		done, err := r.house.Intake.Run(r.ctx, a, intake.Direct{Upload: intake.Upload{
			Kind: "attendance", FileName: "roll.csv", Lang: i18n.English, Content: strings.NewReader("class_number,id_number,on,half,present\n" + rows),
		}})
		if err != nil {
			t.Fatal(err)
		}
		return done.Counts
	}
	good := line(k.Number, 1, day, "morning", "no")
	bad := line(k.Number, 2, day, "morning", "yes") + // not on the roster
		line("PX-0", 1, day, "morning", "yes") + line(k.Number, 1, day.AddDays(1), "morning", "yes") + line(k.Number, 1, day, "afternoon", "yes") // not begun
	if got := send(keeper, good+bad); got != (intake.Counts{Created: 1, Failed: 4}) {
		t.Errorf("the roll: %+v", got)
	}
	if got := send(keeper, good); got != (intake.Counts{Unchanged: 1}) {
		t.Errorf("the same again: %+v", got)
	}
	if got := send(keeper, line(k.Number, 1, day, "morning", "yes")); got != (intake.Counts{Updated: 1}) {
		t.Errorf("the other way: %+v", got)
	}
	stranger := keeper
	stranger.Organisation = lessons
	if got := send(stranger, good); got != (intake.Counts{Failed: 1}) {
		t.Errorf("another school: %+v", got)
	}
}

// picture is a small PNG.
func picture(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 4, 4))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// watched inspects the class, finds that heads and roll disagree, and decides.
func (r *classroom) watched() {
	t, s := r.t, r.house.Attendance
	t.Helper()
	stranger := keeper
	stranger.Organisation = lessons
	if _, err := s.Inspect(r.ctx, keeper, lessons, attendance.InspectCommand{ID: school, Half: attendance.Morning}); !fault.Is(err, fault.Forbidden) {
		t.Errorf("a school inspects itself: %v", err)
	}
	for n := 2; n < 4; n++ { // two more on the roster, whom the roll then finds
		p := person(n)
		if _, err := r.house.Training.Enrol(r.ctx, keeper, lessons, training.EnrolCommand{ID: record.NewID(), TraineeID: record.NewID(), PersonData: training.PersonData{Name: p.Get("name"), IDNumber: p.Get("id_number"), Phone: p.Get("phone")}}); err != nil {
			t.Fatal(err)
		}
	}
	x, err := s.Open(r.ctx, keeper, lessons)
	if err != nil {
		t.Fatal(err)
	}
	roll := attendance.RollCommand{On: calendar.DateOf(r.now.Now()), Half: attendance.Morning, Present: map[record.ID]bool{}}
	for _, e := range x.Roster {
		roll.Present[e.ID] = true
	}
	if err := s.Roll(r.ctx, keeper, lessons, roll); err != nil {
		t.Fatal(err)
	}
	photo, err := file.Intake{Blobs: r.house.Blobs, Limit: 1 << 20, Clock: r.now}.Take(file.Upload{Name: "room.png", Content: bytes.NewReader(picture(t))}, record.Ref{Kind: attendance.InspectionKind, ID: school}, office1)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Inspect(r.ctx, office1, lessons, attendance.InspectCommand{ID: school, Half: attendance.Morning, Heads: 1, Photo: &photo}); err != nil {
		t.Fatal(err)
	}
	if visit, err := s.Visit(r.ctx, office1, school); err != nil || len(visit.Files) != 1 || visit.Files[0].Hash != photo.Hash {
		t.Errorf("the visit has the files %+v: %v", visit.Files, err)
	}
	if _, err := s.Visit(r.ctx, stranger, school); err == nil {
		t.Error("a rival sees the visit")
	}
	if n, err := s.Review(r.ctx, office1, lessons); n != 1 || err != nil {
		t.Fatalf("%d signals, %v", n, err)
	}
	if _, err := s.Review(r.ctx, keeper, lessons); !fault.Is(err, fault.Forbidden) {
		t.Errorf("a school reviews itself: %v", err)
	}
	_, list, err := s.Signals(r.ctx, office1, lessons)
	if err != nil || len(list) != 1 || list[0].Kind != "head_count" || list[0].State != attendance.Open {
		t.Fatalf("signals %+v, %v", list, err)
	}
	if _, err := s.Judge(r.ctx, keeper, corestep.Target{ID: list[0].ID}, attendance.VerbDismiss, "No"); err == nil {
		t.Error("a school judges itself")
	}
	if done, err := s.Judge(r.ctx, office1, corestep.Target{ID: list[0].ID, Version: list[0].Version}, attendance.VerbUphold, "Seen with own eyes"); err != nil || done.State != attendance.Upheld {
		t.Errorf("judged %+v, %v", done, err)
	}
	if n, err := s.Review(r.ctx, office1, lessons); n != 0 || err != nil {
		t.Errorf("the same evidence opens it again: %d, %v", n, err)
	}
}
