package har

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"wireside/wireview/http1"
	"wireside/wireview/wire"
)

// entry builds what the archive says about an exchange.
func (x *exchange) entry(cfg *Config) *entry {
	number := strconv.FormatUint(x.conn, 10)
	e := &entry{
		Started: time.UnixMicro(x.began).UTC().Format("2006-01-02T15:04:05.000000Z"), Timings: x.timings(),
		Connection: number, ConnectionID: number, ResourceType: "fetch", Lane: x.lane,
	}
	e.Time = e.Timings.Send + e.Timings.Wait + e.Timings.Receive
	host := "localhost"
	if cfg.Endpoints != nil {
		if _, server, ok := cfg.Endpoints(x.conn); ok {
			host = server.String()
			e.ServerIP = server.Addr().Unmap().String()
			e.Connection = strconv.Itoa(int(server.Port()))
		}
	}
	scheme := cfg.Scheme
	switch {
	case x.webSocket:
		e.ResourceType, e.Messages = "websocket", x.messages
		if e.Messages == nil {
			e.Messages = []message{}
		}
		scheme = strings.Replace(scheme, "http", "ws", 1)
	case x.eventStream || x.answered != nil && strings.HasPrefix(strings.ToLower(get(x.answered.Headers, "Content-Type")), "text/event-stream"):
		e.ResourceType, e.Events = "eventsource", x.events
		if e.Events == nil {
			e.Events = []event{}
		}
	}
	var notes []string
	e.Request, notes = x.request(scheme, host)
	response, more := x.response()
	e.Response = response
	e.Comment = strings.Join(append(append(notes, more...), x.notes()...), " ")
	return e
}

// timings come from the times at which units were complete: what came before the end of the request's head is not known.
func (x *exchange) timings() timings {
	up, down := &x.sides[wire.C2S], &x.sides[wire.S2C]
	t := timings{Blocked: -1, DNS: -1, Connect: -1, SSL: -1}
	sent := up.lastAt
	if x.webSocket { // frames go both ways after the heads
		sent = up.headAt
	}
	if up.headAt != 0 {
		t.Send = ms(up.headAt, sent)
	}
	if down.headAt != 0 {
		t.Wait = ms(sent, down.headAt)
		t.Receive = ms(down.headAt, max(down.lastAt, down.headAt))
		if x.webSocket {
			t.Receive = ms(down.headAt, max(down.lastAt, up.lastAt, down.headAt))
		}
	}
	return t
}

// ms returns the time between two moments in µs; 0 if the order is the other way round, or one is not known.
func ms(from, to int64) float64 {
	if from == 0 || to < from {
		return 0
	}
	return float64(to-from) / 1e3
}

func (x *exchange) request(scheme, host string) (r request, notes []string) {
	r = request{HTTPVersion: "HTTP/1.1", Cookies: []cookie{}, Headers: []pair{}, QueryString: []pair{}, HeadersSize: -1, URL: scheme + "://" + host + "/"}
	if x.asked == nil {
		if x.webSocket {
			r.Method = "GET" // RFC 6455 4.1 allows no other
		}
		return r, []string{"The request's head is not kept any more: its URL and method are not known."}
	}
	s := &x.sides[wire.C2S]
	asked := x.asked
	r.Method, r.HTTPVersion = asked.Method, asked.Version
	r.Headers, r.HeadersSize, r.BodySize = pairs(asked.Headers), s.head, s.body
	if named := get(asked.Headers, "Host"); named != "" {
		host = named
	}
	r.URL = address(scheme, host, asked)
	r.QueryString = query(asked.Target)
	r.Cookies = requestCookies(asked.Headers)
	if s.content.size > 0 {
		r.PostData = &postData{MimeType: get(asked.Headers, "Content-Type"), Params: []pair{}}
		r.PostData.Text, r.PostData.Encoding = asText(s.content.data)
		if s.content.cut {
			notes = append(notes, "The request's body is cut short here.")
		}
	}
	return r, notes
}

func (x *exchange) response() (r response, notes []string) {
	r = response{HTTPVersion: "HTTP/1.1", Cookies: []cookie{}, Headers: []pair{}, HeadersSize: -1, Content: content{MimeType: "x-unknown"}}
	s := &x.sides[wire.S2C]
	coding := ""
	if a := x.answered; a != nil {
		r.Status, r.StatusText, r.HTTPVersion = a.Status, a.Reason, a.Version
		r.Headers, r.HeadersSize = pairs(a.Headers), s.head
		r.Cookies = responseCookies(a.Headers)
		r.RedirectURL = get(a.Headers, "Location")
		coding = get(a.Headers, "Content-Encoding")
		if kind := get(a.Headers, "Content-Type"); kind != "" {
			r.Content.MimeType = kind
		}
	} else {
		notes = append(notes, "No response was seen.")
	}
	r.BodySize = s.body
	data, left := s.content.decoded(coding)
	r.Content.Size = s.content.size
	if left == "" && coding != "" && (len(data) > 0 || s.content.inflated) {
		size := max(s.content.said, int64(len(data)))
		saved := size - s.content.size
		r.Content.Size, r.Content.Compression = size, &saved
	}
	r.Content.Text, r.Content.Encoding = asText(data)
	if left != "" && len(data) > 0 {
		notes = append(notes, "The response's content is as it was coded: "+left+".")
	}
	if s.content.cut {
		notes = append(notes, "The response's content is cut short here.")
	}
	return r, notes
}

// notes says what is left out, and what was wrong.
func (x *exchange) notes() (notes []string) {
	if x.omitted > 0 {
		notes = append(notes, fmt.Sprintf("Left out, since there is no room: %s.", count(x.omitted, "message")))
	}
	if x.faults > 0 {
		notes = append(notes, fmt.Sprintf("Rules broken, %s: %s.", count(x.faults, "time"), strings.Join(x.broken, ", ")))
	}
	return notes
}

// address returns the absolute URL of a request (RFC 9112 3.3), without a fragment.
func address(scheme, host string, r *http1.Request) string {
	target, _, _ := strings.Cut(r.Target, "#")
	switch {
	case strings.HasPrefix(target, "/"):
		return escape(scheme + "://" + host + target)
	case strings.Contains(target, "://"):
		return escape(target)
	case r.Method == "CONNECT":
		return escape(scheme + "://" + target)
	}
	return escape(scheme + "://" + host + "/") // an asterisk asks about the server as a whole
}

// escape makes a URL of characters that are allowed in one.
func escape(s string) string {
	var out strings.Builder
	for i := range len(s) {
		if c := s[i]; c <= ' ' || c > '~' || c == '"' || c == '<' || c == '>' || c == '\\' || c == '`' {
			fmt.Fprintf(&out, "%%%02X", c)
		} else {
			out.WriteByte(c)
		}
	}
	return out.String()
}

func pairs(headers [][2]string) []pair {
	out := make([]pair, len(headers))
	for i, h := range headers {
		out[i] = pair{h[0], h[1]}
	}
	return out
}
