// Package red is an exercise whose checks fail in every way in which a check can fail.
package red

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"
	"time"

	"wireside/labs/book"
	"wireside/labs/lab"
)

// Started says that it is.
const Started = true

// Do does what is wrong.
func Do(ctx context.Context, what string) ([]byte, error) {
	switch what {
	case "panic":
		return strike(nil), nil
	case "exit":
		runtime.Goexit()
	case "wait":
		<-make(chan bool)
	case "forget":
		go func() { time.Sleep(time.Hour) }()
	case "spin":
		go func() {
			for ctx.Err() == nil {
				time.Sleep(time.Second)
			}
		}()
	case "derive":
		_, forgotten := context.WithCancel(ctx)
		_ = forgotten
	case "todo":
		return nil, lab.ErrTODO
	case "much":
		return append(make([]byte, 32<<20), 1), nil
	}
	return []byte("data: a\nb\n\n"), nil
}

func strike(all []byte) []byte { return all[3:] }

type answer = func(context.Context, string) ([]byte, error)

func bubble(what string) func(book.Run, answer) error {
	return func(run book.Run, do answer) error {
		run.Bubble(func() { do(run.Context(), what) })
		return nil
	}
}

func check(name string, run func(book.Run, answer) error) book.Check[answer] {
	return book.Check[answer]{Name: name, Spec: book.Spec{Name: "RFC 9110 1", URL: "https://www.rfc-editor.org/rfc/rfc9110#section-1"},
		Hint: "Look at " + name + ".", More: "Do it right.", Run: run}
}

// Red is the exercise.
var Red = book.Exercise[answer]{
	Info: book.Info{Name: "test-red", Package: "labs/book/booktest/testdata/red", File: "red.go", Writes: "Do",
		Solution: book.Solution{File: "labs/book/booktest/testdata/red/red.go", Name: "strike"}},
	Checks: []book.Check[answer]{
		check("bytes", func(run book.Run, do answer) error {
			seen, _ := do(run.Context(), "")
			return book.SameBytes([]byte("data: a\ndata: b\n\n"), seen, "Do(%q)", "")
		}),
		check("structures", func(book.Run, answer) error {
			return book.Same(map[string]int{"a": 1}, map[string]int{"a": 2}, "Do(%q)", "s")
		}),
		check("an error", func(book.Run, answer) error { return fmt.Errorf("one\n%w", errors.New("two\x00\xff")) }),
		check("a panic", func(run book.Run, do answer) error {
			_, err := do(run.Context(), "panic")
			return err
		}),
		check("a panic in a bubble", bubble("panic")),
		check("a panic that the check has caught", func(run book.Run, do answer) (err error) {
			defer func() { err = fmt.Errorf("Do panicked: %v\n%s", recover(), debug.Stack()) }()
			_, err = do(run.Context(), "panic")
			return err
		}),
		check("a panic that says its call", func(run book.Run, do answer) error {
			defer func() { panic(fmt.Sprintf("Do(%q): %v", "panic", recover())) }()
			_, err := do(run.Context(), "panic")
			return err
		}),
		check("an exit", func(run book.Run, do answer) error {
			_, err := do(run.Context(), "exit")
			return err
		}),
		check("an exit in a bubble", bubble("exit")),
		check("a deadlock", bubble("wait")),
		check("a forgotten goroutine", bubble("forget")),
		check("a goroutine that ends with its context", bubble("spin")),
		check("a derived context that nobody ends", bubble("derive")),
		check("one of outside", func(run book.Run, do answer) error {
			outside := run.Context()
			run.Bubble(func() { do(outside, "derive"); do(outside, "wait") })
			return nil
		}),
		check("not written", func(run book.Run, do answer) error {
			seen, err := do(run.Context(), "todo")
			return book.Same("data", fmt.Sprint(seen, err), "Do(%q)", "todo")
		}),
		check("much", func(run book.Run, do answer) error {
			seen, err := do(run.Context(), "much")
			return errors.Join(err, book.SameBytes(make([]byte, 32<<20), seen, "Do(%q)", strings.Repeat("much\n", 10000)))
		}),
		check("the last", func(book.Run, answer) error { return nil }),
	},
}
