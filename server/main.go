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
	"slices"
	"strings"
	"syscall"
	"unicode"
)

// command is a sub-command. run returns a usageError if it did not understand its arguments.
type command struct {
	name, summary string
	run           func(ctx context.Context, args []string, std streams) error
}

// commands lists the sub-commands; the first one is the default.
var commands = []command{
	{"serve", "the lessons, the labs and the inspector in one server (the default)", serve},
	{"bench", "run a preset without a browser, and print its ledger", bench},
	{"claims", "put the claims of an article to the test, and print the verdicts", claims},
	{"exercises", "list the exercises, and what their checks say of your answers", listExercises},
	{"decode", "explain a capture or raw bytes, a unit a line", decodeFile},
	{"proxy", "put the inspector in front of your own application", proxy},
}

// streams are the standard streams of a command.
type streams struct {
	in       io.Reader
	out, err io.Writer
}

func usage() string {
	var b strings.Builder
	b.WriteString("Wireside, a protocol lab for real-time data exchange on the web.\n\n" +
		"Usage: go run ./server [command] [flags]\n\nCommands:\n")
	for _, c := range commands {
		fmt.Fprintf(&b, "  %-9s %s\n", c.name, c.summary)
	}
	b.WriteString("\ngo run ./server COMMAND --help tells more.\n")
	return b.String()
}

// Exit statuses.
const (
	exitDone   = 0
	exitFailed = 1
	exitUsage  = 2
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], streams{os.Stdin, os.Stdout, os.Stderr}))
}

// run runs one command until it is done or ctx ends, and returns the exit status.
func run(ctx context.Context, args []string, std streams) int {
	name := commands[0].name
	named := len(args) > 0 && args[0] != "" && args[0][0] != '-'
	if named {
		name, args = args[0], args[1:]
	}
	switch asked := len(args) > 0 && (args[0] == "-h" || args[0] == "-help" || args[0] == "--help"); {
	case name == "help":
		fmt.Fprint(std.out, usage())
		return exitDone
	case asked && !named:
		fmt.Fprint(std.out, usage(), "\n")
	}
	i := slices.IndexFunc(commands, func(c command) bool { return c.name == name })
	if i < 0 {
		fmt.Fprintf(std.err, "wireside: there is no command %q\n\n%s", name, usage())
		return exitUsage
	}
	err := commands[i].run(ctx, args, std)
	var bad usageError
	switch {
	case err == nil, errors.Is(err, flag.ErrHelp):
		return exitDone
	case errors.As(err, &bad):
		fmt.Fprintln(std.err, "wireside:", printable(err.Error()))
		return exitUsage
	default:
		for line := range strings.SplitSeq(err.Error(), "\n") { // of lessons there may be several
			fmt.Fprintln(std.err, "wireside:", printable(line))
		}
		return exitFailed
	}
}

// printable returns a line that is safe on a terminal: a file's name may hold what moves the cursor, or worse.
func printable(line string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return unicode.ReplacementChar
		}
		return r
	}, line)
}

// usageError is a command that was not understood.
type usageError struct{ error }
