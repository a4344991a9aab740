package exercise

import (
	"fmt"
	"strings"

	"wireside/labs/book"
	"wireside/labs/sse/scratch"
)

var encodeWrong = []book.Wrong[Encoder]{
	{
		Name:   "one data field, whatever the data",
		Caught: "a line end in the data",
		Answer: lines{data: func(text string) []string { return []string{text} }}.encode,
	},
	{
		Name:   "only LF ends a line",
		Caught: "CR and CRLF in the data",
		Answer: lines{data: func(text string) []string { return strings.Split(text, "\n") }}.encode,
	},
	{
		Name:   "what surrounds the data is of no matter",
		Caught: "spaces at both ends of the data",
		Answer: func(e scratch.Event) ([]byte, error) {
			if !strings.ContainsAny(e.Data, "\r\n") {
				e.Data = strings.TrimSpace(e.Data)
			}
			return scratch.Encode(e)
		},
	},
	{
		Name:   "what is empty has no line, data neither",
		Caught: "empty data",
		Answer: func(e scratch.Event) ([]byte, error) {
			e.NoData = e.NoData || e.Data == ""
			return scratch.Encode(e)
		},
	},
	{
		Name:   "retry is in seconds",
		Caught: "retry is in milliseconds",
		Answer: func(e scratch.Event) ([]byte, error) {
			e.Retry /= 1000
			return scratch.Encode(e)
		},
	},
	{
		Name:   "the type and the ID are as well-behaved as the program that made them",
		Caught: "what would break out of its line",
		Answer: lines{data: func(text string) []string {
			return strings.Split(strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n"), "\n")
		}}.encode,
	},
}

// lines is an encoder that refuses nothing.
type lines struct {
	data func(text string) []string // cuts it into lines
}

func (l lines) encode(e scratch.Event) ([]byte, error) {
	var b strings.Builder
	if ms := e.Retry.Milliseconds(); ms > 0 {
		fmt.Fprintf(&b, "retry: %d\n", ms)
	}
	if e.Comment != "" {
		for _, line := range l.data(e.Comment) {
			fmt.Fprintf(&b, ": %s\n", line)
		}
	}
	if e.Type != "" {
		fmt.Fprintf(&b, "event: %s\n", e.Type)
	}
	if e.ID != "" {
		fmt.Fprintf(&b, "id: %s\n", e.ID)
	}
	if !e.NoData {
		for _, line := range l.data(e.Data) {
			fmt.Fprintf(&b, "data: %s\n", line)
		}
	}
	b.WriteByte('\n')
	return []byte(b.String()), nil
}
