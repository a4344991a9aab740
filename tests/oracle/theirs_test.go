package oracle

import (
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"wireside/tests/tshark"
	"wireside/wireview/wire"
)

// dissect returns what tshark sees in a capture of a server on a port.
func dissect(t *testing.T, file string, port int) conversations {
	t.Helper()
	all := map[string]*conversation{}
	for _, p := range tshark.Dissect(t, file, asHTTP(port, "-J", "tcp http websocket")...) {
		var c *conversation
		var to *side
		for i := range p.Layers {
			switch layer := &p.Layers[i]; layer.Name {
			case "tcp":
				stream := layer.First("tcp.stream").Show
				if c = all[stream]; c == nil {
					c = &conversation{}
					all[stream] = c
				}
				to = &c[wire.C2S]
				if layer.First("tcp.srcport").Show == strconv.Itoa(port) {
					to = &c[wire.S2C]
				}
				to.place(t, layer)
			case "http":
				to.messages = append(to.messages, readMessage(t, layer))
			case "websocket":
				to.frames = append(to.frames, readFrame(t, layer))
			case "fake-field-wrapper": // what belongs to the layer before, but stands beside it
				if len(to.frames) > 0 {
					to.frames[len(to.frames)-1].read(t, layer)
				}
			}
		}
	}
	return name(all)
}

// asHTTP returns options for tshark that select a server's connections and read HTTP on its port.
func asHTTP(port int, more ...string) []string {
	return append([]string{"-Y", fmt.Sprintf("tcp.port == %d", port), "-d", fmt.Sprintf("tcp.port==%d,http", port)}, more...)
}

// place puts a segment's bytes where its sequence number says, be they there already or not.
func (s *side) place(t *testing.T, tcp *tshark.Field) {
	t.Helper()
	data := tcp.First("tcp.payload")
	if data == nil {
		return
	}
	payload := unhex(t, data)
	at := number(t, tcp.First("tcp.seq").Show) - 1 // the SYN counts as one
	if missing := int(at) + len(payload) - len(s.bytes); missing > 0 {
		s.bytes = append(s.bytes, make([]byte, missing)...)
	}
	copy(s.bytes[at:], payload)
}

func readMessage(t *testing.T, http *tshark.Field) message {
	t.Helper()
	show := func(names ...string) (start [3]string) {
		for i, name := range names {
			if f := http.First(name); f != nil {
				start[i] = unhex(t, f)
			}
		}
		return start
	}
	m := message{Headers: [][2]string{}}
	lines := "http.request.line"
	if http.First("http.response") != nil {
		m.Start, lines = show("http.response.version", "http.response.code", "http.response.phrase"), "http.response.line"
	} else {
		m.Start = show("http.request.method", "http.request.uri", "http.request.version")
	}
	for _, line := range http.All(lines) {
		name, value, _ := strings.Cut(unhex(t, line), ":")
		m.Headers = append(m.Headers, [2]string{name, strings.Trim(value, " \t\r\n")})
	}
	for _, size := range http.All("http.chunk_size") {
		m.Chunks = append(m.Chunks, number(t, size.Show))
	}
	if data := http.First("http.file_data"); data != nil {
		m.Body = unhex(t, data)
	}
	return m
}

func readFrame(t *testing.T, ws *tshark.Field) frame {
	t.Helper()
	f := frame{header: header{
		Fin: ws.First("websocket.fin").Show == "1", Masked: ws.First("websocket.mask").Show == "1",
		RSV: int(number(t, ws.First("websocket.rsv").Show)), Opcode: int(number(t, ws.First("websocket.opcode").Show)),
	}}
	for _, name := range []string{"websocket.payload_length", "websocket.payload_length_ext_16", "websocket.payload_length_ext_64"} {
		if length := ws.First(name); length != nil {
			f.Length = number(t, length.Show)
		}
	}
	if key := ws.First("websocket.masking_key"); key != nil {
		f.Key = key.Hex
	}
	f.read(t, ws)
	return f
}

// read takes the content that a layer shows. A text is shown inflated, and whole with its last fragment; the other forms as
// they crossed the wire, without their mask.
func (f *frame) read(t *testing.T, layer *tshark.Field) {
	t.Helper()
	shown := func(name string) *string {
		field := layer.First(name)
		if field == nil {
			return nil
		}
		s := unhex(t, field)
		return &s
	}
	if s := shown("websocket.payload.text"); s != nil {
		switch {
		case f.Opcode == cont:
			f.joined = s
		case f.RSV == 4 && f.Fin:
			f.inflated = s
		case f.Fin:
			f.payload = s
		}
	}
	for _, name := range []string{"websocket.payload.ping", "websocket.payload.pong", "websocket.payload.continue", "data"} {
		if s := shown(name); s != nil && f.payload == nil {
			f.payload = s
		}
	}
	if code := layer.First("websocket.payload.close.status_code"); code != nil {
		f.code = int(number(t, code.Show))
		if reason := shown("websocket.payload.close.reason"); reason != nil {
			f.reason = *reason
		}
	}
}

func unhex(t *testing.T, f *tshark.Field) string {
	t.Helper()
	b, err := hex.DecodeString(f.Hex)
	if err != nil {
		t.Fatalf("%s: %v", f.Name, err)
	}
	return string(b)
}

// number reads a number, in whatever base it says.
func number(t *testing.T, s string) int64 {
	t.Helper()
	n, err := strconv.ParseInt(s, 0, 64)
	if err != nil {
		t.Fatal(err)
	}
	return n
}
