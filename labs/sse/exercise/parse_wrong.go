package exercise

import (
	"bytes"
	"strconv"
	"strings"
	"time"

	"wireside/labs/book"
	"wireside/labs/sse/scratch"
)

var parseWrong = []book.Wrong[NewParser]{
	{
		Name:   "each data field is the whole data",
		Caught: "several lines of data",
		Answer: careless{lastLine: true}.parser,
	},
	{
		Name:   "spaces around a value are of no matter",
		Caught: "one space after the colon",
		Answer: careless{trims: true}.parser,
	},
	{
		Name:   "an empty line is a message",
		Caught: "no data, no message",
		Answer: careless{always: true}.parser,
	},
	{
		Name:   "an ID is its block’s",
		Caught: "the ID stays",
		Answer: careless{forgets: true}.parser,
	},
	{
		Name:   "each Write brings whole lines",
		Caught: "cut at every place",
		Answer: careless{hasty: true}.parser,
	},
	{
		Name:   "CR LF comes in one piece",
		Caught: "cut within CR LF and within a byte order mark",
		Answer: careless{}.parser,
	},
}

// careless is a parser that gets one thing wrong, or two: it looks for an LF behind a CR only within the same Write.
type careless struct {
	lastLine bool // of several data fields the last one counts
	trims    bool // takes all spaces off a value
	always   bool // dispatches blocks without data
	forgets  bool // the ID at the end of a block
	anyID    bool // takes one with a NUL too
	hasty    bool // takes what is left of a Write for a line

	rest    []byte
	begun   bool
	message scratch.Message
	lines   []string
	done    []scratch.Message
}

func (c careless) parser() (scratch.Parser, error) { return &c, nil }

// Write reads whole lines.
func (c *careless) Write(p []byte) ([]scratch.Message, error) {
	c.done = nil
	c.rest = append(c.rest, p...)
	for {
		i := bytes.IndexAny(c.rest, "\r\n")
		if i < 0 {
			break
		}
		line, rest := string(c.rest[:i]), c.rest[i+1:]
		if c.rest[i] == '\r' && len(rest) > 0 && rest[0] == '\n' {
			rest = rest[1:]
		}
		c.rest = bytes.Clone(rest)
		c.line(line)
	}
	if c.hasty && len(c.rest) > 0 {
		c.line(string(c.rest))
		c.rest = nil
	}
	return c.done, nil
}

// line reads a line.
func (c *careless) line(line string) {
	if !c.begun {
		c.begun = true
		line = strings.TrimPrefix(line, "\uFEFF")
	}
	if line == "" {
		c.dispatch()
		return
	}
	name, value, _ := strings.Cut(line, ":")
	if value = strings.TrimPrefix(value, " "); c.trims {
		value = strings.TrimSpace(value)
	}
	switch name {
	case "event":
		c.message.Type = value
	case "data":
		if c.lastLine {
			c.lines = nil
		}
		c.lines = append(c.lines, value)
	case "id":
		if c.anyID || !strings.Contains(value, "\x00") {
			c.message.ID = value
		}
	case "retry":
		if ms, err := strconv.ParseUint(value, 10, 31); err == nil {
			c.message.Retry = time.Duration(ms) * time.Millisecond
		}
	}
}

// dispatch ends a block.
func (c *careless) dispatch() {
	if c.lines != nil || c.always {
		m := c.message
		m.Data = strings.Join(c.lines, "\n")
		if m.Type == "" {
			m.Type = "message"
		}
		c.done = append(c.done, m)
	}
	c.lines, c.message.Type = nil, ""
	if c.forgets {
		c.message.ID = ""
	}
}
