package sse

import "strconv"

// lastChunk ends a chunked body that has no trailers (RFC 9112 7.1).
const lastChunk = "0\r\n\r\n"

// AppendChunk appends data, which must not be empty, as one chunk: its size in hexadecimal, CR LF, the data, CR LF
// (RFC 9112 7.1).
func AppendChunk(dst, data []byte) []byte {
	dst = strconv.AppendInt(dst, int64(len(data)), 16)
	dst = append(dst, '\r', '\n')
	dst = append(dst, data...)
	return append(dst, '\r', '\n')
}
