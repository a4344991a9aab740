package coding

import (
	"encoding/json"
	"fmt"
	"hash/adler32"
	"hash/crc32"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wireside/wireview/wire"
)

// fields writes a unit's fields as their names, values and sections.
func fields(u *wire.Unit) (out []string) {
	for _, f := range u.Fields {
		out = append(out, f.Name+" = "+f.Value+" ["+f.Spec+"]")
	}
	return out
}

// sum is the field with the checksum of a text.
func sum(text string) string {
	return fmt.Sprintf("CRC-32 = %08x [RFC 1952 2.3.1]", crc32.ChecksumIEEE([]byte(text)))
}

func TestExplainGzip(t *testing.T) {
	before, _ := header()
	u := read(Gzip, true, []string{full}).explained()[0]
	want := []string{
		"magic = 1f8b [RFC 1952 2.3.1]", "method = deflate [RFC 1952 2.3.1]", "flags = FHCRC, FEXTRA, FNAME, FCOMMENT [RFC 1952 2.3.1]",
		"mtime = 2025-11-22 06:55:12Z [RFC 1952 2.3.1]", "xfl = 0 [RFC 1952 2.3.1]", "os = Unix [RFC 1952 2.3.1]",
		"extra length = 5 bytes [RFC 1952 2.3.1]", "extra field = 4142010078 [RFC 1952 2.3.1.1]", "file name = naïve [RFC 1952 2.3.1]",
		"comment = for␉people [RFC 1952 2.3.1]", fmt.Sprintf("header checksum = %04x [RFC 1952 2.3.1]", uint16(crc32.ChecksumIEEE([]byte(before)))), "fixed block = 24 bytes inflated [RFC 1951 3.2.6]",
		"stored block = 0 bytes inflated, final [RFC 1951 3.2.4]", sum(one), "ISIZE = 24 bytes [RFC 1952 2.3.1]",
	}
	if diff := cmp.Diff(want, fields(u)); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	for _, i := range []int{10, 13, 14} {
		if note := u.Fields[i].Note; !strings.HasSuffix(note, " It is right.") {
			t.Errorf("%s: %q", u.Fields[i].Name, note)
		}
	}
	if want := "gzip 74 B, inflated to 24 B · id: 1␊data: what comes␊␊"; u.Summary != want {
		t.Errorf("%q, want %q", u.Summary, want)
	}
}

// A sync flush is named, and its last bits may lie in the byte before.
func TestExplainFlush(t *testing.T) {
	units := read(Gzip, true, []string{gzipped(true, false, one, two)}).explained()
	want := [][]string{
		{"magic = 1f8b [RFC 1952 2.3.1]", "method = deflate [RFC 1952 2.3.1]", "flags = none [RFC 1952 2.3.1]", "mtime = none [RFC 1952 2.3.1]",
			"xfl = 0 [RFC 1952 2.3.1]", "os = unknown [RFC 1952 2.3.1]", "fixed block = 24 bytes inflated [RFC 1951 3.2.6]",
			"sync flush = 00 00 ff ff [RFC 1951 3.2.4]"},
		{"fixed block = 24 bytes inflated [RFC 1951 3.2.6]", "sync flush = 00 00 ff ff [RFC 1951 3.2.4]"},
		{"stored block = 0 bytes inflated, final [RFC 1951 3.2.4]", sum(one + two), "ISIZE = 48 bytes [RFC 1952 2.3.1]"},
	}
	for i, u := range units {
		if diff := cmp.Diff(want[i], fields(u)); diff != "" {
			t.Errorf("unit %d, -want +got\n%s", i, diff)
		}
		last := u.Fields[len(u.Fields)-1]
		if i < 2 && string(u.Raw[len(u.Raw)-4:]) != "\x00\x00\xff\xff" || i < 2 && last.Spans.Len() > 5 {
			t.Errorf("the flush is % x", u.Raw[len(u.Raw)-5:])
		}
	}
	alone := read(Gzip, false, []string{gzipped(true, true, one), "\x00\x00\x00\xff\xff"}).explained()
	if want := "gzip 5 B, says nothing: a flush"; alone[1].Summary != want {
		t.Errorf("%q, want %q", alone[1].Summary, want)
	}
}

func TestExplainPieces(t *testing.T) {
	var names []string
	for _, u := range read(Gzip, true, split(full, 13)).explained() {
		for _, f := range u.Fields {
			switch {
			case strings.Contains(f.Note, "rest lies in another"):
				names = append(names, f.Name+" piece "+f.Value)
			case strings.Contains(f.Note, "It begins in a unit before and goes on"):
				names = append(names, f.Name+" middle")
			case strings.Contains(f.Note, "It begins in a unit before."):
				names = append(names, f.Name+" end")
			case strings.Contains(f.Note, "It goes on in the next"):
				names = append(names, f.Name+" beginning")
			}
		}
	}
	want := []string{"extra field piece 41", "extra field piece 42010078", "comment piece 666f72", "comment piece 0970656f706c6500",
		"fixed block beginning", "fixed block middle", "fixed block end", "stored block beginning", "stored block end"}
	if diff := cmp.Diff(want, names); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

func TestExplainZlib(t *testing.T) {
	units := read(Deflate, true, []string{zlibbed(false, one)}).explained()
	want := []string{"zlib header = deflate, a window of 32768 bytes [RFC 1950 2.2]", "fixed block = 24 bytes inflated [RFC 1951 3.2.6]",
		"stored block = 0 bytes inflated, final [RFC 1951 3.2.4]", fmt.Sprintf("Adler-32 = %08x [RFC 1950 2.2]", adler32.Checksum([]byte(one)))}
	if diff := cmp.Diff(want, fields(units[0])); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

// Content writes its own JSON as encoding/json would.
func TestJSON(t *testing.T) {
	for _, c := range []Content{
		{}, {Size: 5, Coding: "gzip", InflatedSize: 3, Inflated: []byte("a\xff"), Parts: make([]Part, 2)}, {Coding: "deflate", Inflated: []byte{}},
	} {
		want, err := json.Marshal(c)
		if err != nil {
			t.Fatal(err)
		}
		if got := string(c.AppendJSON([]byte("x"))); got != "x"+string(want) {
			t.Errorf("%s, want x%s", got, want)
		}
	}
}

func TestOf(t *testing.T) {
	for list, want := range map[string]Coding{
		"": None, "identity": None, " GZip ": Gzip, "x-gzip": Gzip, "deflate": Deflate, "gzip,": Gzip, "identity, deflate": Deflate,
		"br": Unknown, "gzip, br": Unknown, "gzip, gzip": Unknown, "gzip;q=1": Unknown,
	} {
		if got := Of([]byte(list)); got != want {
			t.Errorf("%q is %v, want %v", list, got, want)
		}
	}
}
