package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"wireside/labs/yours"
	"wireside/server/app"
	"wireside/server/exercises"
)

const exercisesHelp = `List the exercises, and what their checks say of your answers.

Usage: go run ./server exercises [flags]

The checks are run with go test; what has not changed since is not run again. Exit status: 0 if no exercise is red or broken,
else 1. An exercise that is not started is neither. If your answer doesn't compile, neither does this command, and go says why.

Examples:
  go run ./server exercises
  go run ./server exercises --run sse-encode
  go run ./server exercises --watch

Flags:
`

// listExercises is the command exercises.
func listExercises(ctx context.Context, args []string, std streams) error {
	flags := newFlags("exercises")
	one := flags.String("run", "", "one exercise alone, of this `NAME`, with all that its failed checks say")
	asJSON := flags.Bool("json", false, "print what GET /api/exercises answers; with --watch, a line of JSON for each change, too")
	watch := flags.Bool("watch", false, "go on, and print what changes as you save your files; Ctrl-C ends it")
	if err := parseAll(flags, args, exercisesHelp, std.out); err != nil {
		return err
	}
	l := &exerciseList{asJSON: *asJSON, watching: *watch, one: *one != "", all: yours.All()}
	var err error
	if l.entries, err = app.Exercises(); err != nil {
		return err
	}
	if l.one {
		if err := l.choose(*one); err != nil {
			return usageError{err}
		}
	}
	root, command, why := exercises.Find(".")
	if why != "" {
		return errors.New(why)
	}
	l.root, l.command = root, command
	l.paint = colours(std.out)
	return l.run(ctx, std)
}

// exerciseList lists exercises.
type exerciseList struct {
	all           []yours.Entry
	entries       []exercises.Entry // the same, with their results
	root, command string
	first         int // the number of the first one, less 1
	one           bool
	asJSON        bool
	watching      bool
	paint         func(state exercises.State, text string) string
}

// choose leaves one exercise in the list.
func (l *exerciseList) choose(name string) error {
	i := slices.IndexFunc(l.all, func(e yours.Entry) bool { return e.Name == name })
	if i < 0 {
		var names []string
		for _, e := range l.all {
			names = append(names, e.Name)
		}
		return fmt.Errorf("--run is %q; there is: %s", name, strings.Join(names, ", "))
	}
	l.all, l.entries, l.first = l.all[i:i+1], slices.Clone(l.entries[i:i+1]), i
	return nil
}

// run runs the checks, and prints what they come to.
func (l *exerciseList) run(ctx context.Context, std streams) error {
	watch := exercises.New(exercises.Config{Exercises: l.all, Root: l.root, Go: l.command})
	defer watch.Close()
	defer watch.Look()()
	fmt.Fprintf(std.err, "running the checks of %s\n", plural(len(l.all), "exercise"))
	l.entries = slices.Clone(l.entries)
	seq, err := l.settle(ctx, watch)
	if err != nil {
		return err
	}
	if err := l.print(std.out); err != nil {
		return err
	}
	if l.watching {
		return l.follow(ctx, watch, seq, std.out)
	}
	return l.verdict()
}

// settle waits until each exercise has a result.
func (l *exerciseList) settle(ctx context.Context, watch *exercises.Watch) (seq uint64, err error) {
	for {
		u, more := watch.Since(0)
		settled := true
		for i, r := range u.Results { // in the order of the entries
			l.entries[i].Result = r.Result
			settled = settled && r.State != exercises.Unknown && r.State != exercises.Running
		}
		if settled {
			return u.Seq, nil
		}
		select {
		case <-more:
		case <-ctx.Done():
			return 0, errors.New("interrupted: not all checks have been run")
		}
	}
}

// follow prints what changes until ctx ends.
func (l *exerciseList) follow(ctx context.Context, watch *exercises.Watch, seq uint64, out io.Writer) error {
	for {
		u, more := watch.Since(seq)
		seq = u.Seq
		for _, r := range u.Results {
			i := slices.IndexFunc(l.entries, func(e exercises.Entry) bool { return e.Name == r.Name })
			if r.State == exercises.Running || l.entries[i].Result.At == r.At {
				continue
			}
			l.entries[i].Result = r.Result
			if err := l.printChange(out, i); err != nil {
				return err
			}
		}
		select {
		case <-more:
		case <-ctx.Done():
			return nil
		}
	}
}

// verdict is nil if nothing is red or broken.
func (l *exerciseList) verdict() error {
	var names []string
	for _, e := range l.entries {
		if wrong(e) {
			names = append(names, e.Name)
		}
	}
	if len(names) == 0 {
		return nil
	}
	return fmt.Errorf("not right yet: %s", strings.Join(names, ", "))
}

// wrong reports whether an exercise is begun and not right.
func wrong(e exercises.Entry) bool {
	return e.Result.State == exercises.Red || e.Result.State == exercises.Broken
}

// print prints the list.
func (l *exerciseList) print(out io.Writer) error {
	switch {
	case l.asJSON:
		enc := json.NewEncoder(out)
		if !l.watching {
			enc.SetIndent("", " ")
		}
		return enc.Encode(map[string]any{"exercises": l.entries})
	case l.one:
		return l.writeOne(out, 0)
	default:
		return l.writeAll(out)
	}
}

// printChange prints one exercise, when its result has changed.
func (l *exerciseList) printChange(out io.Writer, i int) error {
	switch {
	case l.asJSON:
		return json.NewEncoder(out).Encode(map[string]any{"exercise": l.entries[i]})
	case l.one:
		return l.writeOne(out, i)
	default:
		return l.writeLine(out, i)
	}
}
