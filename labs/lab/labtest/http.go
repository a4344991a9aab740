package labtest

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"testing"
)

// Answer is a response whose body was read to its end.
type Answer struct {
	*http.Response
	Text string
}

// Answer writes a request as it stands onto a connection of its own and reads the answer. method is the request's.
func (s *Server) Answer(t testing.TB, method, request string) Answer {
	t.Helper()
	return ReadAnswer(t, bufio.NewReader(s.Send(t, request)), method)
}

// ReadAnswer reads the next answer from a connection. method is the request's.
func ReadAnswer(t testing.TB, r *bufio.Reader, method string) Answer {
	t.Helper()
	resp, err := http.ReadResponse(r, &http.Request{Method: method})
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return Answer{resp, string(body)}
}

// ReadAll reads the connection until the server closes it.
func ReadAll(t testing.TB, conn net.Conn) string {
	t.Helper()
	all, err := io.ReadAll(conn)
	if err != nil {
		t.Fatal(err)
	}
	return string(all)
}
