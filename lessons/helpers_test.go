package lessons

import (
	"errors"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
)

// head is front matter that is in order, seven lines long: what follows begins on line 8.
const head = `---
title: A title
kicker: A kicker
summary: A summary.
order: 1
minutes: 5
---
`

// bodyLine is the line of the file on which the text after head begins.
const bodyLine = 8

// load loads one lesson that consists of text.
func load(text string) (*Lesson, error) {
	lessons, err := Load(fstest.MapFS{"01-one.md": {Data: []byte(text)}}, World{})
	if err != nil {
		return nil, err
	}
	return lessons[0], nil
}

// render renders a body below head.
func render(t *testing.T, body string) string {
	t.Helper()
	lesson, err := load(head + body)
	if err != nil {
		t.Fatal(err)
	}
	return string(lesson.HTML)
}

// faultsOf takes the joined error of Load apart.
func faultsOf(t *testing.T, err error) []Error {
	t.Helper()
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok {
		t.Fatalf("Load: got error %v, want several joined", err)
	}
	var faults []Error
	for _, err := range joined.Unwrap() {
		var fault *Error
		if !errors.As(err, &fault) {
			t.Fatalf("Load: got %T in its error, want *Error", err)
		}
		faults = append(faults, *fault)
	}
	return faults
}

// fenced wraps a body in a fence below a heading; its opening line is bodyLine+2, its first line of YAML bodyLine+3.
func fenced(info string, yaml ...string) string {
	return "## Heading\n\n```" + info + "\n" + strings.Join(yaml, "\n") + "\n```\n"
}

const fenceLine = bodyLine + 2

// without drops the line of a key, and with adds or replaces one.
func without(yaml []string, key string) []string {
	var kept []string
	for _, line := range yaml {
		if !strings.HasPrefix(line, key+":") {
			kept = append(kept, line)
		}
	}
	return kept
}

func with(yaml []string, key, value string) []string {
	return append(without(yaml, key), key+": "+value)
}

var dataName = regexp.MustCompile(`data-name="([^"]*)"`)

func join(lines []string, separator string) string { return strings.Join(lines, separator) }

func keyOf(line string) string {
	key, _, _ := strings.Cut(line, ":")
	return key
}

// fenceOf returns a fence with the given YAML, in a file of its own.
func fenceOf(t *testing.T, name string, yaml []string) fence {
	t.Helper()
	src := newSource("01-one.md", nil)
	t.Cleanup(func() {
		for _, fault := range src.faults {
			t.Error(fault)
		}
	})
	return fence{mapping: mapping{src: src, text: []byte(join(yaml, "\n"))}, name: name}
}

// known is how a fault lists what would have been right.
func known(words []string) string { return "known are " + strings.Join(words, ", ") }
