package http1_test

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wireside/wireview/http1"
	"wireside/wireview/wire"
)

const chunkedHead = "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n"

// chunked is a body with extensions and trailers, in all forms that RFC 9112 7.1 has recipients read.
var chunked = crlf("4\nWiki\n007 ; a ; b = c;d=\"e;\\\"f\"\npedia i\nB;x\nn \nchunks.\n0;last\nX-Last: never\nX-Sum:\n\n")

func TestChunked(t *testing.T) {
	input := append(crlf(chunkedHead), chunked...)
	r := (&reading{role: http1.Responses}).run(input)
	want := []string{
		`response "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"`,
		`chunk "4\r\nWiki\r\n"`,
		`chunk "007 ; a ; b = c;d=\"e;\\\"f\"\r\npedia i\r\n" !chunk-whitespace`,
		`chunk "B;x\r\nn \r\nchunks.\r\n"`,
		`chunk "0;last\r\n"`,
		`trailers "X-Last: never\r\nX-Sum:\r\n\r\n"`,
		"end",
	}
	if diff := cmp.Diff(want, lines(r.units)); diff != "" {
		t.Errorf("units (-want +got):\n%s", diff)
	}
	everySplit(t, reading{role: http1.Responses}, input)

	var payload int64
	for _, u := range r.units {
		payload += u.Payload
	}
	if payload != 4+7+11 {
		t.Errorf("payload is %d bytes", payload)
	}
	if diff := cmp.Diff(http1.Trailers{{"X-Last", "never"}, {"X-Sum", ""}}, r.units[5].Value); diff != "" {
		t.Errorf("value of the trailers (-want +got):\n%s", diff)
	}
	wantFields := []string{`chunk-size=7 bytes "007"`, `chunk-ext= ; a ; b = c;d="e;\"f" " ; a ; b = c;d=\"e;\\\"f\""`, `CRLF=CRLF "\r\n"`,
		`chunk-data=pedia i "pedia i"`, `CRLF=CRLF "\r\n"`}
	if diff := cmp.Diff(wantFields, fields(r.units[2])); diff != "" {
		t.Errorf("fields of the second chunk (-want +got):\n%s", diff)
	}
}

func TestChunkedFurther(t *testing.T) {
	input := append(crlf(chunkedHead), chunked...)
	r := (&reading{role: http1.Responses, further: true}).run(input)
	want := []string{
		`response "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"`,
		`chunk "4\r\n\r\n"`, `chunk "007 ; a ; b = c;d=\"e;\\\"f\"\r\n\r\n" !chunk-whitespace`, `chunk "B;x\r\n\r\n"`, `chunk "0;last\r\n"`,
		`trailers "X-Last: never\r\nX-Sum:\r\n\r\n"`, "end"}
	if diff := cmp.Diff(want, lines(r.units)); diff != "" {
		t.Errorf("units (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(wire.Spans{{47, 50}, {54, 56}}, r.units[1].Spans); diff != "" {
		t.Errorf("spans of the first chunk (-want +got):\n%s", diff)
	}
	wantFields := []string{`chunk-size=4 bytes "4"`, `CRLF=CRLF "\r\n"`, `CRLF=CRLF "\r\n"`}
	if diff := cmp.Diff(wantFields, fields(r.units[1])); diff != "" {
		t.Errorf("fields of the first chunk (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(http1.Chunk{Size: 4}, r.units[1].Value); diff != "" {
		t.Errorf("value of the first chunk (-want +got):\n%s", diff)
	}
	if len(r.bodies) != 1 || string(r.bodies[0].Data) != "Wikipedia in \r\nchunks." || !r.bodies[0].Complete || r.bodies[0].Units != 5 {
		t.Errorf("content: %+v", r.bodies)
	}
}

// paused takes down the content, and where it is told that a chunk's data end.
type paused struct{ told *[]string }

func (p paused) Write(b []byte, off int64) {
	*p.told = append(*p.told, fmt.Sprintf("%s at %d", b, off))
}
func (p paused) Pause()              { *p.told = append(*p.told, "pause") }
func (p paused) Close(complete bool) { *p.told = append(*p.told, fmt.Sprint("close ", complete)) }

// A Pauser is told where chunks end, before their line end has come, and not where a body ends that is not chunked.
func TestPauser(t *testing.T) {
	var told []string
	d := http1.New(http1.Config{Role: http1.Responses, Emit: ignore, Head: func(*http1.Head) http1.Body { return paused{&told} }})
	d.Write([]byte("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nab"))
	d.Write([]byte("c"))
	d.Write([]byte("\r\n1\r\nd\r\n0\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nef"))
	want := []string{"ab at 50", "c at 52", "pause", "d at 58", "pause", "close true", "ef at 104", "close true"}
	if diff := cmp.Diff(want, told); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

// Content longer than a unit is cut at the same places, however it comes.
func TestLargeContent(t *testing.T) {
	data := bytes.Repeat([]byte("0123456789abcdef"), 150_000/16)
	size := len(data)
	for _, tt := range []struct {
		name  string
		input []byte
		want  []string
	}{
		{"length", fmt.Appendf(nil, "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s", size, data),
			[]string{"response", "body 65536", "body 65536", "body 18928", "end"}},
		{"close", fmt.Appendf(nil, "HTTP/1.1 200 OK\r\n\r\n%s", data),
			[]string{"response", "body 65536", "body 65536", "body 18928", "end"}},
		{"chunk", fmt.Appendf(nil, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n10000\r\n%s\r\n0\r\n\r\n", size, data, data[:http1.DataUnit]),
			[]string{"response", "body 65536", "body 65536", "body 18928", "chunk 9 further", "chunk 65545", "chunk 3", "trailers 2", "end"}},
		{"chunk cut short", fmt.Appendf(nil, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n%s", size, data[:70_000]),
			[]string{"response", "body 65536", "body 4464 !incomplete", "raw 7 !incomplete", "end !incomplete"}},
		{"chunk too long", fmt.Appendf(nil, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n%s%s", size, data, data[:9000]),
			[]string{"response", "body 65536", "body 65536", "body 18928", "raw 4096 !chunk-end", "raw 4096", "raw 815", "end"}},
		{"small chunk too long", fmt.Appendf(nil, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10000\r\n%s", data[:70_000]),
			[]string{"response", "raw 4096 !chunk-end", "raw 4096", "raw 4096", "raw 4096", "raw 4096", "raw 4096", "raw 4096", "raw 4096", "raw 4096",
				"raw 4096", "raw 4096", "raw 4096", "raw 4096", "raw 4096", "raw 4096", "raw 4096", "raw 4096", "raw 375", "end"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := (&reading{role: http1.Responses}).run(tt.input)
			var got []string
			for _, u := range r.units {
				s := fmt.Sprint(u.Kind, " ", u.Length)
				switch {
				case u.Kind == wire.KindResponse || u.Kind == wire.KindEnd:
					s = string(u.Kind)
				case u.Prior.Further:
					s += " further"
				}
				if u.Error != nil {
					s += " !" + u.Error.Name
				}
				got = append(got, s)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("units (-want +got):\n%s", diff)
			}
			r.conserve(t, tt.input)
			for _, piece := range []int{1, 1000, 4096, 65536, 65537} {
				var cuts []int
				for at := piece; at < len(tt.input); at += piece {
					cuts = append(cuts, at)
				}
				same(t, fmt.Sprint("pieces of ", piece), r, (&reading{role: http1.Responses}).run(tt.input, cuts...))
			}
		})
	}
}
