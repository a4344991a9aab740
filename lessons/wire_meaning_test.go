package lessons

import (
	"html"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestWireMeaning(t *testing.T) {
	for name, c := range map[string]struct {
		as, from, bytes string
		want            []string // the size, then what it means
	}{
		"an event":       {"sse", "server", `text: "id: 7\ndata: a <b>\n\n"`, []string{"19 B", "EventSource dispatches “message” with id 7: a <b>"}},
		"without an id":  {"sse", "server", `text: "event: x\ndata: a\n\n"`, []string{"18 B", "EventSource dispatches “x” with no id: a"}},
		"a heartbeat":    {"sse", "server", `text: ": on\n\n"`, []string{"6 B", "EventSource dispatches nothing. There are only comments, as in a heartbeat, which keeps the connection from looking dead."}},
		"a text":         {"websocket", "server", "hex: 81 02 68 69", []string{"4 B: 2 header + 2 payload"}},
		"a masked text":  {"websocket", "client", "hex: 81 82 01 02 03 04 69 6b", []string{"8 B: 6 header + 2 payload", "Payload without the mask: hi"}},
		"a close":        {"websocket", "server", "hex: 88 05 03 e8 62 79 65", []string{"7 B: 2 header + 5 payload", "Close code 1000. bye"}},
		"a pong":         {"websocket", "server", "hex: 8a 00", []string{"2 B: 2 header + 0 payload", "A pong that answers no ping: a heartbeat."}},
		"a long message": {"websocket", "server", "hex: 82 7e 03 fc" + strings.Repeat(" 00", 1020), []string{"1,024 B: 4 header + 1,020 payload"}},
	} {
		t.Run(name, func(t *testing.T) {
			lesson, err := loadWith(wireWorld(), nil, fenced("wire one", "caption: A unit.", "as: "+c.as, "from: "+c.from, "lane: "+c.as, c.bytes))
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, m := range regexp.MustCompile(`<p class="sub">(.*?)</p>|<div class="meaning"><p>(.*?)</p></div>`).FindAllStringSubmatch(string(lesson.HTML), -1) {
				text := regexp.MustCompile(`</?b>`).ReplaceAllString(m[1]+m[2], "")
				got = append(got, strings.ReplaceAll(html.UnescapeString(text), "\u00a0", " "))
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("size and meaning (-want +got):\n%s", diff)
			}
		})
	}
}
