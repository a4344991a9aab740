package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"

	"wireside/server/app"
)

// newFlags returns the flags of a command, which speaks for itself when they are not understood.
func newFlags(command string) *flag.FlagSet {
	flags := flag.NewFlagSet(command, flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	return flags
}

// parse reads flags up to the first argument that is none. Asked for help, it writes it to out and returns flag.ErrHelp.
func parse(flags *flag.FlagSet, args []string, help string, out io.Writer) error {
	switch err := flags.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		fmt.Fprint(out, help)
		flags.SetOutput(out)
		flags.PrintDefaults()
		return err
	case err != nil:
		return usageError{fmt.Errorf("%w; see %s --help", err, flags.Name())}
	}
	return nil
}

// parseAll is parse for a command that takes nothing but flags.
func parseAll(flags *flag.FlagSet, args []string, help string, out io.Writer) error {
	if err := parse(flags, args, help, out); err != nil {
		return err
	}
	if flags.NArg() > 0 {
		return usageError{fmt.Errorf("%s takes no argument %q; see %[1]s --help", flags.Name(), flags.Arg(0))}
	}
	return nil
}

// given reports whether a flag was on the command line.
func given(flags *flag.FlagSet, name string) (is bool) {
	flags.Visit(func(f *flag.Flag) { is = is || f.Name == name })
	return is
}

// wait returns when the server has failed, or ctx has ended and everything is closed.
func wait(ctx context.Context, a *app.App) error {
	failed := make(chan error, 1)
	go func() { failed <- a.Wait() }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
		return a.Close()
	}
}
