package oracle

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"testing"

	"wireside/wireview/http1"
	"wireside/wireview/wire"
	"wireside/wireview/wsframe"
)

// read returns what the inspector says, in its units, and where these do not fit together.
func read(t *testing.T, units []unit) (said conversations, broken []string) {
	t.Helper()
	report := func(format string, args ...any) { broken = append(broken, fmt.Sprintf(format, args...)) }
	all := map[uint64]*conversation{}
	readers := map[*side]*reader{}
	units = slices.Clone(units)
	slices.SortStableFunc(units, func(a, b unit) int { return int(a.start() - b.start()) })
	for i := range units {
		u := &units[i]
		if all[u.Conn] == nil {
			all[u.Conn] = &conversation{}
		}
		to := &all[u.Conn][u.Dir]
		if readers[to] == nil {
			readers[to] = &reader{t: t, side: to, report: report}
		}
		readers[to].unit(u)
	}
	for _, r := range readers {
		r.end()
	}
	return name(all), broken
}

// start returns the offset of a unit's first byte, or a large number for a unit that has none.
func (u *unit) start() int64 {
	if len(u.Spans) == 0 {
		return 1 << 40
	}
	return u.Spans[0][0]
}

// reader puts one direction's units together.
type reader struct {
	t *testing.T
	*side
	report   func(format string, args ...any)
	covered  []bool
	open     bool // a message is under way,
	chunked  bool // in chunks,
	complete bool // of which the last has come
	frames   map[uint64]int
}

func (r *reader) unit(u *unit) {
	r.t.Helper()
	r.cover(u)
	switch u.Kind {
	case wire.KindRequest:
		v := value[head](r.t, u)
		r.begin([3]string{v.Method, v.Target, v.Version}, v)
	case wire.KindResponse:
		v := value[head](r.t, u)
		r.begin([3]string{v.Version, strconv.Itoa(v.Status), v.Reason}, v)
	case wire.KindBody, wire.KindEvent:
		r.body(u.Raw)
	case wire.KindChunk:
		r.chunk(value[http1.Chunk](r.t, u).Size)
		if line := bytes.IndexByte(u.Raw, '\n') + 1; u.Length > 0 && len(u.Raw) > line+2 { // its data is here, not in units of its own
			r.body(u.Raw[line : len(u.Raw)-2])
		}
	case wire.KindTrailers:
		r.complete = true
	case wire.KindFrame:
		v := value[wsframe.Frame](r.t, u)
		payload, inflated := string(v.Payload), string(v.Inflated)
		f := frame{header: header{v.Fin, v.RSV, v.Opcode, v.Masked, v.MaskKey, v.Length}, payload: &payload}
		if v.Inflated != nil {
			f.inflated = &inflated
		}
		if v.Close != nil && v.Length > 0 {
			f.code, f.reason = v.Close.Code, v.Close.Reason
		}
		if r.frames == nil {
			r.frames = map[uint64]int{}
		}
		r.frames[u.Seq] = len(r.side.frames)
		r.side.frames = append(r.side.frames, f)
	case wire.KindMessage:
		r.join(value[wsframe.Message](r.t, u))
	case wire.KindEnd:
	default:
		r.report("a unit of kind %s: %s", u.Kind, u.Summary)
	}
}

// head is the value of a request or a response.
type head struct {
	Method, Target, Version, Reason, Framing string
	Status                                   int
	Headers                                  [][2]string
}

func (r *reader) begin(start [3]string, h head) {
	r.end()
	r.messages = append(r.messages, message{Start: start, Headers: h.Headers})
	r.open, r.chunked, r.complete = true, h.Framing == "chunked", false
}

func (r *reader) body(p []byte) {
	if len(r.messages) == 0 {
		r.report("a body without a head")
		return
	}
	r.messages[len(r.messages)-1].Body += string(p)
}

func (r *reader) chunk(size int64) {
	if len(r.messages) == 0 {
		r.report("a chunk without a head")
		return
	}
	m := &r.messages[len(r.messages)-1]
	m.Chunks = append(m.Chunks, size)
}

// end ends a message. Of a chunked one that was cut off tshark shows nothing; its bytes are compared all the same.
func (r *reader) end() {
	if r.open && r.chunked && !r.complete {
		r.messages = r.messages[:len(r.messages)-1]
	}
	r.open = false
	if i := slices.Index(r.covered, false); i >= 0 {
		r.report("byte %d of %d is covered by no unit", i, len(r.covered))
	}
}

// join notes what a fragmented message says with its last frame: as tshark does, still compressed.
func (r *reader) join(m wsframe.Message) {
	var frames []*frame
	for _, seq := range m.Frames {
		if i, ok := r.frames[seq]; ok {
			frames = append(frames, &r.side.frames[i])
		}
	}
	if len(frames) == 0 {
		return
	}
	data := string(m.Data)
	if frames[0].RSV == 4 {
		data = ""
		for _, f := range frames {
			data += *f.payload
		}
	}
	frames[len(frames)-1].joined = &data
}

// cover puts a unit's bytes where its spans say.
func (r *reader) cover(u *unit) {
	r.t.Helper()
	raw := u.Raw
	for _, s := range u.Spans {
		if missing := int(s[1]) - len(r.bytes); missing > 0 {
			r.bytes = append(r.bytes, make([]byte, missing)...)
			r.covered = append(r.covered, make([]bool, missing)...)
		}
		if slices.Contains(r.covered[s[0]:s[1]], true) {
			r.report("bytes %v are covered twice, last by %s", s, u.Summary)
		}
		raw = raw[copy(r.bytes[s[0]:s[1]], raw):]
		for i := s[0]; i < s[1]; i++ {
			r.covered[i] = true
		}
	}
}

func value[T any](t *testing.T, u *unit) T {
	t.Helper()
	var v T
	if err := json.Unmarshal(u.Value, &v); err != nil {
		t.Fatalf("the value of %s: %v", u.Summary, err)
	}
	return v
}
