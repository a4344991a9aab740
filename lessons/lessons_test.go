package lessons

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

// file makes a lesson of an order, with a body.
func file(order, body string) *fstest.MapFile {
	return &fstest.MapFile{Data: []byte(strings.Replace(head, "order: 1", "order: "+order, 1) + body)}
}

func TestLoadSorts(t *testing.T) {
	loaded, err := Load(fstest.MapFS{
		"01-last.md":     file("30", "Text.\n"),
		"02-first.md":    file("1", "Text.\n"),
		"03-two-deep.md": file("2", "Text.\n"),
		"notes.txt":      {Data: []byte("not a lesson")},
		"more/01-sub.md": {Data: []byte("not at the root")},
	}, fakeWorld())
	if err != nil {
		t.Fatal(err)
	}
	var slugs []string
	for _, lesson := range loaded {
		slugs = append(slugs, lesson.Slug)
	}
	if diff := cmp.Diff([]string{"first", "two-deep", "last"}, slugs); diff != "" {
		t.Errorf("slugs (-want +got):\n%s", diff)
	}
}

func TestLoadReadsEverything(t *testing.T) {
	got, err := load(`---
title: A <b>title</b>
kicker: A kicker
summary: |
  A summary
  of two lines.
order: 7
minutes: 12
claims: [1, 24]
exercises: [sse-encode]
---

A text.
`)
	if err != nil {
		t.Fatal(err)
	}
	want := &Lesson{
		Slug: "one", Title: "A <b>title</b>", Kicker: "A kicker", Summary: "A summary\nof two lines.",
		Order: 7, Minutes: 12, Claims: []int{1, 24}, HTML: "<p>A text.</p>\n",
		Exercises: []string{"sse-encode"}, Words: 2, Sections: []Section{{Title: "A <b>title</b>", Text: "A text."}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("lesson (-want +got):\n%s", diff)
	}
}

func TestLoadTakesWindowsLineEnds(t *testing.T) {
	text := head + fenced("lab x", labYAML...)
	want, err := load(text)
	if err != nil {
		t.Fatal(err)
	}
	got, err := load(strings.ReplaceAll(text, "\n", "\r\n"))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("with CRLF (-want +got):\n%s", diff)
	}
}

// A folder with several faults names them all, file by file and line by line.
func TestLoadReportsAll(t *testing.T) {
	_, err := Load(fstest.MapFS{
		"01-one.md":  file("1", "## A\n\n#### B\n\n<hr>\n"),
		"02-one.md":  file("2", "Text.\n"),
		"03-two.md":  file("1", "Text.\n"),
		"NOTES.md":   {Data: []byte("# Notes\n")},
		"README.md":  {Data: []byte("# Read me\n")},
		"AUTHORS.md": {Data: []byte("# For authors\n")},
		"04-Four.md": file("4", ""),
	}, fakeWorld())
	want := []Error{
		{"01-one.md", 11, "a heading of level 4 below one of level 2 skips a level"},
		{"01-one.md", 13, "raw HTML is off: write markdown, or a code span"},
		{"02-one.md", 1, `slug "one" is taken by 01-one.md`},
		{"03-two.md", 5, "order 1 is taken by 01-one.md"},
		{"04-Four.md", 1, "a lesson's file is named NUMBER-SLUG.md, such as 01-four-lanes.md"},
		{"NOTES.md", 1, "a lesson's file is named NUMBER-SLUG.md, such as 01-four-lanes.md"},
	}
	if diff := cmp.Diff(want, faultsOf(t, err)); diff != "" {
		t.Errorf("faults (-want +got):\n%s", diff)
	}
	if got, want := strings.Split(err.Error(), "\n")[0], "01-one.md:11: a heading of level 4 below one of level 2 skips a level"; got != want {
		t.Errorf("first line of the error: got %q, want %q", got, want)
	}
}

func TestLoadRefusesEmptyFolder(t *testing.T) {
	if _, err := Load(fstest.MapFS{}, fakeWorld()); err == nil {
		t.Error("Load of an empty folder: got no error")
	}
}

func TestFrontMatterFaults(t *testing.T) {
	lines := strings.Split(strings.Trim(head, "-\n"), "\n")
	front := func(lines ...string) string { return "---\n" + join(lines, "\n") + "\n---\n\nText.\n" }
	const name = "01-one.md"
	tests := []struct {
		name string
		text string
		want []Error
	}{
		{"none", "# A title\n", []Error{{name, 1, "no front matter: the first line must be ---"}}},
		{"empty file", "", []Error{{name, 1, "no front matter: the first line must be ---"}}},
		{"not closed", "---\ntitle: A\n", []Error{{name, 1, "the front matter has no closing line ---"}}},
		{"empty", "---\n---\nText.\n", []Error{
			{name, 1, "title is missing"}, {name, 1, "kicker is missing"}, {name, 1, "summary is missing"},
			{name, 1, "order is missing"}, {name, 1, "minutes is missing"},
		}},
		{"unknown key", front(append(lines, "author: me")...), []Error{{name, 8, `unknown field "author": known are title, kicker, summary, order, minutes, claims, exercises`}}},
		{"a number for a key", front(append(lines, "5: five")...), []Error{{name, 8, "a key is a plain word"}}},
		{"keys from elsewhere", front(append(lines, "<<: {title: b}")...), []Error{{name, 8, "keys are not merged here: write them out"}}},
		{"a control character", front(with(lines, "title", `"A\a"`)...), []Error{{name, 7, "title has the control character U+0007"}}},
		{"nothing behind it", strings.TrimSuffix(front(lines...), "\nText.\n"), []Error{{name, 8, "the lesson ends here: it has no text"}}},
		{"order in words", front(with(lines, "order", "first")...), []Error{{name, 7, "this is not a whole number"}}},
		{"order 0", front(with(lines, "order", "0")...), []Error{{name, 7, "order must be above 0"}}},
		{"minutes below 0", front(with(lines, "minutes", "-3")...), []Error{{name, 7, "minutes must be above 0"}}},
		{"no title", front(without(lines, "title")...), []Error{{name, 1, "title is missing"}}},
		{"claim in words", front(with(lines, "claims", "\n  - 1\n  - two")...), []Error{{name, 9, "this is not a whole number"}}},
		{"claim 0", front(with(lines, "claims", "[0]")...), []Error{{name, 7, "claim must be above 0"}}},
		{"exercise by its folder", front(with(lines, "exercises", "[labs/sse/exercise]")...), []Error{{name, 8, `there is no exercise "labs/sse/exercise" in the book`}}},
		{"exercise twice", front(with(lines, "exercises", "\n  - sse-encode\n  - sse-encode")...), []Error{{name, 10, `exercise "sse-encode" stands here twice`}}},
		{"exercise alone", front(with(lines, "exercises", "sse-encode")...), []Error{{name, 8, "this is not a list"}}},
		{"exercise without a name", front(with(lines, "exercises", "[\"\"]")...), []Error{{name, 8, "exercise is missing"}}},
		{"claim that is none", front(with(lines, "claims", "[24, 31]")...), []Error{{name, 7, "there is no claim 31 on the claims page"}}},
		{"claim twice", front(with(lines, "claims", "[24, 24]")...), []Error{{name, 7, "claim 24 stands here twice"}}},
		{"claim alone", front(with(lines, "claims", "3")...), []Error{{name, 7, "this is not a list"}}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := load(test.text)
			if diff := cmp.Diff(test.want, faultsOf(t, err)); diff != "" {
				t.Errorf("faults (-want +got):\n%s", diff)
			}
		})
	}
}

// A lesson's name is kept with what its reader did, which takes no longer one.
func TestLongName(t *testing.T) {
	name := "01-" + strings.Repeat("a", longestName+1) + ".md"
	_, err := Load(fstest.MapFS{name: file("1", "Text.\n")}, fakeWorld())
	if diff := cmp.Diff([]Error{{name, 1, "this lesson's name has 65 characters; it may have 64"}}, faultsOf(t, err)); diff != "" {
		t.Errorf("faults (-want +got):\n%s", diff)
	}
}
