package main

import (
	"bufio"
	"io"
	"net/http"
	"strings"

	"github.com/valyala/fasthttp"

	"wireside/wireview/http1"
	"wireside/wireview/wire"
)

// headSize is the size of a browser's request, in bytes.
const headSize = 703

// browserHead is a poll as Chromium sends it.
func browserHead() []byte {
	head := strings.ReplaceAll(`GET /labs/polling?run=k3v9q2&after=412 HTTP/1.1
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
Cookie: theme=dark; `, "\n", "\r\n")
	return []byte(head + strings.Repeat("x", headSize-len(head)-4) + "\r\n\r\n")
}

func headWork() work {
	return work{
		name: "HTTP request head, 703 B", units: same(browserHead()), size: headSize,
		decoders: []decoder{{ours, readHeads}, {explained, explainHeads}, {"fasthttp", readFasthttp}, {"net/http", readNetHTTP}},
		target:   target{"fasthttp", 1. / 2},
	}
}

func readHeads(src *source) (s seen, err error) {
	return pushHeads(src, &s, func(u *wire.Unit) {
		if u.Kind == wire.KindRequest && u.Error == nil {
			s.add(0)
		}
	})
}

func explainHeads(src *source) (s seen, err error) {
	return pushHeads(src, &s, func(u *wire.Unit) {
		http1.Explain(u)
		if r, ok := u.Value.(http1.Request); ok && len(r.Headers) == 15 {
			s.add(0)
		}
	})
}

func pushHeads(src *source, s *seen, emit wire.Emit) (seen, error) {
	d := http1.New(http1.Config{Emit: emit})
	for p := src.next(); p != nil; p = src.next() {
		d.Write(p)
	}
	return *s, nil
}

func readFasthttp(src *source) (s seen, err error) {
	r := bufio.NewReaderSize(src, piece)
	var h fasthttp.RequestHeader
	for {
		if err := h.Read(r); err == io.EOF {
			return s, nil
		} else if err != nil {
			return s, err
		}
		if len(h.Host()) > 0 {
			s.add(0)
		}
	}
}

func readNetHTTP(src *source) (s seen, err error) {
	r := bufio.NewReaderSize(src, piece)
	for {
		req, err := http.ReadRequest(r)
		if err == io.EOF {
			return s, nil
		}
		if err != nil {
			return s, err
		}
		if req.Host != "" {
			s.add(0)
		}
	}
}
