// Command peers measures Wireside's decoders beside the best Go parsers of the field: the same streams, in one process, in
// turns, so that whatever else the machine does hits all of them alike. It is a module of its own, so that what it compares
// with does not become a dependency of the server.
//
//	cd tests/peers && go run .
//	go run . -rounds 201 -only head
//
// Each line is one decoder on one stream: the time and the allocations that a frame, an event or a head takes, and ours
// divided by theirs. Times are medians over the rounds; a round runs each decoder of a stream once. The ratio is what
// counts: absolute figures say as much about the machine.
//
// All read a stream in pieces of 4 KiB at most. Parsers that pull copy each piece into a buffer of theirs, as they would
// from a socket. Ours are pushed the piece where it lies, as the tap pushes what the application has read: that they need
// no copy is a part of what is compared. A WebSocket frame counts as read when its payload lies unmasked in a buffer, an
// event or a head when it was found and its fields are known to the parser. The lines "explained" add what the inspector
// does when someone looks at the unit: all fields with their sentences.
//
// The targets are the project's own.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
	"time"
)

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "peers:", err)
		os.Exit(1)
	}
}

func run(args []string, out io.Writer) error {
	flags := flag.NewFlagSet("peers", flag.ContinueOnError)
	rounds := flags.Int("rounds", 51, "how often each decoder is measured; below 5 a median says little")
	each := flags.Duration("time", 4*time.Millisecond, "how long one measurement takes, about: on a busy machine, many short ones serve a median best")
	only := flags.String("only", "", "measure only streams whose name contains this, as in -only event")
	if err := flags.Parse(args); err != nil {
		if err == flag.ErrHelp {
			return nil
		}
		return err
	}
	if *rounds < 1 || *each <= 0 {
		return fmt.Errorf("-rounds and -time must be above 0, as in -rounds 51 -time 4ms")
	}
	var results []result
	for _, w := range works() {
		if !strings.Contains(w.name, *only) {
			continue
		}
		r, err := measure(w, *rounds, *each)
		if err != nil {
			return err
		}
		results = append(results, r)
	}
	if results == nil {
		return fmt.Errorf("-only %q: no stream's name contains it", *only)
	}
	return printTable(out, results)
}

// works lists what is measured.
func works() []work {
	var all []work
	all = append(all, webSocketWorks()...)
	all = append(all, eventStreamWorks()...)
	return append(all, headWork())
}
