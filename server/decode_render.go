package main

import (
	"errors"
	"io"
	"os"
	"os/signal"
	"runtime"
	"syscall"
	"time"

	"github.com/mattn/go-isatty"

	"wireside/wireview/text"
	"wireside/wireview/wire"
)

// render appends a unit, explained, to what is to be written. Each worker has one of its own.
type render func(b []byte, u *wire.Unit) []byte

// render returns how units are written to w.
func (d *decoding) render(w io.Writer) func() render {
	if f, ok := w.(*os.File); ok && f == os.Stdout {
		signal.Ignore(syscall.SIGPIPE) // a reader who has seen enough is an error of the write, not our death
	}
	if !d.text {
		return func() render {
			return func(b []byte, u *wire.Unit) []byte { return append(u.AppendJSON(b), '\n') }
		}
	}
	cfg := text.Config{Colour: d.colour == "always", Location: time.Local}
	if f, ok := w.(*os.File); ok && (isatty.IsTerminal(f.Fd()) || isatty.IsCygwinTerminal(f.Fd())) {
		cfg.Width = terminalWidth(f)
		cfg.Colour = cfg.Colour || d.colour == "auto" && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
	}
	return func() render {
		var buf appender
		p := text.New(&buf, cfg)
		return func(b []byte, u *wire.Unit) []byte {
			buf.bytes = b
			p.Unit(u) // an appender takes everything
			return buf.bytes
		}
	}
}

// appender is a writer to a slice.
type appender struct{ bytes []byte }

func (a *appender) Write(p []byte) (int, error) {
	a.bytes = append(a.bytes, p...)
	return len(p), nil
}

// isBrokenPipe reports whether a write failed since its reader has gone.
func isBrokenPipe(err error) bool {
	const errorBrokenPipe, errorNoData = syscall.Errno(109), syscall.Errno(232) // of Windows
	if runtime.GOOS == "windows" && (errors.Is(err, errorBrokenPipe) || errors.Is(err, errorNoData)) {
		return true
	}
	return errors.Is(err, syscall.EPIPE) || errors.Is(err, io.ErrClosedPipe)
}
