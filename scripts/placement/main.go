// Command placement writes a made-up placement of any size as files, to measure
// `tongpin place`: go run ./scripts/placement -students 1000000 -dir /tmp/million
package main

import (
	"flag"
	"fmt"
	"os"

	"tongpin/internal/engine/placement/generate"
)

func main() {
	m := generate.Market{Skew: 1, Classes: 128}
	flag.IntVar(&m.Students, "students", 1_000_000, "number of students; there is a post for each ten")
	flag.IntVar(&m.List, "list", 20, "wishes of a student")
	flag.Uint64Var(&m.Seed, "seed", 1, "another seed, another instance")
	dir := flag.String("dir", ".", "folder to write to")
	flag.Parse()
	err := os.MkdirAll(*dir, 0o755)
	if err == nil {
		err = generate.Files(*dir, generate.Make(m))
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "placement:", err)
		os.Exit(1)
	}
}
