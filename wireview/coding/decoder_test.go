package coding

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"hash/crc32"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wireside/wireview/deflate"
	"wireside/wireview/wire"
)

const one, two = "id: 1\ndata: what comes\n\n", "id: 2\ndata: what comes\n\n"

// header returns a member with every part that a gzip header may have, before and behind its checksum.
func header() (before, behind string) {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	w.Header = gzip.Header{Name: "na\u00efve", Comment: "for\tpeople", Extra: []byte("AB\x01\x00x"), OS: 3, ModTime: time.Unix(1763794512, 0)}
	w.Write([]byte(one))
	w.Close()
	s := out.String()
	end := strings.Index(s, "people\x00") + len("people\x00")
	return s[:3] + string(s[3]|flagHeaderSum) + s[4:end], s[end:]
}

var full, wrong = func() (full, wrong string) {
	before, behind := header()
	sum := crc32.ChecksumIEEE([]byte(before))
	return before + string([]byte{byte(sum), byte(sum >> 8)}) + behind, before + string([]byte{byte(sum), byte(^sum >> 8)}) + behind
}()

var cases = []struct {
	name     string
	by       Coding
	cut      bool // the content is cut off
	chunks   []string
	want     []string
	said     string
	violates *wire.Violation
}{
	{"whole", Gzip, false, []string{gzipped(false, false, one, two)}, []string{"body", "said"}, one + two, nil},
	{"flushed, a chunk each", Gzip, false, []string{gzipped(true, true, one), gzipped(true, true, one, two)[len(gzipped(true, true, one)):]},
		[]string{"body", "said", "body", "said", "body coding-unfinished"}, one + two, Unfinished},
	{"flushed, in one chunk", Gzip, false, []string{gzipped(true, false, one, two)}, []string{"body", "said", "body", "said", "body"}, one + two, nil},
	{"not flushed, in two chunks", Gzip, false, split(gzipped(false, false, one, two), 30), []string{"body", "said", "body", "said"}, one + two, nil},
	{"cut off between events", Gzip, true, []string{gzipped(true, true, one, two)}, []string{"body", "said", "body", "said"}, one + two, nil},
	{"cut off inside one", Gzip, true, []string{gzipped(true, true, one)[:30]}, []string{"body incomplete", "said"}, "id: 1\ndata: what co", Incomplete},
	{"two members", Gzip, false, []string{gzipped(false, false, one) + gzipped(false, false, two)}, []string{"body", "said", "body", "said"}, one + two, nil},
	{"nothing", Gzip, false, nil, nil, "", nil},
	{"no text", Gzip, false, []string{gzipped(false, false)}, []string{"body"}, "", nil},
	{"all of a header", Gzip, false, []string{full}, []string{"body", "said"}, one, nil},
	{"a header with a wrong checksum", Gzip, false, []string{wrong}, []string{"body gzip-header-checksum", "said"}, one, BadHeaderSum},
	{"text that is not gzip", Gzip, false, []string{"\x1fid: 1\n", "data"}, []string{"broken", "raw gzip-magic", "raw gzip-magic"}, "", NotGzip},
	{"another method", Gzip, false, []string{"\x1f\x8b\x07\x00rest"}, []string{"body gzip-method", "broken", "raw gzip-method"}, "", BadMethod},
	{"a reserved flag", Gzip, false, []string{"\x1f\x8b\x08\x20rest"}, []string{"body gzip-reserved-flags", "broken", "raw gzip-reserved-flags"}, "", ReservedFlags},
	{"a broken block", Gzip, false, []string{gzipped(true, true, one) + "\x06\x00"}, []string{"body", "said", "broken", "raw deflate-block-type"}, one, deflate.BadBlockType},
	{"a wrong checksum", Gzip, false, []string{strings.TrimSuffix(gzipped(false, false, one), gzipped(false, false, one)[40:]) + "\x00\x00\x00\x00\x19\x00\x00\x00"},
		[]string{"body gzip-checksum", "said"}, one, BadSum},
	{"bytes behind the trailer", Gzip, false, []string{gzipped(false, false, one) + "\x00\x00"}, []string{"body", "said", "broken", "raw content-after-trailer"}, one, Trailing},
	{"zlib", Deflate, false, []string{zlibbed(true, one, two)}, []string{"body", "said", "body", "said", "body"}, one + two, nil},
	{"deflate alone", Deflate, false, []string{deflated(true, one)}, []string{"body deflate-without-zlib", "said", "body"}, one, NoZlib},
	{"deflate alone, a byte a chunk", Deflate, false, split(deflated(false, "a"), 1), nil, "a", NoZlib},
	{"a dictionary", Deflate, false, []string{"\x78\xbb\x00\x00"}, []string{"broken", "raw zlib-dictionary"}, "", NeedsDictionary},
	{"bytes behind zlib", Deflate, false, []string{zlibbed(false, one) + "x"}, []string{"body", "said", "broken", "raw content-after-trailer"}, one, Trailing},
	{"a wrong Adler-32", Deflate, false, []string{zlibbed(false, one)[:len(zlibbed(false, one))-1] + "\x00"}, []string{"body zlib-checksum", "said"}, one, BadAdler},
	{"a bomb", Gzip, false, []string{gzipped(false, false, strings.Repeat("\x00", MaxInflated+1))}, nil, "", deflate.TooMuch},
}

// split cuts content into chunks of n bytes.
func split(s string, n int) (chunks []string) {
	for len(s) > n {
		chunks, s = append(chunks, s[:n]), s[n:]
	}
	return append(chunks, s)
}

func TestContent(t *testing.T) {
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got := read(c.by, !c.cut, c.chunks)
			got.conserved(t, c.chunks)
			var told []string
			for _, s := range got.told {
				words := strings.Fields(s)
				if words[0] == "body" || words[0] == "raw" {
					words[0] = strings.TrimSpace(words[0] + " " + strings.Trim(words[len(words)-1], `"`))
				}
				told = append(told, words[0])
			}
			if diff := cmp.Diff(c.want, told); diff != "" && c.want != nil {
				t.Errorf("-want +got\n%s", diff)
			}
			if got.said.String() != c.said && c.said != "" {
				t.Errorf("it says %q, want %q", got.said.String(), c.said)
			}
			if c.violates != nil && !violates(got, c.violates) {
				t.Errorf("%s is not said to be broken: %q", c.violates.Name, got.told)
			}
		})
	}
}

func violates(r *reading, v *wire.Violation) bool {
	for _, u := range r.units {
		if u.Error == v {
			return true
		}
	}
	return false
}

// Each way of cutting comes to the same.
func TestCut(t *testing.T) {
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			places := 60
			if c.violates == deflate.TooMuch { // which takes long to inflate
				places = 2
			}
			sameHowever(t, c.by, !c.cut, c.chunks, places)
		})
	}
}

// Each byte of the compressed stream may be a chunk of its own: the units are then as short, and say the same in all.
func TestChunksOfEachSize(t *testing.T) {
	whole := gzipped(true, false, one, two) + full[:20]
	for n := 1; n < 40; n++ {
		chunks := split(whole, n)
		got := read(Gzip, false, chunks)
		got.conserved(t, chunks)
		if got.said.String() != one+two {
			t.Errorf("chunks of %d bytes say %q", n, got.said.String())
		}
		if n < 5 {
			sameHowever(t, Gzip, false, chunks, 4)
		}
	}
}

// What is said comes with the time at which the last byte crossed that it takes, not with that at which its unit ended.
func TestTimes(t *testing.T) {
	in := gzipped(true, true, one, two)
	now, got := int64(0), []string{}
	d := New(Config{Coding: Gzip, Now: func() int64 { return now }, Emit: func(*wire.Unit) {},
		Said: func(p []byte, at int64) { got = append(got, fmt.Sprintf("%d %s", at, p)) }})
	first := strings.Index(in, "\x00\x00\xff\xff")
	for _, piece := range []string{in[:first], in[first : first+4], in[first+4:]} {
		now++
		d.Write([]byte(piece), int64(len(in)-len(piece)))
	}
	if diff := cmp.Diff([]string{"1 " + one, "3 " + two}, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

// A long text is in units of at most MaxUnit bytes, of which no Prior holds more than MaxKept.
func TestUnitsAreBounded(t *testing.T) {
	long := strings.Repeat("stored as it is ", 20000)
	var out bytes.Buffer
	w, _ := gzip.NewWriterLevel(&out, gzip.NoCompression)
	w.Write([]byte(long))
	w.Close()
	got := read(Gzip, true, []string{out.String()})
	got.conserved(t, []string{out.String()})
	for _, u := range got.units[:len(got.units)-1] {
		if u.Length != MaxUnit {
			t.Errorf("a unit of %d bytes before the last", u.Length)
		}
	}
	if got.said.String() != long {
		t.Error("it says something else")
	}
	dense := gzipped(false, false, strings.Repeat("x", 3<<20))
	for _, u := range read(Gzip, true, []string{dense}).explained() {
		if c := u.Value.(Content); len(c.Inflated) != MaxKept || c.InflatedSize != 3<<20 {
			t.Errorf("%d bytes kept of %d", len(c.Inflated), c.InflatedSize)
		}
	}
}

// A unit of thousands of blocks has some as one field.
func TestPartsAreBounded(t *testing.T) {
	header := gzipped(false, false)[:10]
	in := header + strings.Repeat("\x00\x01\x00\xfe\xffx", 3000)
	got := read(Gzip, false, []string{in})
	got.conserved(t, []string{in})
	fields := got.explained()[0].Fields
	if last := fields[len(fields)-1]; len(fields) > maxParts+1 || last.Value != "2006 parts" {
		t.Errorf("%d fields, the last of them %q", len(fields), last.Value)
	}
}

// Whatever content there is, what compress/gzip reads of it is read, and where it finds fault, fault is found.
func FuzzContent(f *testing.F) {
	for _, c := range cases {
		if joined := strings.Join(c.chunks, ""); len(joined) < 1000 {
			f.Add([]byte(joined), c.by == Deflate, uint8(len(joined)/2))
		}
	}
	f.Fuzz(func(t *testing.T, in []byte, isZlib bool, size uint8) {
		if len(in) > 1<<10 {
			return
		}
		by := Gzip
		if isZlib {
			by = Deflate
		}
		chunks := split(string(in), int(size)+1)
		got := read(by, true, chunks)
		got.conserved(t, chunks)
		sameHowever(t, by, true, chunks, 8)
		differs(t, by, in, got)
	})
}
