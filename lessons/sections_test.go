package lessons

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A search reads what the page says: prose, code spans and blocks; not code, addresses or what a prediction hides.
func TestSections(t *testing.T) {
	lesson, err := load(head + "Some *text*, in\n`code` and [a link](/claims).\n\n" +
		"## First & `last`\n\n- one\n- two\n\n```go\npackage p\n```\n\n" +
		"```lab two\n" + join(labYAML, "\n") + "\n```\n\n" +
		"```predict guess\n" + join(choiceYAML, "\n") + "\n```\n\n" +
		"```try it\n" + join(tryYAML, "\n") + "\n```\n\n" +
		"```claim 24\n" + join(claimYAML, "\n") + "\n```\n\n" +
		"It is [five](measured:sse.lost).\n\n### First & `last`\n\n> A quotation.\n\n## Empty\n")
	if err != nil {
		t.Fatal(err)
	}
	want := []Section{
		{Title: "A title", Text: "Some text, in code and a link."},
		{ID: "first--last", Title: "First & last", Text: "one two Four lanes Watch them. Choose Which is first? POLLING SSE Ask twice. " +
			"Claim 24: WebSocket is faster lower latency This lesson measured it. It depends. It is five."},
		{ID: "first--last-1", Title: "First & last", Text: "A quotation."},
		{ID: "empty", Title: "Empty"},
	}
	if diff := cmp.Diff(want, lesson.Sections); diff != "" {
		t.Errorf("sections (-want +got):\n%s", diff)
	}
	const words = 7 + 3 + 2 + 3 + 3 + 2 + 1 // by paragraph, heading and list
	if lesson.Words != words {
		t.Errorf("words: got %d, want %d", lesson.Words, words)
	}
}

// A lesson that begins with a heading has no section before it.
func TestSectionsBeginWithHeading(t *testing.T) {
	lesson, err := load(head + "## Only\n\nText.\n")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]Section{{ID: "only", Title: "Only", Text: "Text."}}, lesson.Sections); diff != "" {
		t.Errorf("sections (-want +got):\n%s", diff)
	}
}
