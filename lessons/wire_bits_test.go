package lessons

import (
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The headers of RFC 6455 5.7, and others; each row as digits with their fields, and the labels under them.
func TestWireBits(t *testing.T) {
	for name, c := range map[string]struct {
		hex  string
		want []string
	}{
		"a text": {"81 02 68 69", []string{
			"0:10000001 1:00000010 | FIN s1, RSV 1–3 s3, opcode 1 = text s4, MASK s1, length 2 s7",
		}},
		"with a mask": {"89 81 37 fa 21 3d 7f", []string{
			"0:10001001 1:10000001 | FIN s1, RSV 1–3 s3, opcode 9 = ping s4, MASK s1, length 1 s7",
			"2:0011011111111010 | masking key 1: 37 s8, masking key 2: fa s8",
			"2:0010000100111101 | masking key 3: 21 s8, masking key 4: 3d s8",
		}},
		"256 bytes": {"82 7e 01 00" + strings.Repeat(" 2e", 256), []string{
			"0:10000010 1:01111110 | FIN s1, RSV 1–3 s3, opcode 2 = binary s4, MASK s1, length 126: 16 bits follow s7",
			"2:0000000100000000 | length 256, in 16 bits s16",
		}},
		"a length in 64 bits": {"82 7f 00 00 00 00 00 00 01 00" + strings.Repeat(" 2e", 256), []string{
			"0:10000010 1:01111111 | FIN s1, RSV 1–3 s3, opcode 2 = binary s4, MASK s1, length 127: 64 bits follow s7",
			"2:" + strings.Repeat("0", 55) + "1" + strings.Repeat("0", 8) + " | length 256, in 64 bits s16",
		}},
		"a reserved opcode": {"83 00", []string{
			"0:10000011 1:00000000 | FIN s1, RSV 1–3 s3, opcode 3 = reserved s4, MASK s1, length 0 s7",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			lesson, err := loadWith(wireWorld(), nil, fenced("wire frame", "caption: A frame.", "as: websocket", "from: server", "lane: websocket", "unit: 1", "hex: "+c.hex))
			if err != nil {
				t.Fatal(err)
			}
			html := regexp.MustCompile(`(?s)<div class="bits"[^>]*>\n(.*?)\n</div>`).FindStringSubmatch(string(lesson.HTML))
			if html == nil {
				t.Fatalf("there are no bits:\n%s", lesson.HTML)
			}
			var got []string
			for _, row := range strings.Split(html[1], "\n") {
				got = append(got, bitsOf(row))
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("bits (-want +got):\n%s", diff)
			}
		})
	}
}

var (
	digitSpan = regexp.MustCompile(`<span class="d f(\d)" data-f="(\d)" aria-hidden="true">([01])</span>`)
	labelSpan = regexp.MustCompile(`<span class="l (s\d+)" data-f="\d" role="img" aria-label="([^"]*)\. Bits [01]+\.">([^<]*)</span>`)
)

// bitsOf reads a row: the digits of each field, and the labels with their classes.
func bitsOf(row string) string {
	var out strings.Builder
	field := ""
	for _, m := range digitSpan.FindAllStringSubmatch(row, -1) {
		if field != m[2] {
			field = m[2]
			out.WriteString(" " + field + ":")
		}
		out.WriteString(m[3])
	}
	var labels []string
	for _, m := range labelSpan.FindAllStringSubmatch(row, -1) {
		labels = append(labels, m[3]+" "+m[1])
	}
	return strings.TrimSpace(out.String()) + " | " + strings.Join(labels, ", ")
}

// Units that are no frames have none.
func TestOnlyFramesHaveBits(t *testing.T) {
	lesson, err := loadWith(wireWorld(), nil, fenced("wire event", append([]string{"unit: 3"}, twoChunks...)...))
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(lesson.HTML), `class="bits"`) {
		t.Errorf("an event has bits:\n%s", lesson.HTML)
	}
}
