package lessons

import (
	"encoding/json"
	"html"
	"os"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"wireside/wireview/decode"
	"wireside/wireview/oneway"
	inspected "wireside/wireview/wire"

	"github.com/google/go-cmp/cmp"
)

// wireWorld is fakeWorld with the project's own decoders.
func wireWorld() World {
	world := fakeWorld()
	world.Units = func(as, from string, bytes []byte) ([]json.RawMessage, error) {
		var units []json.RawMessage
		dir := map[string]inspected.Dir{"server": inspected.S2C, "client": inspected.C2S}[from]
		reader, err := oneway.New(oneway.Config{As: as, Dir: dir}, func(u *inspected.Unit) {
			u.Seq = uint64(len(units)) + 1
			decode.Explain(u)
			units = append(units, u.AppendJSON(nil))
		})
		if err != nil {
			return nil, err
		}
		reader.Write(0, bytes)
		reader.Close(0)
		return units, nil
	}
	return world
}

// loadWith loads one lesson below head in a world.
func loadWith(world World, files fstest.MapFS, body string) (*Lesson, error) {
	all := fstest.MapFS{"01-one.md": {Data: []byte(head + body)}}
	for name, file := range files {
		all[name] = file
	}
	lessons, err := Load(all, world)
	if err != nil {
		return nil, err
	}
	return lessons[0], nil
}

func TestWireRenders(t *testing.T) {
	lesson, err := loadWith(wireWorld(), nil, fenced("wire ping", "caption: A <ping>.", "as: websocket", "from: client", "lane: websocket", "hex: 89 81 01 02 03 04 0d"))
	if err != nil {
		t.Fatal(err)
	}
	got := regexp.MustCompile(`data-unit='[^']*'`).ReplaceAllString(string(lesson.HTML), "data-unit")
	got = regexp.MustCompile(`(?s)(<div class="bits"[^>]*>).*?(</div>)`).ReplaceAllString(got, "$1$2") // see wire_bits_test.go
	want := `<h2 id="heading">Heading</h2>
<figure class="block wire" id="wire-ping" data-block="wire" data-name="ping" data-lane="websocket" data-unit>
<figcaption>A &lt;ping&gt;.</figcaption>
<div class="unit">
<p class="unithead"><span class="websocket">WebSocket</span> ping frame, client` + "\u00a0→\u00a0" + `server</p>
<p class="sub">` + strings.ReplaceAll("7 B: 6 header &#43; 1 payload", " ", "\u00a0") + `</p>
<div class="bits" role="group" aria-label="The header, bit by bit"></div>
<div class="hex eight" role="group" aria-label="The bytes, field by field">
<span class="o" aria-hidden="true">0000</span><span><span class="f0" data-f="0">89</span> <span class="f1" data-f="1">81</span> <span class="f2" data-f="2">01 02 03 04</span> <span class="f3" data-f="3">0d</span></span>` +
		`<span aria-hidden="true"><span class="f0" data-f="0">·</span><span class="f1" data-f="1">·</span><span class="f2" data-f="2">····</span><span class="f3" data-f="3">·</span></span>
</div>
<div class="meaning"><p><b>Payload without the mask:</b> ` + "\u240c" + `</p></div>
<ol class="fields" aria-label="Fields">
`
	if diff := cmp.Diff(want, got[:min(len(got), len(want))]); diff != "" {
		t.Errorf("HTML (-want +got):\n%s", diff)
	}
	for _, part := range []string{
		`<li data-f="2"><b class="f2">masking key</b> <span class="v">01020304</span><p class="note">`,
		` <a class="spec" href="https://www.rfc-editor.org/rfc/rfc6455#section-5.3" rel="noreferrer" target="_blank">RFC 6455 §5.3</a></p></li>`,
	} {
		if !strings.Contains(got, part) {
			t.Errorf("it has no %s:\n%s", part, got)
		}
	}
	attribute := regexp.MustCompile(`data-unit='([^']*)'`).FindStringSubmatch(string(lesson.HTML))[1]
	if diff := cmp.Diff(string(lesson.Recordings[0].Unit), html.UnescapeString(attribute)); diff != "" {
		t.Errorf("data-unit (-unit +attribute):\n%s", diff)
	}
	want2 := Recording{Name: "ping", As: "websocket", From: "client", Lane: "websocket", Bytes: []byte("\x89\x81\x01\x02\x03\x04\x0d"), Unit: lesson.Recordings[0].Unit, Line: fenceLine}
	if diff := cmp.Diff([]Recording{want2}, lesson.Recordings); diff != "" {
		t.Errorf("recordings (-want +got):\n%s", diff)
	}
}

// twoChunks is a response whose one event crosses two chunks.
var twoChunks = []string{
	"caption: A caption.", "as: http1", "from: server", "lane: sse", "crlf: true", "text: |+",
	"  HTTP/1.1 200 OK", "  Content-Type: text/event-stream", "  Transfer-Encoding: chunked", "",
	"  7", "  data: a", "  6", "  b", "", "", "  0", "", "",
}

// A unit's spans count from the first byte, and another unit's lie between them: each byte finds its field all the same.
func TestWireLaterUnit(t *testing.T) {
	lesson, err := loadWith(wireWorld(), nil, fenced("wire event", append([]string{"unit: 3"}, twoChunks...)...))
	if err != nil {
		t.Fatal(err)
	}
	var rows []string
	for _, row := range regexp.MustCompile(`<span class="o" aria-hidden="true">(.*)`).FindAllStringSubmatch(string(lesson.HTML), -1) {
		rows = append(rows, inBraces(regexp.MustCompile(`<span class="f(\d)" data-f="\d">(.*?)</span>`).ReplaceAllString(row[1], "$1[$2]")))
	}
	want := []string{
		`0000</span><span>0[64 61 74 61 3a 20 61 62]</span><span aria-hidden="true">0[data: ab]</span>`,
		`0008</span><span>0[0d 0a] 1[0d 0a]</span><span aria-hidden="true">0[··]1[··]</span>`,
	}
	if diff := cmp.Diff(want, rows); diff != "" {
		t.Errorf("rows (-want +got):\n%s", diff)
	}
	var u unit
	if err := json.Unmarshal(lesson.Recordings[0].Unit, &u); err != nil {
		t.Fatal(err)
	}
	if lesson.Recordings[0].Index != 2 || u.Spans[0][0] < 70 || len(u.Spans) != 2 {
		t.Errorf("recording: got unit %d with spans %v", lesson.Recordings[0].Index, u.Spans)
	}
}

// What breaks a rule is shown with the rule.
func TestWireViolation(t *testing.T) {
	got, err := loadWith(wireWorld(), nil, fenced("wire broken", "caption: A caption.", "as: websocket", "from: server", "lane: websocket", `hex: "83 00"`))
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{
		"</span> reserved frame, server", `<div class="violation"><p><b>Not by the rules.</b> `, ">RFC 6455 §5.2</a></p><p class=\"note\">A peer that keeps the rules closes with code 1002 (protocol error). Its name here: <code>frame-reserved-opcode</code>.</p></div>",
	} {
		if !strings.Contains(string(got.HTML), part) {
			t.Errorf("it has no %s:\n%s", part, got.HTML)
		}
	}
	cut, err := loadWith(wireWorld(), nil, fenced("wire broken", "caption: A caption.", "as: websocket", "from: server", "lane: websocket", `hex: "81 05 41"`))
	if err != nil || !strings.Contains(string(cut.HTML), "<b>Cut off.</b>") {
		t.Errorf("a frame that is cut off: %v\n%s", err, cut.HTML)
	}
}

// What came over the wire is text on the page; a line that a browser passes over is marked.
func TestWireEscapes(t *testing.T) {
	lesson, err := loadWith(wireWorld(), nil, fenced("wire evil", "caption: A caption.", "as: sse", "from: server", "lane: sse", "text: |+",
		`  data: '"><script>alert(1)</script>`, "  <i>: x", ""))
	if err != nil {
		t.Fatal(err)
	}
	got := string(lesson.HTML)
	if strings.Contains(got, "<script") || strings.Contains(got, "<i>") || !strings.Contains(got, `<span class="v">&#39;&#34;&gt;&lt;script&gt;alert(1)&lt;/script&gt;</span>`) {
		t.Errorf("not escaped:\n%s", got)
	}
	if !strings.Contains(got, `<li class="ignored" data-f="1"><b class="f1">ignored</b> <span class="v">&lt;i&gt;: x</span>`) {
		t.Errorf("the line that is ignored is not marked:\n%s", got)
	}
}

func TestWireFaults(t *testing.T) {
	const file = "01-one.md"
	sse := []string{"caption: A caption.", "as: sse", "from: server", "lane: sse"}
	event := append(sse, "text: |+", "  id: 1", "  data: x", "")
	tests := []struct {
		name string
		yaml []string
		want []Error
	}{
		{"empty", nil, []Error{
			{file, fenceLine, "caption is missing"}, {file, fenceLine, "as is missing"}, {file, fenceLine, "from is missing"},
			{file, fenceLine, "lane is missing"}, {file, fenceLine, "text is missing"},
		}},
		{"unknown words", []string{"caption: c", "as: tcp", "from: both", "lane: opera", "text: x"}, []Error{
			{file, fenceLine + 2, `unknown as "tcp": known are http1, sse, websocket`},
			{file, fenceLine + 3, `unknown from "both": known are server, client`},
			{file, fenceLine + 4, `unknown lane "opera": known are polling, longpolling, sse, websocket`},
		}},
		{"text and hex", append(sse, "text: x", "hex: 0a"), []Error{{file, fenceLine + 6, "the bytes are given twice: as text and as hex"}}},
		{"half a byte", append(sse, "hex: 0a0"), []Error{{file, fenceLine + 5, "hex: odd length hex string"}}},
		{"no digit", append(sse, "hex: 0g"), []Error{{file, fenceLine + 5, "hex: invalid byte: U+0067 'g'"}}},
		{"line ends of hex", append(sse, "hex: 0a 0a", "crlf: true"), []Error{{file, fenceLine + 6, "crlf goes with text: hex has the line ends that it has"}}},
		{"the last line end dropped", append(sse, "text: |", "  id: 1", "  data: x", ""),
			[]Error{{file, fenceLine + 5, "these bytes end too early: after | YAML drops the empty line at the end; write |+ and leave that line"}}},
		{"two units", append(event, "  data: y", ""),
			[]Error{{file, fenceLine, "these bytes are 2 units, not one: choose with unit: 1 is event (id: 1 · data: x), 2 is event (data: y)"}}},
		{"no such unit", append(event, "unit: 2"), []Error{{file, fenceLine + 9, "there is no unit 2: 1 is event (id: 1 · data: x)"}}},
		{"unit 0", append(event, "unit: 0"), []Error{{file, fenceLine + 9, "there is no unit 0: 1 is event (id: 1 · data: x)"}}},
		{"from the wrong side", []string{"caption: c", "as: sse", "from: client", "lane: sse", "text: x"}, []Error{{file, fenceLine + 2, "an event stream comes from the server"}}},
		{"too long", append(sse, "text: |+", "  data: "+strings.Repeat("x", 1018), ""), []Error{{file, fenceLine, "this unit has 1026 bytes; on a page it may have 1024"}}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := loadWith(wireWorld(), nil, fenced("wire x", test.yaml...))
			if err == nil {
				t.Fatal("got no fault")
			}
			if diff := cmp.Diff(test.want, faultsOf(t, err)); diff != "" {
				t.Errorf("faults (-want +got):\n%s", diff)
			}
		})
	}
}

// Without JavaScript the same sections are linked as with it.
func TestSectionsAsInScript(t *testing.T) {
	script, err := os.ReadFile("../site/static/js/wire/spec.js")
	if err != nil {
		t.Fatal(err)
	}
	theirs := map[string]string{}
	for _, entry := range regexp.MustCompile(`(?m)^  '?(9\.[\d.]+)'?: '(.*)',$`).FindAllStringSubmatch(string(script), -1) {
		theirs[entry[1]] = entry[2]
	}
	if diff := cmp.Diff(theirs, eventStreamSections); diff != "" {
		t.Errorf("sections (-script +here):\n%s", diff)
	}
	tests := map[string]section{
		"RFC 9112":          {"RFC 9112", "https://www.rfc-editor.org/rfc/rfc9112"},
		"RFC 9110 15.3.1":   {"RFC 9110 §15.3.1", "https://www.rfc-editor.org/rfc/rfc9110#section-15.3.1"},
		"WHATWG 9.2.6":      {"WHATWG HTML §9.2.6", "https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation"},
		"WHATWG 9.2.99":     {"WHATWG HTML §9.2.99", "https://html.spec.whatwg.org/multipage/server-sent-events.html#server-sent-events"},
		"the application's": {Label: "the application's"},
	}
	for spec, want := range tests {
		if diff := cmp.Diff(want, sectionOf(spec)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", spec, diff)
		}
	}
}

func TestVisible(t *testing.T) {
	if got, want := visible("a\nb\t\x7f\u202ec\ufeff…é"), "a↵b␉␡‹U+202E›c‹U+FEFF›…é"; got != want {
		t.Errorf("visible: got %q, want %q", got, want)
	}
	if got := visible(strings.Repeat("é", 401)); got != strings.Repeat("é", 400)+"…" {
		t.Errorf("visible does not cut where it should: %q", got)
	}
}
