// Command load starts the program on a made-up consortium and asks it for pages
// over the loopback interface: "go run ./scripts/load" from the top of the
// repository. It prints how long the start took, requests a second, how long
// pages took, the processor time of a request and the memory. It talks to no
// other machine.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
)

// maxRequests bounds a run: a typing mistake must not keep a machine busy.
const maxRequests = 1_000_000

// options are the flags.
type options struct {
	binary   string
	data     string
	size     int
	workers  int
	requests int
}

func main() {
	var o options
	flag.StringVar(&o.binary, "binary", "", "built program; empty: build it")
	flag.StringVar(&o.data, "data", "", "data folder, kept for the next run; empty: a new one, removed afterwards")
	flag.IntVar(&o.size, "size", 100, "size of the consortium; 100 is about 100,000 orders")
	flag.IntVar(&o.workers, "workers", 4, "requests at the same time")
	flag.IntVar(&o.requests, "requests", 2000, "requests of each kind of page")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, o)
	stop()
	if err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, o options) error {
	if o.workers < 1 || o.requests < o.workers || o.requests > maxRequests {
		return fmt.Errorf("load: -requests is between -workers and %d", maxRequests)
	}
	dir, err := os.MkdirTemp("", "load")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	if o.data == "" {
		o.data = filepath.Join(dir, "data")
	}
	if o.binary == "" {
		o.binary = filepath.Join(dir, "tongpin")
		if err := command(ctx, "go", "build", "-o", o.binary, "./cmd/tongpin"); err != nil {
			return err
		}
	}
	if err := command(ctx, o.binary, "demo", "--load-only", "--log-level", "warn", "--data", o.data, "--size", fmt.Sprint(o.size)); err != nil {
		return err
	}
	s, err := start(ctx, o)
	if err != nil {
		return err
	}
	return errors.Join(s.drive(o), s.stop())
}

// command runs a program to its end and shows what it says.
func command(ctx context.Context, name string, args ...string) error {
	c := exec.CommandContext(ctx, name, args...)
	c.Stdout, c.Stderr = os.Stderr, os.Stderr
	if err := c.Run(); err != nil {
		return fmt.Errorf("load: %s: %w", name, err)
	}
	return nil
}
