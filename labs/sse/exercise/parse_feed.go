package exercise

import (
	"errors"
	"fmt"

	"wireside/labs/book"
	"wireside/labs/lab"
	"wireside/labs/sse/scratch"
)

// sent is a message that must come; without a Type it is of type message.
type sent = scratch.Message

// says is a message of which nothing but the data is said.
func says(data string) sent { return sent{Data: data} }

// trial is a stream and what a client makes of it.
type trial struct {
	stream   string
	messages []scratch.Message
	cut      bool // into two at every place, and into single bytes; else it is written as a whole
}

func whole(stream string, messages ...scratch.Message) trial {
	return trial{stream, typed(messages), false}
}
func cut(stream string, messages ...scratch.Message) trial {
	return trial{stream, typed(messages), true}
}

// typed fills in the type that a message has by default.
func typed(messages []scratch.Message) []scratch.Message {
	for i := range messages {
		if messages[i].Type == "" {
			messages[i].Type = "message"
		}
	}
	return messages
}

// reads holds an answer to what a client makes of streams.
func reads(trials ...trial) func(book.Run, NewParser) error {
	return func(_ book.Run, newParser NewParser) error {
		for _, t := range trials {
			if err := t.run(newParser); err != nil {
				return err
			}
		}
		return nil
	}
}

func (t trial) run(newParser NewParser) error {
	if !t.cut {
		return t.write(newParser, []string{t.stream}, fmt.Sprintf("Write(%q)", t.stream))
	}
	for i := range len(t.stream) + 1 {
		pieces := []string{t.stream[:i], t.stream[i:]}
		if err := t.write(newParser, pieces, fmt.Sprintf("Write(%q), then Write(%q)", pieces[0], pieces[1])); err != nil {
			return err
		}
	}
	var bytes []string
	for i := range len(t.stream) {
		bytes = append(bytes, t.stream[i:i+1])
	}
	return t.write(newParser, bytes, fmt.Sprintf("a Write for each byte of %q", t.stream))
}

// write gives the pieces to a new parser, from one buffer that holds something else after each Write.
func (t trial) write(newParser NewParser, pieces []string, calls string) error {
	defer naming(calls)
	parser, err := newParser()
	if err := succeeded(err, "New()"); err != nil {
		return err
	}
	if parser == nil {
		return book.Same("a parser", "nil", "New()")
	}
	var seen []scratch.Message
	p := make([]byte, len(t.stream))
	for _, piece := range pieces {
		copy(p, piece)
		messages, err := parser.Write(p[:len(piece):len(piece)])
		if errors.Is(err, lab.ErrTODO) {
			return errors.New("Write still returns lab.ErrTODO: it is yours to write, as the method of what New returns")
		}
		if err := succeeded(err, calls); err != nil {
			return err
		}
		seen = append(seen, messages...)
		for i := range p {
			p[i] = '#'
		}
	}
	return book.Same(readable(t.messages), readable(seen), "%s", calls)
}

// message is a scratch.Message for people.
type message struct{ Type, ID, Data, Retry string }

func readable(messages []scratch.Message) (shown []message) {
	for _, m := range messages {
		retry := "" // nothing yet
		if m.Retry != 0 {
			retry = m.Retry.String()
		}
		shown = append(shown, message{m.Type, m.ID, m.Data, retry})
	}
	return shown
}
