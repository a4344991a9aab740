package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"strings"
	"time"

	"wireside/labs/preset"
	"wireside/server/app"
)

const benchHelp = `Run a preset without a browser, with the clients in Go, and print its ledger.

Usage: go run ./server bench [flags] [PRESET]

The lanes, their networks and their faults are the preset's; --list names them all, --spec takes a run of your own, as POST
/api/runs does. The run ends after its seconds, or with Ctrl-C; then the lanes get what they are owed, and for each of them
published = delivered + lost.

Examples:
  go run ./server bench ten-cuts
  go run ./server bench --seconds 10 --json ticker
  echo '{"rate": 50, "network": "train"}' | go run ./server bench --seconds 5 --spec -

Flags:
`

// benchFormats are the ways to print a ledger, by the flag that asks for it.
var benchFormats = map[string]func(io.Writer, *headless) error{"json": writeJSON, "csv": writeCSV, "": writeTable}

func bench(ctx context.Context, args []string, std streams) error {
	flags := newFlags("bench")
	file := flags.String("spec", "", "a `FILE` with the run's JSON in place of a preset; - is standard input")
	seconds := flags.Int("seconds", 0, "how long to publish; 0: as the preset says")
	seed := flags.Uint64("seed", 0, "repeat the run that had this seed; 0: another one")
	base := flags.String("url", "", "a Wireside that runs already, such as `http://localhost:8080`; empty: one of its own, on a free port")
	list := flags.Bool("list", false, "list the presets")
	asJSON := flags.Bool("json", false, "print the ledger as JSON")
	asCSV := flags.Bool("csv", false, "print the ledger as CSV")
	if err := parse(flags, args, benchHelp, std.out); err != nil {
		return err
	}
	if *list {
		return listPresets(std.out)
	}
	if *asJSON && *asCSV {
		return usageError{errors.New("--json and --csv exclude each other")}
	}
	if *seconds < 0 {
		return usageError{fmt.Errorf("--seconds is %d; it must be 1 or more", *seconds)}
	}
	if err := checkBase(*base); err != nil {
		return err
	}
	spec, err := benchSpec(flags.Args(), *file, std.in)
	if err != nil {
		return err
	}
	if *seconds > 0 {
		spec["seconds"] = *seconds
	}
	if *seed > 0 {
		spec["seed"] = *seed
	}
	if *base == "" {
		a, err := app.Start(app.Config{Addr: "localhost:0"})
		if err != nil {
			return err
		}
		defer a.Close()
		*base = a.URL()
	}
	run := &headless{base: strings.TrimSuffix(*base, "/"), log: log.New(std.err, "", 0)}
	if err := run.do(ctx, spec); err != nil {
		return err
	}
	format := ""
	switch {
	case *asJSON:
		format = "json"
	case *asCSV:
		format = "csv"
	}
	return benchFormats[format](std.out, run)
}

// benchSpec returns the body of POST /api/runs, of a preset or from a file.
func benchSpec(args []string, file string, stdin io.Reader) (map[string]any, error) {
	var text []byte
	switch {
	case file != "" && len(args) > 0:
		return nil, usageError{errors.New("give a preset or --spec, not both")}
	case file != "":
		var err error
		if text, err = readSpecFile(file, stdin); err != nil {
			return nil, err
		}
	case len(args) == 0:
		text = []byte(`{"seconds":10}`)
	case len(args) > 1:
		return nil, usageError{fmt.Errorf("bench takes one preset, not %d arguments; flags come first", len(args))}
	default:
		p, ok := preset.Find(args[0])
		if !ok {
			return nil, usageError{fmt.Errorf("there is no preset %q; see bench --list", args[0])}
		}
		text = p.Spec
	}
	var spec map[string]any
	if err := json.Unmarshal(text, &spec); err != nil {
		return nil, fmt.Errorf("the run is no JSON object: %w", err)
	}
	if spec == nil {
		return nil, errors.New("the run is no JSON object, but null")
	}
	return spec, nil
}

// maxFile is how long a file of a run or of results may be, in bytes.
const maxFile = 1 << 20

// readSpecFile reads a file; - is standard input.
func readSpecFile(name string, stdin io.Reader) ([]byte, error) {
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		stdin = f
	}
	return readAtMost(stdin, name)
}

// readAtMost reads all of a file, unless it is longer than any that is asked for.
func readAtMost(r io.Reader, name string) ([]byte, error) {
	text, err := io.ReadAll(io.LimitReader(r, maxFile+1))
	if len(text) > maxFile {
		return nil, fmt.Errorf("%s is longer than %d bytes: that is none of ours", name, maxFile)
	}
	return text, err
}

func listPresets(out io.Writer) error {
	for _, p := range preset.All() {
		if _, err := fmt.Fprintf(out, "%-17s %-9s %s\n", p.Slug, p.Kind, p.Text); err != nil {
			return err
		}
	}
	return nil
}

// reportEvery is how often the clients tell the server what they have observed.
const reportEvery = time.Second
