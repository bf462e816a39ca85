package main

import (
	"errors"
	"fmt"
	"os"
	"regexp"
	"slices"
	"sync"
	"text/tabwriter"
	"time"
)

const list = "/orders"

var order = regexp.MustCompile(`href="(/orders/[0-9a-f-]{36})"`)

// drive asks for each kind of page in turn and prints what it took.
func (s *server) drive(o options) error {
	page, err := s.get(list)
	if err != nil {
		return err
	}
	found := order.FindStringSubmatch(page)
	if found == nil {
		return errors.New("load: the list shows no order")
	}
	w := tabwriter.NewWriter(os.Stdout, 2, 4, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "page\trequests/s\tp50 ms\tp95 ms\tp99 ms\tslowest ms\tCPU ms\t")
	for _, kind := range []struct{ name, path string }{
		{"first page", "/"},
		{"list", list},
		{"list, filter and sort", list + "?kind=people&state=open&sort=-quantity"},
		{"list, page 20", list + "?page=20"},
		{"order", found[1]},
		{"figures", "/figures"},
	} {
		before := s.computed()
		took, passed, err := s.many(kind.path, o)
		if err != nil {
			return err
		}
		n := len(took)
		at := func(share int) float64 { return ms(took[min(n*share/100, n-1)]) }
		fmt.Fprintf(w, "%s\t%.0f\t%.1f\t%.1f\t%.1f\t%.1f\t%.1f\t\n", kind.name, float64(n)/passed.Seconds(), at(50), at(95), at(99), ms(took[n-1]), ms(s.computed()-before)/float64(n))
	}
	if err := w.Flush(); err != nil {
		return err
	}
	fmt.Printf("memory after the load: %s, at most %s\n", s.status("VmRSS"), s.status("VmHWM"))
	return nil
}

func ms(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

// many asks for one page often and returns the times in order.
func (s *server) many(path string, o options) (took []time.Duration, passed time.Duration, err error) {
	took, errs := make([]time.Duration, o.requests), make([]error, o.workers)
	var all sync.WaitGroup
	began := time.Now()
	for w := range o.workers {
		all.Go(func() {
			for i := w; i < o.requests && errs[w] == nil; i += o.workers {
				at := time.Now()
				_, errs[w] = s.get(path)
				took[i] = time.Since(at)
			}
		})
	}
	all.Wait()
	passed = time.Since(began)
	slices.Sort(took)
	return took, passed, errors.Join(errs...)
}
