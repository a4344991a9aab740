package http1_test

import (
	"bytes"
	"slices"
	"testing"
	"unicode/utf8"

	"wireside/wireview/http1"
	"wireside/wireview/wire"
)

// reading is how a test reads a stream, and what came of it.
type reading struct {
	role    http1.Role
	methods []string // of the requests that the responses answer
	further bool     // content is read further
	tunnel  bool     // where the protocol may change, it does; else HTTP goes on
	maxHead int
	maxLine int

	heads  []http1.Head // without what is valid during the call alone
	units  []*wire.Unit // clones, explained
	bodies []body
}

// body is content that was read further.
type body struct {
	Off      int64
	Data     []byte
	Spans    wire.Spans
	Complete bool
	Units    int // emitted before it was closed
}

// run reads input in pieces that end at the given cuts, and closes the stream.
func (r *reading) run(input []byte, cuts ...int) *reading {
	cfg := http1.Config{Role: r.role, MaxHead: r.maxHead, MaxLine: r.maxLine, Head: r.head}
	cfg.Emit = func(u *wire.Unit) {
		u.Lane = "" // callers may set what is theirs
		u = u.Clone()
		http1.Explain(u)
		r.units = append(r.units, u)
	}
	cfg.Method = func() string {
		if len(r.methods) == 0 {
			return ""
		}
		m := r.methods[0]
		r.methods = r.methods[1:]
		return m
	}
	d := http1.New(cfg)
	from := 0
	for _, cut := range append(slices.Clone(cuts), len(input)) {
		// The decoder may keep nothing of what it is given: it gets a copy, which is overwritten.
		p := slices.Clone(input[from:cut])
		for rest := p; len(rest) > 0; {
			if d.Upgrading() {
				r.change(d)
			}
			rest = rest[d.Write(rest):]
		}
		for i := range p {
			p[i] = '#'
		}
		from = cut
	}
	d.Close()
	d.Close()
	return r
}

func (r *reading) change(d *http1.Decoder) {
	if r.tunnel {
		d.Tunnel()
	} else {
		d.Resume()
	}
}

func (r *reading) head(h *http1.Head) http1.Body {
	r.heads = append(r.heads, http1.Head{Exchange: h.Exchange, Method: h.Method, Version: h.Version, Status: h.Status,
		Framing: h.Framing, ContentLength: h.ContentLength, Upgrade: h.Upgrade,
		Target: bytes.Clone(h.Target), Protocol: bytes.Clone(h.Protocol), ContentType: bytes.Clone(h.ContentType)})
	if !r.further {
		return nil
	}
	return &recorder{r: r}
}

type recorder struct {
	r    *reading
	body body
}

func (b *recorder) Write(p []byte, off int64) {
	if len(b.body.Data) == 0 {
		b.body.Off = off
	}
	b.body.Data = append(b.body.Data, p...)
	b.body.Spans = b.body.Spans.Append(off, off+int64(len(p)))
}

func (b *recorder) Close(complete bool) {
	b.body.Complete, b.body.Units = complete, len(b.r.units)
	b.r.bodies = append(b.r.bodies, b.body)
}

// conserve checks that units and content cover every byte of input exactly once, and fields every byte of a unit.
func (r *reading) conserve(t *testing.T, input []byte) {
	t.Helper()
	covered := make([]int, len(input))
	cover := func(spans wire.Spans, raw []byte) {
		at := 0
		for _, s := range spans {
			if s[0] < 0 || s[1] > int64(len(input)) || s.Len() <= 0 {
				t.Fatalf("span %v is not one of the input's %d bytes", s, len(input))
			}
			for i := s[0]; i < s[1]; i++ {
				covered[i]++
			}
			if n := int(s.Len()); at+n > len(raw) || !bytes.Equal(raw[at:at+n], input[s[0]:s[1]]) {
				t.Fatalf("the bytes under %v are not those of the input", s)
			} else {
				at += n
			}
		}
		if at != len(raw) {
			t.Fatalf("%d bytes under spans of %d", len(raw), at)
		}
	}
	for _, u := range r.units {
		cover(u.Spans, u.Raw)
		tile(t, u)
		if u.Length != int64(len(u.Raw)) || u.Payload > u.Length {
			t.Errorf("%s unit of %d bytes has length %d, payload %d", u.Kind, len(u.Raw), u.Length, u.Payload)
		}
	}
	for _, b := range r.bodies {
		cover(b.Spans, b.Data)
	}
	for i, n := range covered {
		if n != 1 {
			t.Fatalf("byte %d of %d is covered %d times", i, len(input), n)
		}
	}
	for i, u := range r.units {
		if last := i == len(r.units)-1; last != (u.Kind == wire.KindEnd) {
			t.Fatalf("unit %d of %d is of kind %s: the end unit comes last, and once", i, len(r.units), u.Kind)
		}
	}
}

// tile checks that the fields of a unit cover it in order, and that all text is fit for JSON.
func tile(t *testing.T, u *wire.Unit) {
	t.Helper()
	var spans wire.Spans
	texts := []string{u.Summary}
	for _, f := range u.Fields {
		if f.Spans.Len() == 0 || f.Name == "" || f.Note == "" || f.Spec == "" && u.Kind != wire.KindRaw {
			t.Errorf("%s unit: field %+v lacks something", u.Kind, f)
		}
		for _, s := range f.Spans {
			spans = spans.Append(s[0], s[1])
		}
		texts = append(texts, f.Name, f.Value)
	}
	if !slices.Equal(spans, u.Spans) {
		t.Errorf("%s unit: fields cover %v, not %v", u.Kind, spans, u.Spans)
	}
	for _, s := range texts {
		if !utf8.ValidString(s) {
			t.Errorf("%s unit: %q is not valid UTF-8", u.Kind, s)
		}
	}
}
