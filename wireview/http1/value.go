package http1

// Request is the value of a request unit.
type Request struct {
	Method  string      `json:"method"`
	Target  string      `json:"target"`
	Version string      `json:"version"`
	Headers [][2]string `json:"headers"` // name and value, in order, as they were sent
	Framing Framing     `json:"framing"`
}

// Response is the value of a response unit.
type Response struct {
	Version string      `json:"version"`
	Status  int         `json:"status"`
	Reason  string      `json:"reason"`
	Headers [][2]string `json:"headers"`
	Framing Framing     `json:"framing"`
}

// Chunk is the value of a chunk unit.
type Chunk struct {
	Size int64 `json:"size"` // bytes of data, be they in the unit or not
}

// Content is the value of a body unit.
type Content struct {
	Size int64 `json:"size"` // bytes of content in the unit
}

// Trailers is the value of a trailers unit: names and values, in order.
type Trailers [][2]string

// End is the value of an end unit.
type End struct {
	Incomplete bool `json:"incomplete"` // the stream ended within a message
}
