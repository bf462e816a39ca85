// Command tongpin runs a city-level industry-education consortium system. This
// package reads flags and nothing else; the commands' bodies are in
// internal/app.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"tongpin/internal/app"
)

func main() {
	// The first signal ends the work in an orderly way, the second at once.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop)
	streams := app.Streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr}
	os.Exit(run(ctx, os.Args[1:], os.Environ(), streams, app.Program{}))
}
