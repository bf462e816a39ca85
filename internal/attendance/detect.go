package attendance

import (
	"cmp"
	_ "embed"
	"fmt"
	"maps"
	"slices"
	"time"

	"tongpin/internal/core/record"
	"tongpin/internal/core/rule"
	"tongpin/internal/training"
)

//go:embed rules.json
var rules []byte

// Rules are the dated rules of this feature: from where on something is a signal.
func Rules() []byte { return rules }

// Case is everything that detectors look at.
type Case struct {
	Class       training.Class
	Sessions    []training.Session
	Roster      []training.Entry // in clear
	Marks       []Mark
	Inspections []Inspection
	Elsewhere   []training.Session // see training.Service.Elsewhere
	Sharers     []training.Trainee // see training.Service.Sharers
	Phones      []string           // of the provider and its teachers
	Now         time.Time
}

// detector finds signals of one kind. Its rule says from where on.
type detector struct {
	kind, rule string
	find       func(Case, rule.Rule) []hit
}

// hit is one signal of a detector. What tells it from others of its kind is
// name; args are for the text of the rule.
type hit struct {
	name     string
	args     map[string]any
	evidence []Evidence
}

// detectors in the order in which people see what they find.
var detectors = []detector{
	{"same_second", "ATT-001", sameSecond},
	{"one_device", "ATT-002", oneDevice},
	{"all_present", "ATT-003", allPresent},
	{"two_places", "ATT-004", twoPlaces},
	{"short_hours", "ATT-005", shortHours},
	{"provider_phone", "ATT-006", providerPhone},
	{"shared_account", "ATT-007", sharedAccount},
	{"head_count", "ATT-008", headCount},
	{"contradiction", "ATT-009", contradiction},
}

// Kinds lists the kinds of signals in the order in which people see them.
func Kinds() []string {
	list := make([]string, len(detectors))
	for i, d := range detectors {
		list[i] = d.kind
	}
	return list
}

// Detect finds every signal of a class. The same signal has the same id each
// time; the same case gives the same signals.
func Detect(x Case, book *rule.Book) []Signal {
	var list []Signal
	for _, d := range detectors {
		r, ok := book.On(d.rule, x.Class.Opens)
		if !ok {
			continue
		}
		for _, h := range d.find(x, r) {
			list = append(list, Signal{
				ID: record.Derived(x.Class.ID, "signal/"+d.kind+"/"+h.name), Class: x.Class.ID, Kind: d.kind, Finding: r.Broken(d.kind, h.args), Evidence: h.evidence,
			})
		}
	}
	return list
}

func (m Mark) evidence() Evidence {
	return Evidence{Enrolment: m.Enrolment, On: m.On, Half: m.Half, At: m.At}
}

// codes are the sign-ins by code, by time.
func (x Case) codes() []Mark {
	list := slices.DeleteFunc(slices.Clone(x.Marks), Mark.School)
	slices.SortFunc(list, func(a, b Mark) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Enrolment, b.Enrolment)) })
	return list
}

// sameSecond: several people sign in within a second. Hands are not that alike.
func sameSecond(x Case, r rule.Rule) (hits []hit) {
	list := x.codes()
	span := time.Duration(r.Params["seconds"]) * time.Second
	for i := 0; i < len(list); {
		j := i + 1
		for j < len(list) && list[j].At.Sub(list[i].At) < span {
			j++
		}
		if int64(j-i) >= r.Params["persons"] {
			hits = append(hits, hit{fmt.Sprint(list[i].At.Unix()), map[string]any{"n": j - i, "on": list[i].On.String()}, evidenceOf(list[i:j])})
		}
		i = j
	}
	return hits
}

func evidenceOf(marks []Mark) []Evidence {
	list := make([]Evidence, len(marks))
	for i, m := range marks {
		list[i] = m.evidence()
	}
	return list
}

// oneDevice: one browser signs in for several people.
func oneDevice(x Case, r rule.Rule) (hits []hit) {
	by := map[string][]Mark{}
	for _, m := range x.codes() {
		if m.Device != "" {
			by[m.Device] = append(by[m.Device], m)
		}
	}
	for _, device := range slices.Sorted(maps.Keys(by)) {
		people := map[record.ID]bool{}
		for _, m := range by[device] {
			people[m.Enrolment] = true
		}
		if int64(len(people)) >= r.Params["persons"] {
			hits = append(hits, hit{device, map[string]any{"n": len(people)}, evidenceOf(by[device])})
		}
	}
	return hits
}

// onRoster are the people who count.
func (x Case) onRoster() []training.Entry {
	return slices.DeleteFunc(slices.Clone(x.Roster), func(e training.Entry) bool { return !e.OnRoster() })
}

// over are the slots that have ended.
func (x Case) over() []Slot {
	return slices.DeleteFunc(Slots(x.Sessions), func(s Slot) bool { return !s.Over(x.Now) })
}

// allPresent: nobody of many was ever away in any of many slots. Real classes
// have a cold, a wedding, a flat tyre.
func allPresent(x Case, r rule.Rule) []hit {
	people, slots, book := x.onRoster(), x.over(), BookOf(x.Marks)
	if int64(len(people)) < r.Params["persons"] || int64(len(slots)) < r.Params["slots"] {
		return nil
	}
	for _, e := range people {
		for _, s := range slots {
			if !book.Of(e.ID, s).Present() {
				return nil
			}
		}
	}
	return []hit{{"all", map[string]any{"n": len(people), "slots": len(slots)}, []Evidence{{Note: fmt.Sprintf("%d/%d", len(people)*len(slots), len(people)*len(slots))}}}}
}

// twoPlaces: a teacher teaches elsewhere at the same time; one signal for each
// teacher and class elsewhere.
func twoPlaces(x Case, _ rule.Rule) (hits []hit) {
	for _, o := range x.Elsewhere {
		at := slices.IndexFunc(x.Sessions, func(s training.Session) bool {
			return s.On == o.On && s.From < o.To && o.From < s.To && s.TeacherName == o.TeacherName
		})
		if at < 0 || cmp.Or(x.Sessions[at].Place, x.Class.Place) == o.Place {
			continue
		}
		s := x.Sessions[at]
		rows := []Evidence{
			{On: s.On, Half: halfOf(s), At: s.On.Start().Add(time.Duration(s.From) * time.Minute), Note: cmp.Or(s.Place, x.Class.Place)},
			{On: o.On, Half: halfOf(o), At: o.On.Start().Add(time.Duration(o.From) * time.Minute), Note: o.Topic + " " + o.Place},
		}
		name := s.TeacherName + "/" + string(o.Class)
		if n := slices.IndexFunc(hits, func(h hit) bool { return h.name == name }); n >= 0 {
			hits[n].evidence = append(hits[n].evidence, rows...)
			continue
		}
		hits = append(hits, hit{name, map[string]any{"teacher": s.TeacherName, "on": s.On.String(), "class": o.Topic}, rows})
	}
	return hits
}

// shortHours: slots are over in which nobody was there, so that the class was
// shorter than it was filed.
func shortHours(x Case, r rule.Rule) []hit {
	book := BookOf(x.Marks)
	var due, held int64
	var empty []Evidence
	for _, s := range x.over() {
		due += s.Hours
		if slices.ContainsFunc(x.onRoster(), func(e training.Entry) bool { return book.Of(e.ID, s).Present() }) {
			held += s.Hours
		} else {
			empty = append(empty, Evidence{On: s.On, Half: s.Half, At: s.at(s.From), Note: fmt.Sprint(s.Hours)})
		}
	}
	if due == 0 || held*1000 >= due*r.Params["permille"] {
		return nil
	}
	return []hit{{"hours", map[string]any{"held": held, "due": due}, empty}}
}

// providerPhone: a trainee can be reached at a telephone of the school.
func providerPhone(x Case, _ rule.Rule) (hits []hit) {
	for _, e := range x.onRoster() {
		if e.Person.Phone != "" && slices.Contains(x.Phones, e.Person.Phone) {
			hits = append(hits, hit{string(e.ID), map[string]any{"phone": e.Person.Masked().Phone}, []Evidence{{Enrolment: e.ID, Note: e.Person.Masked().Phone}}})
		}
	}
	return hits
}

// sharedAccount: one bank account for several people, in this class or others.
func sharedAccount(x Case, r rule.Rule) (hits []hit) {
	by := map[string][]training.Trainee{}
	for _, t := range x.Sharers {
		by[t.BankAccount] = append(by[t.BankAccount], t)
	}
	for _, account := range slices.Sorted(maps.Keys(by)) {
		people := by[account]
		if int64(len(people)) < r.Params["persons"] {
			continue
		}
		slices.SortFunc(people, func(a, b training.Trainee) int { return cmp.Compare(a.ID, b.ID) })
		h := hit{string(people[0].ID), map[string]any{"n": len(people), "account": people[0].Masked().BankAccount}, nil}
		for _, t := range people {
			e := Evidence{Note: t.Masked().Name}
			if at := slices.IndexFunc(x.Roster, func(e training.Entry) bool { return e.Trainee == t.ID }); at >= 0 {
				e = Evidence{Enrolment: x.Roster[at].ID}
			}
			h.evidence = append(h.evidence, e)
		}
		hits = append(hits, h)
	}
	return hits
}

// Compare is how many people of the roster count as present in the slot of an
// inspection.
func Compare(x Inspection, roster []training.Entry, book Book) (present int64) {
	for _, e := range roster {
		if e.OnRoster() && book.Of(e.ID, Slot{On: x.On, Half: x.Half}).Present() {
			present++
		}
	}
	return present
}

// headCount: more people stand in the roll than sat in the room.
func headCount(x Case, r rule.Rule) (hits []hit) {
	book := BookOf(x.Marks)
	for _, v := range x.Inspections {
		if signed := Compare(v, x.Roster, book); signed-v.Heads >= r.Params["persons"] {
			hits = append(hits, hit{string(v.ID), map[string]any{"heads": v.Heads, "signed": signed, "on": v.On.String()}, []Evidence{{On: v.On, Half: v.Half, At: v.At, Note: fmt.Sprintf("%d/%d", v.Heads, signed)}}})
		}
	}
	return hits
}

// contradiction: by the code somebody was there, by the roll not.
func contradiction(x Case, r rule.Rule) []hit {
	book, list := BookOf(x.Marks), []Evidence(nil)
	for _, m := range x.codes() {
		if said := book[m.key()]; said.School != nil && !said.School.Present {
			list = append(list, m.evidence())
		}
	}
	if int64(len(list)) < max(r.Params["cases"], 1) {
		return nil
	}
	return []hit{{"roll", map[string]any{"n": len(list)}, list}}
}
