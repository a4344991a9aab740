package lessons

import (
	"html"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestMarkdown(t *testing.T) {
	tests := []struct{ name, body, want string }{
		{"headings carry ids", "## The same\n\n### The same\n", "<h2 id=\"the-same\">The same</h2>\n<h3 id=\"the-same-1\">The same</h3>\n"},
		{"code has colours", "```sh\ncurl -N 'x?a&b' < y\n```\n", "<pre><code class=\"language-sh\">curl -N <span class=\"s\">&#39;x?a&amp;b&#39;</span> &lt; y\n</code></pre>\n"},
		{"an HTML-like code span is text", "`<script>`\n", "<p><code>&lt;script&gt;</code></p>\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, render(t, test.body)); diff != "" {
				t.Errorf("HTML (-want +got):\n%s", diff)
			}
		})
	}
}

// Whatever a block's YAML says is text on the page, in elements and in attributes.
func TestBlocksEscape(t *testing.T) {
	const evil = `</section></form><script>alert("1")</script>' onclick='x' & "`
	quoted := "'" + strings.ReplaceAll(evil, "'", "''") + "'"
	tests := []struct {
		kind string
		yaml []string
		key  string
	}{
		{"lab", labYAML, "title"}, {"predict", numberYAML, "title"}, {"predict", numberYAML, "question"},
		{"predict", choiceYAML, "question"}, {"try", tryYAML, "shows"},
	}
	for _, test := range tests {
		t.Run(test.kind+" "+test.key, func(t *testing.T) {
			before := ""
			if test.kind == "predict" {
				before = "## Before\n\n```lab before\n" + join(labYAML, "\n") + "\n```\n\n"
			}
			got := render(t, before+fenced(test.kind+" x", with(test.yaml, test.key, quoted)...))
			if strings.Contains(got, "<script") || strings.Contains(got, "onclick='") || strings.Count(got, "</form>") > 1 || strings.Count(got, "</section>") > 1 {
				t.Errorf("not escaped:\n%s", got)
			}
			if !strings.Contains(html.UnescapeString(got), evil) {
				t.Errorf("the text is lost:\n%s", got)
			}
		})
	}
}

func TestRules(t *testing.T) {
	const file = "01-one.md"
	const rawHTML = "raw HTML is off: write markdown, or a code span"
	tests := []struct {
		name string
		body string
		want []Error
	}{
		{"HTML block", "Text.\n\n<div>\nx\n</div>\n", []Error{{file, bodyLine + 2, rawHTML}}},
		{"HTML comment", "Text.\n\n<!-- note -->\n", []Error{{file, bodyLine + 2, rawHTML}}},
		{"inline HTML", "Text\nof two <br> lines.\n", []Error{{file, bodyLine + 1, rawHTML}}},
		{"a title of its own", "# Title\n", []Error{{file, bodyLine, "a lesson's headings begin at ##: its title is the page's h1"}}},
		{"first heading too deep", "\n### Deep\n", []Error{{file, bodyLine + 1, "a heading of level 3 below one of level 1 skips a level"}}},
		{"underlined title", "Title\n=====\n", []Error{{file, bodyLine, "a lesson's headings begin at ##: its title is the page's h1"}}},
		{"misspelt language", "```shell\nls\n```\n", []Error{{file, bodyLine, `unknown fence "shell": ` + knownFences()}}},
		{"words after a language", "```json pretty\n{}\n```\n", []Error{{file, bodyLine, "words after json mean nothing: pretty"}}},
		{"a dangerous link", "[x](javascript:alert(1))\n",
			[]Error{{file, bodyLine, `"javascript:" begins no address and no mark: known are https:, http:, measured: and set:`}}},
		{"a misspelt mark", "Text\nof [two bytes](mesured:sse.latency.p50).\n",
			[]Error{{file, bodyLine + 1, `"mesured:" begins no address and no mark: known are https:, http:, measured: and set:`}}},
		{"an address in brackets", "<data:text/html,x>\n",
			[]Error{{file, bodyLine, `"data:" begins no address and no mark: known are https:, http:, measured: and set:`}}},
		{"a heading without words", "## `a`\n\n##\n", []Error{{file, bodyLine + 2, "this heading has no words"}}},
		{"a mark without words", fenced("lab x", labYAML...) + "\n[](set:rate)\n", []Error{{file, fenceLine + 6, "this link has no words"}}},
		{"a fence too far in", "Text.\n\n\t```lab x\n\ttitle: X\n\t```\n",
			[]Error{{file, bodyLine + 2, "this fence stands so far from the margin that it is text: at most three spaces, no tab"}}},
		{"a picture", "![lanes](x.svg)\n", []Error{{file, bodyLine, "a picture is a block: figure my-name"}}},
		{"code without an end", "```sh\nls\n", []Error{{file, bodyLine, "this fence has no closing line"}}},
		{"empty code without an end", "```sh", []Error{{file, bodyLine, "this fence has no closing line"}}},
		{"empty code", "~~~sh\n~~~\n\n<br>\n", []Error{{file, bodyLine + 3, rawHTML}}},
		{"code in a list", "- a\n\n  ```sh\n  ls\n  ```\n\n> ```sh\n> ls\n> ```\n\n<br>\n", []Error{{file, bodyLine + 10, rawHTML}}},
		{"a heading as the page has one", "## Start\n", []Error{{file, bodyLine, "the page has a #start of its own: word this heading otherwise"}}},
		{"a heading as a block", fenced("lab four-lanes", labYAML...) + "\n## Lab four lanes\n",
			[]Error{{file, fenceLine + 6, "the page has a #lab-four-lanes of its own: word this heading otherwise"}}},
		{"a command as code", "```sh try\nls\n```\n", []Error{{file, bodyLine, "a command to try is a block: try my-name, with its keys"}}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := load(head + test.body)
			if diff := cmp.Diff(test.want, faultsOf(t, err)); diff != "" {
				t.Errorf("faults (-want +got):\n%s", diff)
			}
		})
	}
}
