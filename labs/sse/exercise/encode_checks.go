package exercise

import (
	"errors"
	"time"

	"wireside/labs/book"
	"wireside/labs/lab"
	"wireside/labs/sse/scratch"
)

var encodeChecks = []book.Check[Encoder]{
	{
		Name: "one line of data",
		Spec: meaning,
		Hint: "A block is a line for each field that is not empty, with a space behind the colon, and then a line with nothing in it: without that one a browser goes on waiting.",
		More: `"data: ", the text, "\n"; and one more "\n" at the end of the block.`,
		Run: writes(
			block{scratch.Event{Data: "hello"}, "data: hello\n\n"},
			block{scratch.Event{Data: `{"seq":1}`}, "data: {\"seq\":1}\n\n"},
		),
	},
	{
		Name: "a type and an ID",
		Spec: meaning,
		Hint: "The contract fixes the order of the lines, and the space after the colon. What is empty has no line.",
		More: `First "event: " with the type, if there is one, then "id: " with the ID, if there is one, then the data.`,
		Run: writes(
			block{scratch.Event{Type: "add", Data: "73857293"}, "event: add\ndata: 73857293\n\n"},
			block{scratch.Event{ID: "42", Data: "x"}, "id: 42\ndata: x\n\n"},
			block{scratch.Event{Type: "a: b", ID: "7/8", Data: "x"}, "event: a: b\nid: 7/8\ndata: x\n\n"},
		),
	},
	{
		Name: "a line end in the data",
		Spec: meaning,
		Hint: "A line end ends the field. What comes behind it in the data would be read as a field of another name, or as the end of the block. An empty line is a line too.",
		More: "Each line of the data gets a data field of its own; a client puts the LFs back. Data that ends with a line end has an empty last line.",
		Run: writes(
			block{scratch.Event{Data: "YHOO\n+2\n10"}, "data: YHOO\ndata: +2\ndata: 10\n\n"},
			block{scratch.Event{Data: "a\n\nb"}, "data: a\ndata: \ndata: b\n\n"},
			block{scratch.Event{Data: "a\n"}, "data: a\ndata: \n\n"},
			block{scratch.Event{Data: "x\nretry: 1\nid: 9"}, "data: x\ndata: retry: 1\ndata: id: 9\n\n"},
		),
	},
	{
		Name: "CR and CRLF in the data",
		Spec: grammar,
		Hint: "An event stream knows three line ends: LF, CR, and CR LF, which is one and not two. Data may hold any of them.",
		More: `Replace "\r\n" by "\n" first and then "\r" by "\n", or use one strings.NewReplacer for both; only then cut the data at "\n".`,
		Run: writes(
			block{scratch.Event{Data: "a\r\nb"}, "data: a\ndata: b\n\n"},
			block{scratch.Event{Data: "a\rid: 9"}, "data: a\ndata: id: 9\n\n"},
			block{scratch.Event{Data: "\n\r\r\n"}, "data: \ndata: \ndata: \ndata: \n\n"},
		),
	},
	{
		Name: "spaces at both ends of the data",
		Spec: meaning,
		Hint: "A client takes away one space after the colon, not more, and none at the end of the line.",
		More: "Write the text as it is behind the colon and the one space: trim nothing.",
		Run: writes(
			block{scratch.Event{Data: "  two before, two behind  "}, "data:   two before, two behind  \n\n"},
			block{scratch.Event{Data: " "}, "data:  \n\n"},
			block{scratch.Event{Data: "if x {\n\tgo on\n}"}, "data: if x {\ndata: \tgo on\ndata: }\n\n"},
		),
	},
	{
		Name: "empty data",
		Spec: meaning,
		Hint: "A block with an empty data field is a message with empty data. A block without a data field is no message at all. Which of the two is it here?",
		More: "Unless NoData is set there is a data line always, also for empty data.",
		Run: writes(
			block{scratch.Event{}, "data: \n\n"},
			block{scratch.Event{Type: "ready"}, "event: ready\ndata: \n\n"},
		),
	},
	{
		Name: "retry is in milliseconds",
		Spec: meaning,
		Hint: "A client takes the value only if it is ASCII digits and nothing else, and it takes them for milliseconds. 0 would have it come back at once.",
		More: "Retry.Milliseconds(), as a whole number; no line at all if that is 0 or less. It comes before all others.",
		Run: writes(
			block{scratch.Event{Retry: 2 * time.Second, Data: "x"}, "retry: 2000\ndata: x\n\n"},
			block{scratch.Event{Retry: 1500 * time.Millisecond, Data: "x"}, "retry: 1500\ndata: x\n\n"},
			block{scratch.Event{Retry: 1999 * time.Microsecond, Data: "x"}, "retry: 1\ndata: x\n\n"},
			block{scratch.Event{Retry: 999 * time.Microsecond, Data: "x"}, "data: x\n\n"}, // 0 would have a browser come back at once
			block{scratch.Event{Retry: -time.Second, Data: "x"}, "data: x\n\n"},
		),
	},
	{
		Name: "comments, and blocks without data",
		Spec: authors,
		Hint: "A comment is a line that begins with the colon. With NoData there is no data line: nothing is to be dispatched.",
		More: "A comment is a field with an empty name: “: text”, one for each line of the text, after retry. A block without data ends with its blank line too.",
		Run: writes(
			block{scratch.Event{Comment: "heartbeat", NoData: true}, ": heartbeat\n\n"},
			block{scratch.Event{Retry: 3 * time.Second, Comment: "hello", NoData: true}, "retry: 3000\n: hello\n\n"},
			block{scratch.Event{Comment: "two\r\nlines", Data: "x"}, ": two\n: lines\ndata: x\n\n"},
			block{scratch.Event{ID: "5", Data: "not to be sent", NoData: true}, "id: 5\n\n"},
		),
	},
	{
		Name: "what would break out of its line",
		Spec: meaning,
		Hint: "A type and an ID have one line and no more, and a client ignores an ID with a NUL in it. What can’t be said must not be sent.",
		More: `Return an error if the type holds "\r" or "\n", or the ID "\r", "\n" or "\x00".`,
		Run: refuses(
			scratch.Event{Type: "add\ndata: forged\n", Data: "x"},
			scratch.Event{Type: "add\rid: 9", Data: "x"},
			scratch.Event{ID: "1\n\ndata: forged", Data: "x"},
			scratch.Event{ID: "1\r", Data: "x"},
			scratch.Event{ID: "1\x002", Data: "x"},
		),
	},
}

// block is an event and the bytes that it must become.
type block struct {
	event scratch.Event
	bytes string
}

// called calls an answer.
func called(encode Encoder, e scratch.Event, call string) ([]byte, error) {
	defer naming(call)
	return encode(e)
}

// writes holds an answer to the bytes of blocks.
func writes(blocks ...block) func(book.Run, Encoder) error {
	return func(_ book.Run, encode Encoder) error {
		for _, b := range blocks {
			call := "Encode(" + shown(b.event) + ")"
			seen, err := called(encode, b.event, call)
			if err := succeeded(err, call); err != nil {
				return err
			}
			if err := book.SameBytes([]byte(b.bytes), seen, "%s: %s", call, difference(b.bytes, string(seen))); err != nil {
				return err
			}
		}
		return nil
	}
}

// refuses holds an answer to errors.
func refuses(events ...scratch.Event) func(book.Run, Encoder) error {
	return func(_ book.Run, encode Encoder) error {
		for _, e := range events {
			call := "Encode(" + shown(e) + ")"
			seen, err := called(encode, e, call)
			if errors.Is(err, lab.ErrTODO) {
				return book.Same(outcome{"one that says what is wrong with the event"}, outcome{err.Error()}, "%s", call)
			}
			if err == nil {
				return &book.Mismatch{What: call + ": it must be refused with an error; a client makes of it " + reading(string(seen)), Seen: seen}
			}
		}
		return nil
	}
}
