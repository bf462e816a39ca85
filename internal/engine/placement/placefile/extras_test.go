package placefile

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tongpin/internal/engine/placement"
	"tongpin/internal/engine/placement/quota"
	"tongpin/internal/engine/placement/together"
	"tongpin/internal/engine/placement/verify"
)

// example is a case with the students s1 to s3, the posts a and b, the group G.
func example(t *testing.T) *Case {
	t.Helper()
	c, err := texts{
		"student,rank,post,grade\ns1,1,a,5\ns1,2,b,5\ns2,1,a,4\ns3,,,\n",
		"post,seats,group\na,1,G\nb,2,\n",
		"group,parent,cap,reason\nG,,1,law\n",
	}.read(t, Options{})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func file(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "extra.csv")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// numberOf is the number in the lottery of a student of the example.
func numberOf(t *testing.T, c *Case, name string) uint32 {
	t.Helper()
	for n := range uint32(c.Students.Len()) {
		if string(c.Student(n)) == name {
			return n
		}
	}
	t.Fatalf("no student %s", name)
	return 0
}

func TestExtras(t *testing.T) {
	c := example(t)
	s := func(name string) uint32 { return numberOf(t, c, name) }
	locks, err := c.ReadLocks(file(t, "\xef\xbb\xbfstudent,post\r\ns3,b\r\n\"s1\",a"))
	if want := []placement.Lock{{Student: s("s3"), Post: 1}, {Student: s("s1"), Post: 0}}; err != nil || fmt.Sprint(locks) != fmt.Sprint(want) {
		t.Errorf("locks %v, %v", locks, err)
	}
	quotas, err := c.ReadQuotas(file(t, "group,at_least,reason\nG,1,\"law, art. 1\"\nb,99999999999,\n"))
	want := []Quota{
		{quota.Least{Post: placement.None, Group: 0, N: 1}, "G", "law, art. 1"},
		{quota.Least{Post: 1, Group: placement.None, N: maxCount}, "b", ""},
	}
	if err != nil || fmt.Sprint(quotas) != fmt.Sprint(want) {
		t.Errorf("quotas %v, %v", quotas, err)
	}
	pairs, err := c.ReadPairs(file(t, "student,with,same\ns2,s1,group\n"))
	if want := []together.Pair{{A: s("s2"), B: s("s1"), Within: together.SameGroup}}; err != nil || fmt.Sprint(pairs) != fmt.Sprint(want) {
		t.Errorf("pairs %v, %v", pairs, err)
	}
	prices, err := c.ReadPrices(file(t, "kind,name,price,basis\ngroup,G,312,law\npost,b,-7,\n"))
	if want := (&placement.Rents{Posts: []int64{0, -7}, Groups: []int64{312}}); err != nil || fmt.Sprint(prices) != fmt.Sprint(want) {
		t.Errorf("prices %v, %v", prices, err)
	}
	for _, read := range []func(string) error{
		func(path string) error { _, err := c.ReadPrices(path); return err },
		func(path string) error { l, err := c.ReadLocks(path); return none(l, err) },
		func(path string) error { l, err := c.ReadQuotas(path); return none(l, err) },
		func(path string) error { l, err := c.ReadPairs(path); return none(l, err) },
	} {
		var wrong *Problems
		if err := read(file(t, "")); !errors.As(err, &wrong) || wrong.List[0].Key != NoHeader {
			t.Errorf("an empty file: %v", err)
		}
		if err := read(file(t, "student,wish\n")); !errors.As(err, &wrong) || wrong.List[0].Key != BadHeader {
			t.Errorf("another header: %v", err)
		}
		if err := read("nowhere.csv"); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("no file: %v", err)
		}
	}
	if l, err := c.ReadLocks(file(t, "student,post\n")); err != nil || len(l) != 0 {
		t.Errorf("no locks: %v %v", l, err)
	}
}

func none[T any](list []T, err error) error {
	if err == nil {
		return fmt.Errorf("read %v", list)
	}
	return err
}

// TestWrongExtras: every wrong row is named by key and line.
func TestWrongExtras(t *testing.T) {
	c := example(t)
	locks := func(path string) error { _, err := c.ReadLocks(path); return err }
	quotas := func(path string) error { _, err := c.ReadQuotas(path); return err }
	pairs := func(path string) error { _, err := c.ReadPairs(path); return err }
	prices := func(path string) error { _, err := c.ReadPrices(path); return err }
	for name, x := range map[string]struct {
		read func(path string) error
		text string
		key  string
		line int
	}{
		"lock of nobody":      {locks, "student,post\ns1,a\ns9,a\n", StudentAlien, 3},
		"lock nowhere":        {locks, "student,post\ns1,c\n", PostUnknown, 2},
		"lock without post":   {locks, "student,post\ns1,\n", PostUnknown, 2},
		"two locks":           {locks, "student,post\ns1,a\n\ns1,b\n", StudentTwice, 4},
		"lock cut":            {locks, "student,post\ns1,a\ns2", BadRow, 3},
		"lock in bytes":       {locks, "student,post\ns\xff,a\n", BadText, 2},
		"quota of nothing":    {quotas, "group,at_least,reason\nH,1,\n", NodeUnknown, 2},
		"quota of a half":     {quotas, "group,at_least,reason\nG,0.5,\n", BadCount, 2},
		"quota below zero":    {quotas, "group,at_least,reason\nG,-1,\n", BadCount, 2},
		"two quotas":          {quotas, "group,at_least,reason\nG,1,\nG,2,\n", GroupTwice, 3},
		"quota too long":      {quotas, "group,at_least,reason\nG,1,a,b\n", BadRow, 2},
		"quota in quotes":     {quotas, "group,at_least,reason\nG,1,\"a\n", BadQuotes, 2},
		"pair of one":         {pairs, "student,with,same\ns1,s1,post\n", PairAlone, 2},
		"pair with nobody":    {pairs, "student,with,same\ns1,s9,post\n", StudentAlien, 2},
		"pair of what":        {pairs, "student,with,same\ns1,s2,room\n", BadSame, 2},
		"one in two pairs":    {pairs, "student,with,same\ns1,s2,post\ns3,s1,zone\n", StudentTwice, 3},
		"price of a student":  {prices, "kind,name,price,basis\nstudent,s1,4,\n", BadKind, 2},
		"price of no group":   {prices, "kind,name,price,basis\ngroup,a,4,\n", GroupAlien, 2},
		"price of no post":    {prices, "kind,name,price,basis\npost,a,4,\npost,G,4,\n", PostAlien, 3},
		"two prices of one":   {prices, "kind,name,price,basis\ngroup,G,4,\ngroup,G,4,\n", GroupTwice, 3},
		"two prices, a post":  {prices, "kind,name,price,basis\npost,a,0,\npost,a,4,\n", PostTwice, 3},
		"price of a half":     {prices, "kind,name,price,basis\ngroup,G,0.5,\n", BadPrice, 2},
		"no price":            {prices, "kind,name,price,basis\ngroup,G,,\n", BadPrice, 2},
		"price without end":   {prices, "kind,name,price,basis\ngroup,G,9999999999999999999,\n", BadPrice, 2},
		"price in two fields": {prices, "kind,name,price,basis\ngroup,G,1,000,law\n", BadRow, 2},
		"one pair two times":  {pairs, "student,with,same\ns1,s2,post\ns2,s1,post\n", StudentTwice, 3},
	} {
		var wrong *Problems
		err := x.read(file(t, x.text))
		if !errors.As(err, &wrong) || wrong.Total != 1 || wrong.List[0].Key != x.key || wrong.List[0].Line != x.line {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestWritePrices: what is written is read again; what asks for nothing is not there.
func TestWritePrices(t *testing.T) {
	c := example(t)
	rents := &placement.Rents{Posts: []int64{0, -3}, Groups: []int64{41}}
	var out strings.Builder
	if err := c.WritePrices(&out, rents); err != nil {
		t.Fatal(err)
	}
	if out.String() != "kind,name,price,basis\ngroup,G,41,law\npost,b,-3,\n" {
		t.Errorf("%s", out.String())
	}
	if got, err := c.ReadPrices(file(t, out.String())); err != nil || fmt.Sprint(got) != fmt.Sprint(rents) {
		t.Errorf("%v, %v", got, err)
	}
}

// FuzzExtras: whatever stands in the small files, it is read or refused with a
// place, and what is read can be solved or is too much for a cap; prices prove no
// less than can be had.
func FuzzExtras(f *testing.F) {
	f.Add("student,post\ns1,a\n", "group,at_least,reason\nG,1,law\nb,0,\n", "student,with,same\ns1,s2,group\n", "kind,name,price,basis\ngroup,G,9,law\npost,b,-1,\n")
	f.Add("student,post\ns1,a\ns2,a\n", "group,at_least,reason\r\nG,7,\"a\"\"b\"", "student,with,same\ns3,s2,zone\n", "kind,name,price,basis\r\n\"post\",a,9223372036854775807,")
	f.Fuzz(func(t *testing.T, locks, quotas, pairs, prices string) {
		c := example(t)
		l, err := c.ReadLocks(file(t, locks))
		refused(t, err)
		q, err := c.ReadQuotas(file(t, quotas))
		refused(t, err)
		p, err := c.ReadPairs(file(t, pairs))
		refused(t, err)
		rents, err := c.ReadPrices(file(t, prices))
		refused(t, err)
		values := slices.Repeat([]uint32{2}, len(c.Instance.Wishes)) // two places can be had, one in each post
		if err == nil && verify.Bound(c.Instance, values, rents, verify.BoundOptions{}) < 4 {
			t.Fatalf("%v prove that four points can't be had", rents)
		}
		var over *placement.CapError
		var least []quota.Least
		for _, x := range q {
			least = append(least, x.Least)
		}
		if _, err := quota.Check(c.Instance, least, l); err != nil && !errors.As(err, &over) {
			t.Fatal(err)
		}
		if _, err := together.Solve(c.Instance, p, placement.Options{Locked: l}); err != nil && !errors.As(err, &over) {
			t.Fatal(err)
		}
	})
}

func refused(t *testing.T, err error) {
	t.Helper()
	var wrong *Problems
	if err != nil && (!errors.As(err, &wrong) || wrong.Total == 0) {
		t.Fatalf("not a problem with a place: %v", err)
	}
}
