package impair

// Place is where a fault is, seen from the tap.
type Place string

const (
	// Inside is between the application and the tap: the inspector sees bytes when and as they come out of the imitated
	// network, as the browser does.
	Inside Place = "inside"
	// Outside is on the socket itself, beyond the tap: no bytes, but an end.
	Outside Place = "outside"
)

const (
	insideText  = "Between the application and the tap: the inspector shows bytes when and as they leave the imitated network, which is what the browser gets."
	outsideText = "On the socket itself, beyond the tap: the inspector sees the connection end, and what was still on its way is counted as swallowed."
	answerText  = "At the server, before the application: the refusal is an answer like any other, and the inspector shows each of its bytes."
)

// Kind is a kind of fault.
type Kind struct {
	Name      string  `json:"kind"`
	Title     string  `json:"title"`
	Text      string  `json:"text"` // one sentence: what it does
	Place     Place   `json:"place"`
	PlaceText string  `json:"placeText"`
	Fields    []Field `json:"fields"` // what it takes, for a form
}

// Field is something that may be said of a fault.
type Field struct {
	Name    string  `json:"name"` // in JSON; a dot leads into an object: buffer.bytes
	Title   string  `json:"title"`
	Unit    string  `json:"unit,omitempty"`
	Text    bool    `json:"text,omitempty"` // it is a text, of which the following say nothing
	Min     float64 `json:"min"`
	Max     float64 `json:"max"`
	Default float64 `json:"default"`
	Value   string  `json:"value,omitempty"` // the default of a text
}

// The kinds of faults.
const (
	Cut       = "cut"
	Reset     = "reset"
	Stall     = "stall"
	Latency   = "latency"
	Bandwidth = "bandwidth"
	Pieces    = "bytes"
	Buffering = "buffer"
	Idle      = "idle"
	Status    = "status"
)

// Kinds are all kinds of faults.
var Kinds = []Kind{
	{Cut, "Cut", "The connection ends with a FIN, as when a server closes it: the browser reads an end.", Outside, outsideText,
		[]Field{forSeconds(0, "and every new one for")}},
	{Reset, "Reset", "The connection ends with an RST, as when a firewall or a crashed server kills it: the browser reads an error.", Outside, outsideText,
		[]Field{forSeconds(0, "and every new one for")}},
	{Stall, "Stall", "Nothing passes any more in either direction, and nobody is told: with 0 seconds it stays so, and the connection is half open.", Inside, insideText,
		[]Field{forSeconds(0, "for; 0: for ever")}},
	{Latency, "Latency", "Each byte takes this much longer, in each direction.", Inside, insideText,
		[]Field{{Name: "latencyMs", Title: "one way", Unit: "ms", Max: maxLatencyMs, Default: 500},
			{Name: "jitterMs", Title: "up to this much more", Unit: "ms", Max: maxLatencyMs}, forSeconds(10, atWill)}},
	{Bandwidth, "Bandwidth", "No more than this passes in each direction.", Inside, insideText,
		[]Field{{Name: "kbps", Title: "rate", Unit: "kbit/s", Min: 1, Max: maxKbps, Default: 64}, forSeconds(10, atWill)}},
	{Pieces, "Small pieces", "Bytes arrive in pieces of this size, wherever that cuts them.", Inside, insideText,
		[]Field{{Name: "pieceBytes", Title: "bytes in a piece", Unit: "B", Min: 1, Max: maxPieceBytes, Default: 1}, forSeconds(10, atWill)}},
	{Buffering, "Buffering proxy", "A proxy holds the response back until this much is together, or this much time has passed; with 0 ms it waits for the size alone.", Inside, insideText,
		[]Field{{Name: "buffer.bytes", Title: "until together", Unit: "B", Max: maxBufferBytes, Default: 4_096},
			{Name: "buffer.ms", Title: "but no longer than", Unit: "ms", Max: maxBufferMs}, forSeconds(10, atWill)}},
	{Idle, "Idle proxy", "A proxy cuts a connection on which no byte has passed for this long while an answer was awaited.", Inside, insideText,
		[]Field{{Name: "idleSeconds", Title: "silence", Unit: "s", Min: 0.1, Max: maxSeconds, Default: 5}, forSeconds(30, atWill)}},
	{Status, "Refusal", "The server answers every new request with this status and type, and nothing else.", Inside, answerText,
		[]Field{{Name: "status", Title: "status", Min: 200, Max: 599, Default: 503},
			{Name: "type", Title: "Content-Type", Text: true, Value: "text/plain"}, forSeconds(5, atWill)}},
}

const atWill = "for; 0: until the run ends"

func forSeconds(value float64, title string) Field {
	return Field{Name: "seconds", Title: title, Unit: "s", Max: maxSeconds, Default: value}
}

// FaultKind returns the kind of this name.
func FaultKind(name string) (Kind, bool) {
	for _, k := range Kinds {
		if k.Name == name {
			return k, true
		}
	}
	return Kind{}, false
}
