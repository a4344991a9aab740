package main

import (
	"context"
	"errors"
	"fmt"
	"net"

	"wireside/server/app"
)

const serveHelp = `Serve the lessons, the labs and the inspector.

Usage: go run ./server serve [--addr HOST:PORT] [--watch=false] [--lessons DIR]

The first line on standard output is "wireside: http://HOST:PORT". Ctrl-C ends all streams and exits.

Started in the project's source, it runs the checks of the exercises whenever a file of one changes, as long as somebody has
/exercises open on this machine. That is on where the address is this machine's alone, and off elsewhere.

Who writes lessons serves a working copy of them: it is read again at each change, pages that show it are loaded again, and what
is broken in it is told with file and line (lessons/AUTHORS.md).

Examples, on a free port, and with a working copy of the lessons:
  go run ./server serve --addr localhost:0
  go run ./server serve --lessons lessons

Flags:
`

func serve(ctx context.Context, args []string, std streams) error {
	flags := newFlags("serve")
	addr := flags.String("addr", "localhost:8080", "where to listen, `HOST:PORT`; port 0 picks a free one")
	watch := flags.Bool("watch", false, "run the exercises' checks as their files change, for who looks on this machine; the default is\nwhether --addr is a loopback address")
	folder := flags.String("lessons", "", "serve the lessons of the folder `DIR` in place of those built in, and follow its changes")
	if err := parseAll(flags, args, serveHelp, std.out); err != nil {
		return err
	}
	if _, _, err := net.SplitHostPort(*addr); err != nil {
		return usageError{fmt.Errorf("--addr %q is not HOST:PORT", *addr)}
	}

	mode := app.WatchLoopback
	switch {
	case given(flags, "watch") && *watch:
		mode = app.WatchAlways
	case given(flags, "watch"):
		mode = app.WatchNever
	}
	if given(flags, "lessons") && *folder == "" {
		return usageError{errors.New("--lessons is empty; it must be a folder of lessons")}
	}
	a, err := app.Start(app.Config{Addr: *addr, Watch: mode, Lessons: *folder})
	if err != nil {
		return err
	}
	fmt.Fprintf(std.out, "wireside: %s\n", a.URL())
	fmt.Fprintln(std.out, "Open it in a browser, or try: curl -N", a.URL()+"/labs/sse")
	return wait(ctx, a)
}
