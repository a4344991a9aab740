package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"

	"wireside/server/app"
)

const serveHelp = `Serve the lessons, the labs and the inspector.

Usage: go run ./server serve [--addr HOST:PORT]

The first line on standard output is "wireside: http://HOST:PORT". Ctrl-C ends all streams and exits.

Example, on a free port:
  go run ./server serve --addr localhost:0

Flags:
`

func serve(ctx context.Context, args []string, std streams) error {
	flags := flag.NewFlagSet("serve", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	addr := flags.String("addr", "localhost:8080", "where to listen, `HOST:PORT`; port 0 picks a free one")
	switch err := flags.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		fmt.Fprint(std.out, serveHelp)
		flags.SetOutput(std.out)
		flags.PrintDefaults()
		return err
	case err != nil:
		return usageError{fmt.Errorf("%w; see serve --help", err)}
	case flags.NArg() > 0:
		return usageError{fmt.Errorf("serve takes no argument %q; see serve --help", flags.Arg(0))}
	}
	if _, _, err := net.SplitHostPort(*addr); err != nil {
		return usageError{fmt.Errorf("--addr %q is not HOST:PORT", *addr)}
	}

	a, err := app.Start(app.Config{Addr: *addr})
	if err != nil {
		return err
	}
	fmt.Fprintf(std.out, "wireside: %s\n", a.URL())
	fmt.Fprintln(std.out, "Open it in a browser, or try: curl -N", a.URL()+"/labs/sse")

	failed := make(chan error, 1)
	go func() { failed <- a.Wait() }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
		return a.Close()
	}
}
