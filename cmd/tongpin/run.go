package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/alecthomas/kong"

	"tongpin/internal/app"
)

// The exit codes.
const (
	exitDone   = 0
	exitFailed = 1
	exitUse    = 2
)

// wrongUse is an error of the person at the command line: exit code 2.
type wrongUse struct{ error }

// ended carries the code with which kong wants to end, after --help.
type ended int

// run parses the arguments, does the command and returns the exit code.
func run(ctx context.Context, args, environ []string, streams app.Streams, bodies app.Commands) (code int) {
	defer func() {
		if p := recover(); p != nil {
			e, ok := p.(ended)
			if !ok {
				panic(p)
			}
			code = int(e)
		}
	}()
	err := dispatch(ctx, args, environ, streams, bodies)
	var use wrongUse
	switch {
	case err == nil:
		return exitDone
	case errors.As(err, &use):
		fmt.Fprintf(streams.Err, "tongpin: %s\n%s\n", bodies.Explain(usage(use.error)), bodies.Explain(app.Misuse("help")))
		return exitUse
	case errors.Is(err, context.Canceled) && ctx.Err() != nil:
		fmt.Fprintf(streams.Err, "tongpin: %s\n", bodies.Explain(app.Misuse("stopped")))
		return exitFailed
	}
	fmt.Fprintf(streams.Err, "tongpin: %s\n", bodies.Explain(err))
	return exitFailed
}

func dispatch(ctx context.Context, args, environ []string, streams app.Streams, bodies app.Commands) error {
	var c cli
	parser, err := kong.New(&c,
		kong.Name("tongpin"),
		kong.Description("Tongpin runs a city-level industry-education consortium: from an enterprise's order to a person in the job, with every number proved."),
		kong.Writers(streams.Out, streams.Err),
		kong.Exit(func(code int) { panic(ended(code)) }),
		kong.NamedMapper("file", kong.MapperFunc(file)),
		kong.Vars{"roles": strings.Join(app.Roles(), ", ")},
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, WrapUpperBound: 100}),
	)
	if err != nil {
		return err
	}
	detail(parser.Model.Node)
	if len(args) == 0 {
		args = []string{"--help"}
	}
	parsed, err := parser.Parse(args)
	if err != nil {
		return wrongUse{err}
	}
	if err := app.CheckEnvironment(environ); err != nil {
		return wrongUse{err}
	}
	common, err := c.Common.Resolve()
	if err != nil {
		return wrongUse{err}
	}
	return parsed.Run(&call{ctx: ctx, base: app.Base{Common: common, Streams: streams}, bodies: bodies})
}
