package lessons

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A number in the running text says where it comes from, wherever it stands.
func TestNumbersMustBeMarked(t *testing.T) {
	const file = "01-one.md"
	fault := func(line int, number string) Error {
		return Error{file, line, "nothing says where the number " + number +
			" comes from: link it to the section of a standard, to measured:LANE.FIGURE or to set:PARAMETER"}
	}
	tests := []struct {
		name string
		body string
		want []Error
	}{
		{"in a paragraph", "One line,\nand 42 on the next.\n", []Error{fault(bodyLine+1, "42")}},
		{"several", "It takes 1,000 ms or 0.5 s.\n", []Error{fault(bodyLine, "1,000"), fault(bodyLine, "0.5")}},
		{"in a list", "- one\n- 2 bytes\n", []Error{fault(bodyLine+1, "2")}},
		{"in a quotation", "> of 7 seconds\n", []Error{fault(bodyLine, "7")}},
		{"in bold", "**7** seconds\n", []Error{fault(bodyLine, "7")}},
		{"behind a name", "RFC 6455 has 70 pages\n", []Error{fault(bodyLine, "70")}},
		{"glued to a word", "a2 and 3rd\n", []Error{fault(bodyLine, "2"), fault(bodyLine, "3")}},
		{"of one character", "½ s, or ٣\n", []Error{fault(bodyLine, "½"), fault(bodyLine, "٣")}},
		{"in a link to a page", "[7 claims](/claims)\n", []Error{fault(bodyLine, "7")}},
		{"in a link to a standard's front page", "[125](https://www.rfc-editor.org/rfc/rfc6455.html)\n", []Error{fault(bodyLine, "125")}},
		{"in a block", "## H\n\n```claim 24\ntext: |\n  Text.\n\n  And 12 bytes.\n```\n", []Error{fault(fenceLine+4, "12")}},
		{"in a block's one line", "## H\n\n```claim 24\ntext: And 12 bytes.\n```\n", []Error{fault(fenceLine+1, "12")}},
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

// Names with digits are no numbers, and neither is what is code, cited or a heading.
func TestNumbersThatAreNone(t *testing.T) {
	for _, text := range []string{
		"RFC 6455, RFC\n9112, and RFCs 9110, 9111 and 9112.", "HTTP/1.1, HTTP/2 and HTTP/1.0.", "TLS 1.3.", "UTF-8 and UTF-16.", "SHA-1, SHA-256.", "base64 and Base64.",
		"IPv4 and IPv6.", "Claim 24, claims 3 and 4, and claims 7, 8 and 9.", "Section 5.2, and sections 5.2.1.", "The p50, p90 and p99.", "RSV1.", "h2.",
		"Internet Explorer 11.", "It&#39;s so.", "A *UTF-8* name.", "`304` and `Etag: 5`.", "## 7 lanes", "1. One\n2. Two", "    indented 7", "```text\n7\n```",
		"[2 to 14](https://www.rfc-editor.org/rfc/rfc6455.html#section-5.2)", "[3](https://html.spec.whatwg.org/multipage/server-sent-events.html#concept-event-stream-reconnection-time)",
		"[1000](https://websockets.spec.whatwg.org/#eventdef-websocket-close)", "[A](https://www.rfc-editor.org/rfc/rfc9112.html#appendix-A.1) list.",
	} {
		t.Run(text, func(t *testing.T) {
			if _, err := load(head + text + "\n"); err != nil {
				t.Error(err)
			}
		})
	}
}
