package http1_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"wireside/wireview/http1"
)

// FuzzRequests holds the decoder to its laws on what a client sends.
func FuzzRequests(f *testing.F) {
	for _, s := range []string{
		get + "\n" + get + "\n",
		post + "Content-Length: 5\n\nhello" + get + "\n",
		post + "Transfer-Encoding: chunked\n\n4;a=\"b\"\nWiki\n0\nA: b\n\n" + get + "\n",
		get + "Upgrade: websocket\n\n\x81\x80abcd" + get + "\n",
		"\n\nGET / HTTP/1.0\nA: b\n c\nB : d\n: e\nf\n\n\n",
		post + "Content-Length: 1, 1\nContent-Length: 1\n\nx",
		"CONNECT a:1 HTTP/1.1\nHost: a\n\nx",
		"PRI * HTTP/2.0\n\nSM\n\n",
		"GET /a\rb HTTP/1.1\n x: y\nA\x00: b\n\n",
	} {
		for _, how := range []uint8{0, 1, 2, 7} {
			f.Add(crlf(s), how, uint64(1))
		}
	}
	f.Fuzz(func(t *testing.T, input []byte, how uint8, seed uint64) {
		laws(t, reading{role: http1.Requests}, input, how, seed)
	})
}

// FuzzResponses holds the decoder to its laws on what a server sends.
func FuzzResponses(f *testing.F) {
	for _, s := range []string{
		ok + "Content-Length: 5\n\nhello" + ok + "\nuntil the end",
		ok + "Transfer-Encoding: chunked\n\n4\nWiki\n7;x\npedia i\nB\nn \nchunks.\n0\nA: b\n\n" + ok + "\n",
		ok + "Content-Type: text/event-stream\nTransfer-Encoding: chunked\n\n0a\ndata: 1\n\n\n",
		"HTTP/1.1 100 Continue\n\nHTTP/1.1 204 \n\nHTTP/1.1 304 \nContent-Length: 9\n\n\nHTTP/1.1 101 \n\nrest",
		ok + "Transfer-Encoding: gzip\n\nx",
		ok + "Transfer-Encoding: chunked\n\n1\nxy\n",
		ok + "Transfer-Encoding: chunked\n\nfffffffffffffffff\nx\n",
		"HTTP/1.1 2x0 OK\n\n",
		"HTTP/1.1 099\nContent-Length: 2\nTransfer-Encoding: chunked, chunked\n\n0\n B: c\n\n",
	} {
		for _, how := range []uint8{0, 1, 2, 7, 8, 24} {
			f.Add(crlf(s), how, uint64(1))
		}
	}
	f.Fuzz(func(t *testing.T, input []byte, how uint8, seed uint64) {
		r := reading{role: http1.Responses}
		r.methods = [][]string{nil, {"HEAD", "GET", "HEAD"}, {"GET", "CONNECT"}, {http1.NoRequest, "HEAD"}}[how>>3&3]
		laws(t, r, input, how, seed)
	})
}

// laws checks that no byte is lost or explained twice, and that the same comes out however the input is cut.
func laws(t *testing.T, r reading, input []byte, how uint8, seed uint64) {
	r.further, r.tunnel = how&1 != 0, how&2 != 0
	if how&4 != 0 { // so low that short inputs reach them
		r.maxHead, r.maxLine = 48, 12
	}
	whole := r.again().run(input)
	whole.conserve(t, input)

	random := rand.New(rand.NewPCG(seed, 0))
	var some, all []int
	for at := range input {
		all = append(all, at)
		if random.IntN(8) == 0 {
			some = append(some, at)
		}
	}
	if len(input) <= 4096 {
		same(t, "byte by byte", whole, r.again().run(input, all...))
	}
	same(t, "in some pieces", whole, r.again().run(input, some...))
	if len(input) > 0 {
		same(t, "in two pieces", whole, r.again().run(input, int(seed%uint64(len(input)))))
	}
	same(t, "in empty pieces too", whole, r.again().run(input, slices.Concat([]int{0, 0}, some)...))
}
