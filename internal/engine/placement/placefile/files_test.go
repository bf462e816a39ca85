package placefile

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tongpin/internal/engine/placement"
)

// texts are the files of a case; an empty caps is no file.
type texts struct{ wishes, posts, caps string }

func (x texts) read(t testing.TB, o Options) (*Case, error) {
	t.Helper()
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	paths := Paths{Wishes: write("wishes.csv", x.wishes), Posts: write("posts.csv", x.posts)}
	if x.caps != "" {
		paths.Caps = write("caps.csv", x.caps)
	}
	return Read(paths, o)
}

// placed solves a case and returns its placement.csv.
func placed(t testing.TB, c *Case) string {
	t.Helper()
	res, err := placement.Solve(c.Instance, placement.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := c.WritePlacement(&out, res.Post, 2); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

const (
	goodWishes = "student,rank,post,grade\ns1,1,a,90\ns1,2,b,90\ns2,1,a,80.5\n"
	goodPosts  = "post,seats,group\na,1,G\nb,1,\n"
	goodCaps   = "group,parent,cap,reason\nG,,5,law\n"
	goodResult = "student,post\ns1,a\ns2,\n"
)

func TestForms(t *testing.T) {
	head := "student,rank,post,grade\n"
	cases := map[string]struct {
		texts
		want string
	}{
		"plain":            {texts{goodWishes, goodPosts, goodCaps}, goodResult},
		"no caps":          {texts{goodWishes, goodPosts, ""}, goodResult},
		"CRLF":             {texts{strings.ReplaceAll(goodWishes, "\n", "\r\n"), strings.ReplaceAll(goodPosts, "\n", "\r\n"), goodCaps}, goodResult},
		"mark":             {texts{"\xef\xbb\xbf" + goodWishes, "\xef\xbb\xbf" + goodPosts, "\xef\xbb\xbf" + goodCaps}, goodResult},
		"no last line end": {texts{strings.TrimSuffix(goodWishes, "\n"), strings.TrimSuffix(goodPosts, "\n"), goodCaps}, goodResult},
		"empty lines":      {texts{goodWishes + "\n\n", goodPosts + "\n", goodCaps}, goodResult},
		"no rows":          {texts{head, goodPosts, goodCaps}, "student,post\n"},
		"no rows at all":   {texts{"student,rank,post,grade", "post,seats,group", "group,parent,cap,reason"}, "student,post\n"},
		"shuffled":         {texts{head + "s2,1,a,80.5\ns1,2,b,90\ns1,1,a,90\n", goodPosts, goodCaps}, goodResult},
		"lists none":       {texts{head + "s1,,,\ns2,1,a,3\n", goodPosts, goodCaps}, "student,post\ns1,\ns2,a\n"},
		"only lists none":  {texts{head + "s1,,,\n", goodPosts, goodCaps}, "student,post\ns1,\n"},
		"none, shuffled":   {texts{head + "s2,1,a,3\ns1,,,\n", goodPosts, goodCaps}, "student,post\ns1,\ns2,a\n"},
		"quoted":           {texts{head + "\"s1\",1,\"a\",\"90\"\n\"s,\"\"2\",1,a,80\n", goodPosts, goodCaps}, "student,post\ns1,a\n\"s,\"\"2\",\n"},
		"no seats":         {texts{head + "s1,1,a,1\n", "post,seats,group\na,0,\n", ""}, "student,post\ns1,\n"},
		"cap zero":         {texts{head + "s1,1,a,1\ns1,2,b,1\n", goodPosts, "group,parent,cap,reason\nG,,0,\n"}, "student,post\ns1,b\n"},
		"huge seats":       {texts{head + "s1,1,a,1\n", "post,seats,group\na,99999999999999999999,\n", ""}, "student,post\ns1,a\n"},
		"negative":         {texts{head + "s1,1,a,-2\ns2,1,a,-1.5\n", goodPosts, goodCaps}, "student,post\ns1,\ns2,a\n"},
		"fine grades":      {texts{head + "s1,1,a,1.00000001\ns2,1,a,1.00000002\n", goodPosts, goodCaps}, "student,post\ns1,\ns2,a\n"},
		"large grades":     {texts{head + "s1,1,a,1e9\ns2,1,a,2000000000\n", goodPosts, goodCaps}, "student,post\ns1,\ns2,a\n"},
		"Chinese":          {texts{head + "\u5f20\u4e09,1,\u710a\u5de5,1\n", "post,seats,group\n\u710a\u5de5,1,\n", ""}, "student,post\n\u5f20\u4e09,\u710a\u5de5\n"},
		"short names first": {texts{head + "s2,1,b,1\ns10,1,b,1\n", "post,seats,group\nb,2,\n", ""},
			"student,post\ns2,b\ns10,b\n"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			x, err := c.read(t, Options{Workers: 2})
			if err != nil {
				t.Fatal(err)
			}
			if got := placed(t, x); got != c.want {
				t.Errorf("got\n%swant\n%s", got, c.want)
			}
		})
	}
}

func TestRefusals(t *testing.T) {
	wishes := func(rows string) texts { return texts{"student,rank,post,grade\n" + rows, goodPosts, goodCaps} }
	caps := func(rows string) texts {
		return texts{goodWishes, "post,seats,group\na,1,\nb,1,\n", "group,parent,cap,reason\n" + rows}
	}
	posts := func(rows string) texts { return texts{goodWishes, "post,seats,group\n" + rows, goodCaps} }
	cases := map[string]struct {
		texts
		file, key string
		line      int
	}{
		"empty file":       {texts{"", goodPosts, ""}, "wishes", NoHeader, 0},
		"empty posts":      {texts{goodWishes, "", ""}, "posts", NoHeader, 0},
		"other header":     {texts{"student;rank;post;grade\n", goodPosts, ""}, "wishes", BadHeader, 1},
		"cut row":          {wishes("s1,1,a,1\ns1,2,"), "wishes", BadRow, 3},
		"cut before grade": {wishes("s1,1,a,1\ns1,2,b,"), "wishes", BadGrade, 3},
		"too many fields":  {wishes("s1,1,a,1,\n"), "wishes", BadRow, 2},
		"bytes":            {wishes("s1,1,a,1\ns\xff,1,a,1\n"), "wishes", BadText, 3},
		"all bytes 0xff":   {texts{strings.Repeat("\xff", 1000), goodPosts, ""}, "wishes", BadHeader, 1},
		"bytes in posts":   {posts("a,1,\n\xff,1,\n"), "posts", BadText, 3},
		"grade in words":   {wishes("s1,1,a,good\n"), "wishes", BadGrade, 2},
		"grade missing":    {wishes("s1,1,a,\n"), "wishes", BadGrade, 2},
		"grade NaN":        {wishes("s1,1,a,NaN\n"), "wishes", BadGrade, 2},
		"grade too large":  {wishes("s1,1,a,1e999\n"), "wishes", BadGrade, 2},
		"grade with comma": {wishes("s1,1,a,\"1,5\"\n"), "wishes", BadGrade, 2},
		"rank in words":    {wishes("s1,one,a,1\n"), "wishes", BadRank, 2},
		"rank zero":        {wishes("s1,0,a,1\n"), "wishes", BadRank, 2},
		"rank skipped":     {wishes("s1,1,a,1\ns1,3,b,1\n"), "wishes", RankGap, 3},
		"rank 1 missing":   {wishes("s1,2,a,1\n"), "wishes", RankGap, 2},
		"rank twice":       {wishes("s1,1,a,1\ns1,1,b,1\n"), "wishes", RankTwice, 3},
		"student twice":    {wishes("s1,1,a,1\ns2,1,a,1\ns1,1,a,1\n"), "wishes", RankTwice, 4},
		"post twice":       {wishes("s1,1,a,1\ns2,1,a,1\ns2,2,a,1\n"), "wishes", WishTwice, 4},
		"none and some":    {wishes("s1,,,\ns1,1,a,1\n"), "wishes", NoWishTwice, 2},
		"unknown post":     {wishes("s1,1,a,1\ns1,2,zzz,1\n"), "wishes", PostUnknown, 3},
		"no name":          {wishes(",1,a,1\n"), "wishes", NoName, 2},
		"long name":        {wishes(strings.Repeat("x", 2000) + ",1,a,1\n"), "wishes", LongName, 2},
		"endless line":     {wishes(strings.Repeat("x", 3<<20)), "wishes", LongName, 2},
		"open quotes":      {wishes("\"s1,1,a,1\n"), "wishes", BadQuotes, 2},
		"late quotes":      {wishes("s\"1\",1,a,1\n"), "wishes", BadQuotes, 2},
		"seats in words":   {posts("a,many,\n"), "posts", BadCount, 2},
		"negative seats":   {posts("a,-1,\n"), "posts", BadCount, 2},
		"post again":       {posts("a,1,\nb,1,\na,1,\n"), "posts", PostTwice, 4},
		"unknown group":    {posts("a,1,H\n"), "posts", GroupUnknown, 2},
		"group again":      {caps("G,,1,\nH,,1,\nG,,1,\n"), "caps", GroupTwice, 4},
		"missing parent":   {caps("G,H,1,\n"), "caps", ParentUnknown, 2},
		"circle":           {caps("A,B,1,\nB,C,1,\nC,A,1,\n"), "caps", Circle, 2},
		"own parent":       {caps("Z,,1,\nA,A,1,\n"), "caps", Circle, 3},
		"cap in words":     {caps("A,,x,\n"), "caps", BadCount, 2},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			_, err := c.read(t, Options{Workers: 2})
			var wrong *Problems
			if !errors.As(err, &wrong) {
				t.Fatalf("not refused: %v", err)
			}
			if p := wrong.List[0]; p.Key != c.key || p.Line != c.line || filepath.Base(p.File) != c.file+".csv" {
				t.Errorf("got %v", p)
			}
		})
	}
}

// TestTies: equal ranks are taken where they are asked for, in any order of rows,
// and a gap behind them is still refused.
func TestTies(t *testing.T) {
	head := "student,rank,post,grade\n"
	for _, rows := range []string{"s1,1,b,1\ns1,1,a,1\ns1,2,c,1\ns2,1,a,1\n", "s2,1,a,1\ns1,2,c,1\ns1,1,a,1\ns1,1,b,1\n"} {
		c, err := texts{head + rows, "post,seats,group\na,1,\nb,1,\nc,1,\n", ""}.read(t, Options{Ties: true})
		if err != nil {
			t.Fatal(err)
		}
		s1 := numberOf(t, c, "s1")
		from := c.Instance.Start[s1]
		if got := fmt.Sprint(c.Instance.List(s1), c.Tied[from:from+4]); got != "[{0 1} {1 1} {2 1}] [false true false false]" {
			t.Errorf("%q: %s", rows, got)
		}
		if s2 := c.Instance.Start[numberOf(t, c, "s2")]; c.Tied[s2] || len(c.Tied) != len(c.Instance.Wishes) {
			t.Errorf("%q: s2 is tied with another student", rows)
		}
	}
	for rows, key := range map[string]string{"s1,1,a,1\ns1,1,b,1\ns1,3,c,1\n": RankGap, "s1,1,a,1\ns1,1,a,1\n": WishTwice} {
		var wrong *Problems
		_, err := texts{head + rows, "post,seats,group\na,1,\nb,1,\nc,1,\n", ""}.read(t, Options{Ties: true})
		if !errors.As(err, &wrong) || wrong.List[0].Key != key {
			t.Errorf("%q: %v", rows, err)
		}
	}
}

// TestManyProblems: all are counted, the first are listed in order.
func TestManyProblems(t *testing.T) {
	rows := strings.Repeat("s1,x,a,1\n", 400_000)
	_, err := texts{"student,rank,post,grade\n" + rows, goodPosts, ""}.read(t, Options{Workers: 2})
	var wrong *Problems
	if !errors.As(err, &wrong) || wrong.Total != 400_000 || len(wrong.List) != most {
		t.Fatalf("%v", err)
	}
	for i, p := range wrong.List {
		if p.Line != i+2 {
			t.Errorf("problem %d is in line %d", i, p.Line)
		}
	}
}

// table writes a large random case; names are as long as width says.
func table(r *rand.Rand, students int, name string) (x texts, rows []string) {
	var posts strings.Builder
	posts.WriteString("post,seats,group\n")
	for p := range 50 {
		fmt.Fprintf(&posts, "post number %d,%d,\n", p, students/60)
	}
	for s := range students {
		for rank, p := range r.Perm(50)[:1+r.IntN(8)] {
			rows = append(rows, fmt.Sprintf(name+",%d,post number %d,%d\n", s, rank+1, p, r.IntN(100)))
		}
	}
	x.posts = posts.String()
	return x, rows
}

// TestOrderOfRows: the placement is the same to the byte whatever the order of
// rows and the number of workers, for ids of equal and of different length.
func TestOrderOfRows(t *testing.T) {
	for _, name := range []string{"s%06d", "s%d"} {
		r := rand.New(rand.NewPCG(3, 3))
		x, rows := table(r, 30_000, name)
		head := "student,rank,post,grade\n"
		x.wishes = head + strings.Join(rows, "")
		c, err := x.read(t, Options{Seed: 5})
		if err != nil {
			t.Fatal(err)
		}
		want := placed(t, c)
		if n := strings.Count(want, "\n"); n != 30_001 {
			t.Fatalf("%d lines", n)
		}
		for workers := 1; workers < 4; workers++ {
			c, err := x.read(t, Options{Seed: 5, Workers: workers})
			if err != nil || placed(t, c) != want {
				t.Errorf("%d workers: another placement (%v)", workers, err)
			}
		}
		r.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
		shuffled := texts{head + strings.Join(rows, ""), x.posts, ""}
		c, err = shuffled.read(t, Options{Seed: 5, Workers: 2})
		if err != nil || placed(t, c) != want {
			t.Errorf("shuffled rows: another placement (%v)", err)
		}
		c, err = x.read(t, Options{Seed: 6, Workers: 2})
		if err != nil || placed(t, c) == want {
			t.Errorf("the seed changes nothing (%v)", err)
		}
	}
}

// TestQuickIsUsed: the usual file, in many pieces, takes the quick way; and the
// careful way reads the same.
func TestQuickIsUsed(t *testing.T) {
	x, rows := table(rand.New(rand.NewPCG(4, 4)), 80_000, "student %07d")
	path := filepath.Join(t.TempDir(), "wishes.csv")
	if err := os.WriteFile(path, []byte("student,rank,post,grade\n"+strings.Join(rows, "")), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := texts{"student,rank,post,grade\n", x.posts, ""}.read(t, Options{})
	if err != nil {
		t.Fatal(err)
	}
	s, err := openSource(path)
	if err != nil {
		t.Fatal(err)
	}
	defer s.close()
	if err := s.header(wishesHeader); err != nil {
		t.Fatal(err)
	}
	parts, err := s.pieces(4)
	if err != nil || len(parts) < 5 {
		t.Fatalf("%d pieces, %v", len(parts), err)
	}
	p := postsOf(c)
	a, err := quick(s, p, parts, Options{Seed: 7, Workers: 3}, func(int64) {})
	if err != nil {
		t.Fatal("the usual file is found unusual:", err)
	}
	b, err := careful(s, p, parts, Options{Seed: 7, Workers: 3}, func(int64) {})
	if err != nil {
		t.Fatal(err)
	}
	same(t, a, b)
}

func postsOf(c *Case) *posts { return &posts{index: *c.known, posts: c.Instance.Posts} }

// same compares what two ways of reading found.
func same(t *testing.T, a, b *wishes) {
	t.Helper()
	if a.students.Len() != b.students.Len() || a.count != b.count || fmt.Sprint(a.scale) != fmt.Sprint(b.scale) {
		t.Fatalf("%d students with %d wishes and grades %v, and %d with %d and %v", a.students.Len(), a.count, a.scale, b.students.Len(), b.count, b.scale)
	}
	if !slices.Equal(a.tickets, b.tickets) {
		t.Fatal("not the same tickets")
	}
	for s := range uint32(a.students.Len()) {
		x, y := placement.Instance{Start: a.start, Wishes: a.wish}, placement.Instance{Start: b.start, Wishes: b.wish}
		if !bytes.Equal(a.students.At(s), b.students.At(s)) || fmt.Sprint(x.List(s)) != fmt.Sprint(y.List(s)) {
			t.Fatalf("student %d: %s %v and %s %v", s, a.students.At(s), x.List(s), b.students.At(s), y.List(s))
		}
	}
}

// bothWays reads wishes.csv quickly and carefully. What the quick way accepts,
// the careful way reads the same.
func bothWays(t *testing.T, text string, p *posts) (quickly bool) {
	t.Helper()
	s := &source{path: "wishes.csv", ReaderAt: strings.NewReader(text), size: int64(len(text))}
	if s.header(wishesHeader) != nil {
		return false
	}
	// Pieces far smaller than in use.
	parts, err := s.cut(max(1, s.size/50))
	if err != nil {
		t.Fatal(err)
	}
	a, err := quick(s, p, parts, Options{Workers: 2}, func(int64) {})
	if errors.Is(err, errUnusual) {
		return false
	}
	if err != nil {
		t.Fatal(err)
	}
	b, err := careful(s, p, parts, Options{Workers: 2}, func(int64) {})
	if err != nil {
		t.Fatalf("the quick way accepts what is wrong: %v", err)
	}
	same(t, a, b)
	return true
}

func FuzzRead(f *testing.F) {
	f.Add(goodWishes, goodPosts, goodCaps)
	f.Add("student,rank,post,grade\r\n\"s,1\",1,a,-1.25\r\ns2,,,\n", goodPosts, "")
	f.Add("\xef\xbb\xbfstudent,rank,post,grade\ns1,2,b,1e3\ns1,1,a,1", "post,seats,group\na,0,\nb,1,", "")
	f.Add("student,rank,post,grade\ns1,1,p1,5\ns1,2,p2,5.25\r\ns2,1,p3,-7\ns2,2,p04,123456\n", "post,seats,group\np1,1,\np2,1,\np3,2,g\np04,1,\n", "group,parent,cap,reason\ng,,1,\n")
	f.Add("student,rank,post,grade\na long student,1,place/1,5\na long student,2,place/2,5\n", "post,seats,group\nplace/1,1,\nplace/2,1,\n", "")
	f.Fuzz(func(t *testing.T, wishes, posts, caps string) {
		a, err := texts{wishes, posts, caps}.read(t, Options{Workers: 1})
		if err == nil {
			bothWays(t, wishes, postsOf(a))
		} else {
			var wrong *Problems
			if !errors.As(err, &wrong) || wrong.Total == 0 {
				t.Fatalf("not a problem with a place: %v", err)
			}
			return
		}
		// What is written is read again: every student once, and nothing else.
		path := filepath.Join(t.TempDir(), "placement.csv")
		if err := os.WriteFile(path, []byte(placed(t, a)), 0o600); err != nil {
			t.Fatal(err)
		}
		post, err := a.ReadPlacement(path)
		if err != nil {
			t.Fatal(err)
		}
		res, _ := placement.Solve(a.Instance, placement.Options{})
		if fmt.Sprint(post) != fmt.Sprint(res.Post) {
			t.Fatalf("written %v, read %v", res.Post, post)
		}
	})
}
