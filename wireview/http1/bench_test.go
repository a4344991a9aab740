package http1_test

import (
	"bufio"
	"bytes"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/valyala/fasthttp"

	"wireside/wireview/http1"
	"wireside/wireview/wire"
)

// browserHead is a request as Chromium sends it, 703 bytes.
var browserHead = func() []byte {
	head := crlf(`GET /labs/polling?run=k3v9q2&after=412 HTTP/1.1
Host: localhost:8080
Connection: keep-alive
sec-ch-ua-platform: "Linux"
User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36
sec-ch-ua: "Chromium";v="140", "Not=A?Brand";v="24", "Google Chrome";v="140"
sec-ch-ua-mobile: ?0
Accept: */*
Sec-Fetch-Site: same-origin
Sec-Fetch-Mode: cors
Sec-Fetch-Dest: empty
Referer: http://localhost:8080/lessons/four-lanes
Accept-Encoding: gzip, deflate, br, zstd
Accept-Language: en-GB,en-US;q=0.9,en;q=0.8
If-None-Match: "k3v9q2-412"
Cookie: theme=dark; `)
	head = append(head, bytes.Repeat([]byte("x"), 703-len(head)-4)...)
	return append(head, "\r\n\r\n"...)
}()

func BenchmarkHead(b *testing.B) {
	d := http1.New(http1.Config{Emit: ignore})
	b.SetBytes(int64(len(browserHead)))
	b.ReportAllocs()
	for b.Loop() {
		d.Write(browserHead)
	}
}

// The same head in two pieces, so that it has to be kept.
func BenchmarkHeadSplit(b *testing.B) {
	d := http1.New(http1.Config{Emit: ignore})
	b.SetBytes(int64(len(browserHead)))
	b.ReportAllocs()
	for b.Loop() {
		d.Write(browserHead[:400])
		d.Write(browserHead[400:])
	}
}

// BenchmarkHeadBesideFasthttp measures both in turn, several rounds, and reports the ratio of their medians.
func BenchmarkHeadBesideFasthttp(b *testing.B) {
	d := http1.New(http1.Config{Emit: ignore})
	var header fasthttp.RequestHeader
	source := bytes.NewReader(nil)
	reader := bufio.NewReader(source)
	const rounds, each = 9, 5000
	var ours, theirs []float64
	for b.Loop() {
		for range rounds {
			start := time.Now()
			for range each {
				d.Write(browserHead)
			}
			ours = append(ours, float64(time.Since(start))/each)
			start = time.Now()
			for range each {
				source.Reset(browserHead)
				reader.Reset(source)
				if err := header.Read(reader); err != nil {
					b.Fatal(err)
				}
			}
			theirs = append(theirs, float64(time.Since(start))/each)
		}
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(median(ours), "ns/head")
	b.ReportMetric(median(theirs), "ns/head-fasthttp")
	b.ReportMetric(median(ours)/median(theirs), "ratio")
}

func median(v []float64) float64 {
	slices.Sort(v)
	return v[len(v)/2]
}

type sink struct{}

func (sink) Write([]byte, int64) {}
func (sink) Close(bool)          {}

// An event stream's body: small chunks, in pieces of 4 KiB.
func BenchmarkChunked(b *testing.B) {
	for _, size := range []int{71, 4088} {
		for _, further := range []bool{false, true} {
			b.Run(fmt.Sprintf("%d/further=%v", size, further), func(b *testing.B) {
				cfg := http1.Config{Role: http1.Responses, Emit: ignore}
				if further {
					cfg.Head = func(*http1.Head) http1.Body { return sink{} }
				}
				d := http1.New(cfg)
				d.Write(crlf(chunkedHead))
				chunk := fmt.Appendf(nil, "%x\r\n%s\r\n", size, bytes.Repeat([]byte("x"), size))
				const chunks = 1024
				stream := bytes.Repeat(chunk, chunks)
				b.SetBytes(int64(len(stream)))
				b.ReportAllocs()
				for b.Loop() {
					for at := 0; at < len(stream); at += 4096 {
						d.Write(stream[at:min(at+4096, len(stream))])
					}
				}
				b.ReportMetric(float64(b.Elapsed())/float64(b.N)/chunks, "ns/chunk")
			})
		}
	}
}

func BenchmarkExplain(b *testing.B) {
	var head, chunk *wire.Unit
	for _, u := range (&reading{role: http1.Requests}).run(browserHead).units[:1] {
		head = u
	}
	chunk = (&reading{role: http1.Responses}).run(append(crlf(chunkedHead), chunked...)).units[1]
	for name, u := range map[string]*wire.Unit{"head": head, "chunk": chunk} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				http1.Explain(u)
			}
		})
		b.Run(name+"/JSON", func(b *testing.B) {
			var out []byte
			b.ReportAllocs()
			for b.Loop() {
				http1.Explain(u)
				out = u.AppendJSON(out[:0])
			}
		})
	}
}

// Framing allocates nothing once it is under way.
func TestNoAllocations(t *testing.T) {
	requests := http1.New(http1.Config{Emit: ignore, Head: func(h *http1.Head) http1.Body { return nil }})
	responses := http1.New(http1.Config{Role: http1.Responses, Emit: ignore, Head: func(*http1.Head) http1.Body { return sink{} }})
	units := http1.New(http1.Config{Role: http1.Responses, Emit: ignore})
	stream := append(crlf(chunkedHead), chunked...)
	for name, run := range map[string]func(){
		"head":         func() { requests.Write(browserHead) },
		"head split":   func() { requests.Write(browserHead[:9]); requests.Write(browserHead[9:]) },
		"chunks":       func() { units.Write(stream) },
		"chunks split": func() { units.Write(stream[:60]); units.Write(stream[60:]) },
		"further":      func() { responses.Write(stream) },
	} {
		run()
		if n := testing.AllocsPerRun(100, run); n != 0 {
			t.Errorf("%s: %v allocations", name, n)
		}
	}
}
