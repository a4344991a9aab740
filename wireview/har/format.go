package har

// The objects of HAR 1.2. Names with an underscore are extensions, which the format leaves to programs.

type creator struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

type entry struct {
	Started      string    `json:"startedDateTime"` // RFC 3339
	Time         float64   `json:"time"`            // ms, the sum of the timings
	Request      request   `json:"request"`
	Response     response  `json:"response"`
	Cache        struct{}  `json:"cache"`
	Timings      timings   `json:"timings"`
	ServerIP     string    `json:"serverIPAddress,omitempty"`
	Connection   string    `json:"connection"`    // the server's port, as Chromium has it, or the connection's number
	ConnectionID string    `json:"_connectionId"` // the connection's number
	ResourceType string    `json:"_resourceType"` // "fetch", "websocket" or "eventsource"
	Lane         string    `json:"_lane,omitempty"`
	Messages     []message `json:"_webSocketMessages,omitzero"`
	Events       []event   `json:"_eventSourceMessages,omitzero"`
	Comment      string    `json:"comment,omitempty"`
}

type request struct {
	Method      string    `json:"method"`
	URL         string    `json:"url"`
	HTTPVersion string    `json:"httpVersion"`
	Cookies     []cookie  `json:"cookies"`
	Headers     []pair    `json:"headers"`
	QueryString []pair    `json:"queryString"`
	PostData    *postData `json:"postData,omitempty"`
	HeadersSize int64     `json:"headersSize"` // -1 if unknown
	BodySize    int64     `json:"bodySize"`
}

type response struct {
	Status      int      `json:"status"` // 0 if none was seen
	StatusText  string   `json:"statusText"`
	HTTPVersion string   `json:"httpVersion"`
	Cookies     []cookie `json:"cookies"`
	Headers     []pair   `json:"headers"`
	Content     content  `json:"content"`
	RedirectURL string   `json:"redirectURL"`
	HeadersSize int64    `json:"headersSize"` // -1 if unknown
	BodySize    int64    `json:"bodySize"`    // on the wire, with the framing of its chunks
}

type pair struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

type cookie struct {
	Name     string `json:"name"`
	Value    string `json:"value"`
	Path     string `json:"path,omitempty"`
	Domain   string `json:"domain,omitempty"`
	Expires  string `json:"expires,omitempty"` // RFC 3339
	HTTPOnly bool   `json:"httpOnly,omitempty"`
	Secure   bool   `json:"secure,omitempty"`
}

type postData struct {
	MimeType string `json:"mimeType"`
	Params   []pair `json:"params"`
	Text     string `json:"text"`
	Encoding string `json:"_encoding,omitempty"` // "base64" if it is not text
}

type content struct {
	Size        int64  `json:"size"` // without the framing of chunks, and decompressed if the text is
	Compression *int64 `json:"compression,omitempty"`
	MimeType    string `json:"mimeType"`
	Text        string `json:"text,omitempty"`
	Encoding    string `json:"encoding,omitempty"` // "base64" if it is not text
}

// timings are in ms. Blocked to SSL are -1, since the units don't tell; the format wants the others to be 0 or more.
type timings struct {
	Blocked float64 `json:"blocked"`
	DNS     float64 `json:"dns"`
	Connect float64 `json:"connect"`
	SSL     float64 `json:"ssl"`
	Send    float64 `json:"send"`
	Wait    float64 `json:"wait"`
	Receive float64 `json:"receive"`
}

// message is what one WebSocket message says. Chromium shows neither control frames nor fragments.
type message struct {
	Type       string  `json:"type"` // "send" or "receive", as the client sees it
	Time       float64 `json:"time"` // Unix time in seconds
	Opcode     int     `json:"opcode"`
	Data       string  `json:"data"`                  // in base64 if the opcode is 2, or if it is compressed
	Compressed bool    `json:"_compressed,omitempty"` // it could not be inflated
}

// event is what an EventSource dispatches.
type event struct {
	Time float64 `json:"time"` // Unix time in seconds
	Name string  `json:"eventName"`
	ID   string  `json:"eventId"`
	Data string  `json:"data"`
}
