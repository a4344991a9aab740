package http1_test

import (
	"fmt"

	"wireside/wireview/http1"
	"wireside/wireview/wire"
)

// A response with one chunk, as it comes in two pieces.
func ExampleDecoder() {
	d := http1.New(http1.Config{
		Role: http1.Responses,
		Emit: func(u *wire.Unit) {
			http1.Explain(u)
			fmt.Println(u.Spans, u.Kind, "·", u.Summary)
			for _, f := range u.Fields {
				fmt.Printf("  %s: %q\n", f.Name, f.Value)
			}
		},
		Method: func() string { return "GET" },
	})
	d.Write([]byte("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhe"))
	d.Write([]byte("llo\r\n"))
	d.Close()
	// Output:
	// [[0 47]] response · 200 OK
	//   HTTP-version: "HTTP/1.1"
	//   status-code: "200"
	//   reason-phrase: "OK"
	//   Transfer-Encoding: "chunked"
	//   empty line: "CRLF"
	// [[47 57]] chunk · chunk, 5 bytes
	//   chunk-size: "5 bytes"
	//   CRLF: "CRLF"
	//   chunk-data: "hello"
	//   CRLF: "CRLF"
	// [] end · end, incomplete
}
