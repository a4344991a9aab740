package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime/debug"
	"strings"

	"wireside/wireview/oneway"
)

const decodeHelp = `Explain a capture or raw bytes, a unit a line.

Usage: go run ./server decode [flags] FILE

FILE is a pcap or pcapng capture or, with --from, the bytes of one direction of a connection. - stands for standard input,
which is decoded as it arrives: a unit is written as soon as it is complete. Units are written as JSON, one a line; --text
writes them for people. Their seq counts from 1 over all connections, so that it stays the same with --conn. Their at comes
from the capture; for raw bytes it is the time of arrival, and 0 for those of a file, which has no clock.

What cannot be read becomes units that say why, and is no failure. Exit status: 0 done, 1 the file cannot be read, 2 bad usage.

Examples:
  sudo tcpdump -i lo --immediate-mode -U -w - tcp port 8080 | go run ./server decode --text -
  go run ./server decode capture.pcapng | jq 'select(.error)'
  curl -sN localhost:8080/labs/sse | go run ./server decode --as sse --text -
  curl -si localhost:8080/labs/polling | go run ./server decode --as http1 --from server -
  echo 81 85 37 fa 21 3d 7f 9f 4d 51 58 | go run ./server decode --as websocket --from client --hex --text -

Flags:
`

// decodeMemory is from where on garbage is collected more often: 128 MiB. What is live stays below, whatever the input.
const decodeMemory = 128 << 20

// decoding is what the command was asked to do.
type decoding struct {
	file    string
	as      string // "http1", "sse", "websocket"; "" for a capture
	from    string // "client", "server"; "" for a capture
	deflate string // a Sec-WebSocket-Extensions value
	methods []string
	hex     bool
	text    bool
	colour  string // "always", "never", "auto"
	conn    uint64 // 0: all of them
}

func decodeFile(ctx context.Context, args []string, std streams) error {
	d, err := parseDecoding(args, std.out)
	if err != nil {
		return err
	}
	// What a unit comes to is garbage once it is written, and little else is in memory: collecting it less often costs a few
	// megabytes, and is a tenth faster. Where much has to be held, of a capture full of holes, it is collected in time.
	defer debug.SetGCPercent(debug.SetGCPercent(400))
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(decodeMemory))
	in, err := openInput(ctx, d, std.in)
	if err != nil {
		return err
	}
	defer in.close()
	out := newOutput(std.out, d.render(std.out))
	in.pause, in.stop = out.flush, out.failed
	if d.raw() {
		err = d.decodeRaw(in, out)
	} else {
		err = d.decodeCapture(in, out, std.err)
	}
	if written := out.close(); written != nil {
		if isBrokenPipe(written) { // whoever read has seen enough
			return nil
		}
		return written
	}
	return err
}

// parseDecoding reads the arguments: flags may stand before and after the file.
func parseDecoding(args []string, help io.Writer) (*decoding, error) {
	var d decoding
	var methods string
	flags := newFlags("decode")
	flags.StringVar(&d.as, "as", "", "the `kind` of raw bytes: http1, sse or websocket; for a capture, http1 or websocket is the\nkind of the connections whose beginning it lacks")
	flags.StringVar(&d.from, "from", "", "the bytes are raw, and come from this `side`: client or server")
	flags.StringVar(&d.deflate, "deflate", "", "the frames are under this permessage-deflate `extension`, as in\n\"permessage-deflate; server_no_context_takeover\"")
	flags.StringVar(&methods, "methods", "", "the `methods` of the requests that raw responses answer, as in GET,HEAD; GET follows")
	flags.BoolVar(&d.hex, "hex", false, "the input is hexadecimal text: digits in pairs, spaces, commas and 0x")
	flags.BoolVar(&d.text, "text", false, "write for people, not JSON")
	flags.StringVar(&d.colour, "colour", "auto", "`when` --text has colours: always, never, or auto (on a terminal, unless NO_COLOR is set)")
	flags.Uint64Var(&d.conn, "conn", 0, "of a capture, write only this connection's units, by its `number` from 1")

	var files []string
	for rest := args; ; rest = flags.Args()[1:] {
		if err := parse(flags, rest, decodeHelp, help); err != nil {
			return nil, err
		}
		if flags.NArg() == 0 {
			break
		}
		files = append(files, flags.Arg(0))
	}
	if len(files) != 1 {
		return nil, usageError{fmt.Errorf("decode takes one file, or - for standard input; %d were given; see decode --help", len(files))}
	}
	d.file = files[0]
	if methods != "" {
		d.methods = strings.Split(methods, ",")
	}
	if d.as == "sse" && d.from == "" {
		d.from = "server"
	}
	if wrong := d.wrong(); wrong != "" {
		return nil, usageError{errors.New(wrong)}
	}
	return &d, nil
}

// raw reports whether the file holds the bytes of one direction, not a capture.
func (d *decoding) raw() bool { return d.from != "" }

// name returns what the input is called.
func (d *decoding) name() string {
	if d.file == "-" {
		return "standard input"
	}
	return d.file
}

// wrong says what does not fit together, and what to do instead; "" if all does.
func (d *decoding) wrong() string {
	switch {
	case d.as != "" && d.as != "http1" && d.as != "sse" && d.as != "websocket":
		return fmt.Sprintf("--as %s is not known: say http1, sse or websocket", d.as)
	case d.from != "" && d.from != "client" && d.from != "server":
		return fmt.Sprintf("--from %s is not known: say client or server", d.from)
	case d.from != "" && d.as == "":
		return "--from is for raw bytes: say what they are with --as http1, sse or websocket"
	case d.as == "sse" && d.from == "client":
		return "an event stream comes from the server: leave out --from client"
	case d.deflate != "" && d.as != "websocket":
		return "--deflate is for frames: say --as websocket too"
	case d.deflate != "" && oneway.CheckDeflate(d.deflate) != nil:
		return "--deflate " + oneway.CheckDeflate(d.deflate).Error()
	case d.methods != nil && (d.as != "http1" || d.from != "server"):
		return "--methods is for raw responses: say --as http1 --from server too"
	case d.conn != 0 && d.raw():
		return "--conn is for captures: raw bytes are of one connection"
	case d.colour != "always" && d.colour != "never" && d.colour != "auto":
		return fmt.Sprintf("--colour %s is not known: say always, never or auto", d.colour)
	}
	return ""
}
