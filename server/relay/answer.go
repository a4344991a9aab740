package relay

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"time"
)

// lingerBytes bounds what a client may still send after it was refused; 1 GiB.
const lingerBytes = 1 << 30

// answer is a whole response of the relay's own, after which the connection ends.
func answer(status, code, message string) string {
	body := fmt.Sprintf(`{"error":{"code":%s,"message":%s}}`, quoted(code), quoted(message))
	return fmt.Sprintf("HTTP/1.1 %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\nCache-Control: no-store\r\n"+
		"Connection: close\r\n\r\n%s", status, len(body), body)
}

// quoted returns s in JSON.
func quoted(s string) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.Encode(s) // a string never fails
	return string(bytes.TrimSpace(b.Bytes()))
}

// apologise tells a client, whose first bytes are request, that the target cannot be reached, and why. What the client
// goes on to send is read and thrown away for a while, since a reset could overtake the answer (RFC 9112 9.6).
func (l *link) apologise(request []byte, why *unreachable) {
	whole := answer("502 Bad Gateway", "target_unreachable",
		"This answer is from Wireside's proxy, not from your application: it could not reach "+why.target+". "+why.reason)
	if bytes.HasPrefix(request, []byte("HEAD ")) { // RFC 9110 9.3.2: its answer has no content
		whole = whole[:bytes.Index([]byte(whole), []byte("\r\n\r\n"))+4]
	}
	l.client.SetDeadline(time.Now().Add(lingerTime))
	if _, err := io.WriteString(l.client, whole); err != nil {
		return
	}
	l.client.CloseWrite()
	io.CopyN(io.Discard, l.client, lingerBytes)
}
