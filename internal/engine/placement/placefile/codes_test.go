package placefile

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"tongpin/internal/engine/placement"
)

// rowsOf is the text of a student's rows, one for each post.
func rowsOf(posts []string) string {
	var text strings.Builder
	for i, p := range posts {
		fmt.Fprintf(&text, "s,%d,%s,80\n", i+1, p)
	}
	return text.String()
}

// TestCodes: names of every kind are found, and only they are.
func TestCodes(t *testing.T) {
	r := rand.New(rand.NewPCG(6, 6))
	for _, c := range []struct {
		kind     string
		numbered bool
	}{
		{"%d", true}, {"p%d", true}, {"%03d", true}, {"po%04d", true}, {"q1%d", false}, {"%dp", false}, {"p%dp", false},
		{"p%d00000", false}, {"post%d", true}, {"post %d", true}, {"place/%05d", true}, {"post number %d", false}, {"%dth place of all", false}, {"\u710a%d", true}, {"\u710a\u5de5%d", true},
	} {
		x := &posts{}
		from := 1 + r.IntN(90)
		for i := range 300 {
			name := fmt.Appendf(nil, c.kind, from+i)
			x.put(padded(name), len(name))
			x.posts = append(x.posts, placement.Post{Seats: 1})
		}
		if got := newCodes(&x.Names).table != nil; got != c.numbered {
			t.Errorf("%s: numbered %v", c.kind, got)
		}
		all := make([]string, 0, 300)
		for p := range uint32(300) {
			all = append(all, string(x.At(p)))
		}
		r.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
		if !bothWays(t, wishesHeader+"\n"+rowsOf(all), x) {
			t.Errorf("%s: not read quickly", c.kind)
		}
		name := fmt.Sprintf(c.kind, from+7)
		for _, other := range []string{name + "0", "0" + name, name[1:], name[:len(name)-1], name + "\x00", name + " ", "P" + name[1:], fmt.Sprintf(c.kind, from-1), fmt.Sprintf(c.kind, from+300)} {
			if x.lookup([]byte(other)) == placement.None && bothWays(t, wishesHeader+"\n"+rowsOf([]string{other}), x) {
				t.Errorf("%s: %q is found", c.kind, other)
			}
		}
		if bothWays(t, wishesHeader+"\n"+rowsOf(append(all, all[r.IntN(300)])), x) {
			t.Errorf("%s: a post may stand twice in a list", c.kind)
		}
	}
}

// TestCodesWithOneNumber: p7 and p07 are two posts.
func TestCodesWithOneNumber(t *testing.T) {
	x := &posts{posts: make([]placement.Post, 2)}
	for _, name := range []string{"p7", "p07"} {
		x.put(padded([]byte(name)), len(name))
	}
	if !bothWays(t, wishesHeader+"\n"+rowsOf([]string{"p07", "p7"}), x) || bothWays(t, wishesHeader+"\n"+rowsOf([]string{"p007"}), x) {
		t.Error("p7, p07 and p007 are mixed up")
	}
}

// TestCodesWithQuotes: a post whose name has a quotation mark is not found where
// the mark is not doubled.
func TestCodesWithQuotes(t *testing.T) {
	x := &posts{posts: make([]placement.Post, 2)}
	for _, name := range []string{"p1", `p"2`} {
		x.put(padded([]byte(name)), len(name))
	}
	if bothWays(t, wishesHeader+"\n"+rowsOf([]string{`p"2`}), x) {
		t.Error("a single quotation mark is taken")
	}
}

// TestLongLists: lists that don't fit into the part of the ground that is left
// go on in another one; so do lists longer than any part.
func TestLongLists(t *testing.T) {
	x := &posts{posts: make([]placement.Post, 5000)}
	for p := range x.posts {
		name := fmt.Appendf(nil, "p%d", p)
		x.put(padded(name), len(name))
	}
	r := rand.New(rand.NewPCG(7, 7))
	for _, longest := range []int{30, 700, 1500} {
		var text strings.Builder
		text.WriteString(wishesHeader + "\n")
		for s := range 200 {
			for rank, p := range r.Perm(5000)[:1+r.IntN(longest)] {
				fmt.Fprintf(&text, "s%03d,%d,p%d,%d\n", s, rank+1, p, r.IntN(100))
			}
		}
		if quickly := bothWays(t, text.String(), x); !quickly && longest < leastPart {
			t.Errorf("lists of up to %d are not read quickly", longest)
		}
	}
}

// TestQuickForms: what is common in files is read quickly.
func TestQuickForms(t *testing.T) {
	for _, names := range [][3]string{{"a", "b", "a very long name of a post"}, {"p8", "p9", "p10"}, {"place/8", "place/9", "place/10"}} {
		x := &posts{posts: make([]placement.Post, 3)}
		for _, name := range names {
			x.put(padded([]byte(name)), len(name))
		}
		quickForms(t, x, names)
	}
}

func quickForms(t *testing.T, x *posts, names [3]string) {
	row := fmt.Sprintf("%%s,1,%s,84\n%%s,2,%s,84.5\n%%s,3,%s,-7.25\n", names[0], names[1], names[2])
	for _, ids := range [][2]string{{"1", "2"}, {"s001", "s002"}, {"123456789012345", "123456789012346"}, {"1234567890123456", "1234567890123457"},
		{"G653022200801010011", "G653022200801010012"}, {"123456789012345678901234567890", "123456789012345678901234567891"}, {"\u738b", "\u738b\u4e8c"}} {
		text := wishesHeader + "\n" + strings.ReplaceAll(row, "%s", ids[0]) + strings.ReplaceAll(row, "%s", ids[1])
		for _, text := range []string{text, strings.ReplaceAll(text, "\n", "\r\n"), strings.TrimSuffix(text, "\n")} {
			if !bothWays(t, text, x) {
				t.Errorf("%q is not read quickly", text)
			}
		}
		if bothWays(t, wishesHeader+"\n"+strings.ReplaceAll(row, "%s", ids[1])+strings.ReplaceAll(row, "%s", ids[0]), x) {
			t.Errorf("%s before %s is taken for the order", ids[1], ids[0])
		}
		for _, again := range []string{names[0], names[2]} { // a row as usual, and an odd one before it
			text := text + strings.ReplaceAll(fmt.Sprintf("%%s,4,%s,84\n", again), "%s", ids[1])
			if bothWays(t, text, x) {
				t.Errorf("%q may stand twice in a list", again)
			}
		}
	}
}

// TestOneByteOff: whatever byte of a usual file is another one, or missing, or there
// twice, the quick way reads what the careful one reads, or leaves it to that.
func TestOneByteOff(t *testing.T) {
	for _, names := range [][2]string{{"p9", "p10"}, {"place/9", "place/10"}, {"weld", "paint"}} {
		x := &posts{posts: make([]placement.Post, 2)}
		for _, name := range names {
			x.put(padded([]byte(name)), len(name))
		}
		rows := strings.NewReplacer("A", names[0], "B", names[1]).Replace("s1,1,A,84\ns1,2,B,7.5\ns2,1,B,100\r\ns30,1,B,0\ns30,2,A,9\n")
		if numbered := newCodes(&x.Names).table != nil; numbered != strings.HasPrefix(names[0], "p") {
			t.Errorf("%q: numbered %v", names, numbered)
		}
		quickly := 0
		try := func(text string) {
			if bothWays(t, wishesHeader+"\n"+text, x) {
				quickly++
			}
		}
		for at := range len(rows) {
			try(rows[:at] + rows[at+1:])
			try(rows[:at] + rows[at:at+1] + rows[at:])
			for _, c := range []byte("\x00 \",-.0159:\n\rApls\xff") {
				try(rows[:at] + string([]byte{c}) + rows[at+1:])
				try(rows[:at] + string([]byte{c}) + rows[at:])
			}
		}
		if quickly == 0 || quickly > 10*len(rows) {
			t.Errorf("%q: %d are read quickly", names, quickly)
		}
	}
}
