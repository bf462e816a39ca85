package plan

import (
	"fmt"
	"math/bits"
	"strconv"
	"strings"

	"tongpin/internal/engine/message"
)

// Times is a set of periods of the term: Times[period] has a bit for each week.
// nil is the empty set.
type Times []uint32

// Has tells whether the set holds a period in one of the weeks.
func (t Times) Has(period int, weeks uint32) bool { return t != nil && t[period]&weeks != 0 }

// add unites the set with another one.
func (t Times) add(periods int, o Times) Times {
	if t == nil {
		t = make(Times, periods)
	}
	for i, w := range o {
		t[i] |= w
	}
	return t
}

// parseTimes reads a set: parts joined by commas, each a day, a day with periods
// (Mon.3, Mon.1-4) or * for every day, and weeks behind an @ (Mon.1-4@odd).
func (p *Plan) parseTimes(text string) (Times, *message.Message) {
	t := make(Times, p.Periods())
	for part := range strings.SplitSeq(text, ",") {
		place, when, dated := strings.Cut(part, "@")
		weeks := p.AllWeeks()
		if dated {
			var wrong *message.Message
			if weeks, wrong = p.parseWeeks(when); wrong != nil {
				return nil, wrong
			}
		}
		day, hours, chosen := strings.Cut(place, ".")
		first, last := 0, len(p.Hours)-1
		if chosen {
			from, to, _ := strings.Cut(hours, "-")
			if to == "" {
				to = from
			}
			if first, last = p.hour(from), p.hour(to); first < 0 || last < first {
				return nil, message.New(BadHours, "value", hours, "periods", p.labels(), "example", p.example())
			}
		}
		found := false
		for d, name := range p.Days {
			if day != "*" && day != name {
				continue
			}
			found = true
			for h := first; h <= last; h++ {
				t[d*len(p.Hours)+h] |= weeks
			}
		}
		if !found {
			return nil, message.New(BadDay, "value", day, "days", p.Days, "example", p.example())
		}
	}
	return t, nil
}

// labels are the names of the periods of a day.
func (p *Plan) labels() []string {
	out := make([]string, len(p.Hours))
	for i, h := range p.Hours {
		out[i] = h.Label
	}
	return out
}

// example is a time in the words of the plan, for people who wrote another one.
func (p *Plan) example() string { return p.At(0, min(4, len(p.Hours)), p.AllWeeks()) }

func (p *Plan) hour(label string) int {
	for i, h := range p.Hours {
		if h.Label == label {
			return i
		}
	}
	return -1
}

func (p *Plan) day(name string) int {
	for i, d := range p.Days {
		if d == name {
			return i
		}
	}
	return -1
}

// The names of every other week of a term.
const (
	Odd  = "odd"
	Even = "even"

	oddWeeks = 0x55555555
)

// parseWeeks reads a set of weeks: odd, even, or numbers and ranges joined by +.
func (p *Plan) parseWeeks(text string) (weeks uint32, wrong *message.Message) {
	switch text {
	case Odd:
		weeks = oddWeeks
	case Even:
		weeks = ^uint32(oddWeeks)
	default:
		weeks, wrong = p.listedWeeks(text)
	}
	if wrong != nil {
		return 0, wrong
	}
	if weeks &= p.AllWeeks(); weeks == 0 {
		return 0, message.New(IdleWeeks, "value", text)
	}
	return weeks, nil
}

func (p *Plan) listedWeeks(text string) (weeks uint32, wrong *message.Message) {
	for part := range strings.SplitSeq(text, "+") {
		from, to, ranged := strings.Cut(part, "-")
		if !ranged {
			to = from
		}
		a, err := strconv.Atoi(from)
		b, err2 := strconv.Atoi(to)
		if err != nil || err2 != nil || a < 1 || b < a || b > p.Weeks {
			return 0, message.New(BadWeeks, "value", part, "last", p.Weeks)
		}
		for w := a; w <= b; w++ {
			weeks |= 1 << (w - 1)
		}
	}
	return weeks, nil
}

// weeksText writes a set of weeks as it is read.
func (p *Plan) weeksText(weeks uint32) string {
	if bits.OnesCount32(weeks) > 1 {
		switch all := p.AllWeeks(); weeks {
		case all & oddWeeks:
			return Odd
		case all &^ oddWeeks:
			return Even
		}
	}
	var parts []string
	for w := 0; w < p.Weeks; w++ {
		if weeks>>w&1 == 0 {
			continue
		}
		end := w + bits.TrailingZeros32(^(weeks >> w)) - 1
		if end == w {
			parts = append(parts, strconv.Itoa(w+1))
		} else {
			parts = append(parts, fmt.Sprintf("%d-%d", w+1, end+1))
		}
		w = end
	}
	return strings.Join(parts, "+")
}

// At says when a period is: the day and the period, and the weeks unless the
// whole term is meant.
func (p *Plan) At(period, length int, weeks uint32) string {
	d, h := period/len(p.Hours), period%len(p.Hours)
	text := p.Days[d] + "." + p.Hours[h].Label
	if length > 1 {
		text += "-" + p.Hours[min(h+length, len(p.Hours))-1].Label
	}
	if weeks != p.AllWeeks() {
		text += "@" + p.weeksText(weeks)
	}
	return text
}
