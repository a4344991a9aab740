// Command server is Wireside: lessons and live labs on polling, long polling, Server-Sent Events and WebSocket, and an
// inspector that shows every byte of them.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
)

const usage = `Wireside, a protocol lab for real-time data exchange on the web.

Usage: go run ./server [command] [flags]

Commands:
  serve    the lessons, the labs and the inspector in one server (the default)

go run ./server serve --help tells more.
`

// Exit statuses.
const (
	exitDone   = 0
	exitFailed = 1
	exitUsage  = 2
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// run runs one command until it is done or ctx ends, and returns the exit status.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	name := ""
	if len(args) > 0 && args[0] != "" && args[0][0] != '-' {
		name, args = args[0], args[1:]
	}
	if len(args) > 0 && name == "" && (args[0] == "-h" || args[0] == "-help" || args[0] == "--help") {
		fmt.Fprint(stdout, usage, "\n")
	}
	var err error
	switch name {
	case "", "serve":
		err = serve(ctx, args, stdout, stderr)
	case "help":
		fmt.Fprint(stdout, usage)
	default:
		fmt.Fprintf(stderr, "wireside: there is no command %q\n\n%s", name, usage)
		return exitUsage
	}
	var bad usageError
	switch {
	case err == nil, errors.Is(err, flag.ErrHelp):
		return exitDone
	case errors.As(err, &bad):
		fmt.Fprintln(stderr, "wireside:", err)
		return exitUsage
	default:
		fmt.Fprintln(stderr, "wireside:", err)
		return exitFailed
	}
}

// usageError is a command that was not understood.
type usageError struct{ error }
