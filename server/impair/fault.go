package impair

import "time"

// Fault is something that goes wrong on a link. Its kind says which of the other fields count.
type Fault struct {
	Kind string `json:"kind"` // one of Kinds
	// Seconds is how long it lasts; 0 to 3,600. 0: cut and reset hit once, a stall is for ever, the others last until the
	// link is closed.
	Seconds float64 `json:"seconds"`

	Status int    `json:"status,omitzero"` // of a refusal: 200 to 599
	Type   string `json:"type,omitzero"`   // of a refusal: its media type; "": text/plain

	// As in Profile.
	LatencyMs   float64 `json:"latencyMs,omitzero"`
	JitterMs    float64 `json:"jitterMs,omitzero"`
	Kbps        float64 `json:"kbps,omitzero"`
	PieceBytes  int     `json:"pieceBytes,omitzero"`
	Buffer      Buffer  `json:"buffer,omitzero"`
	IdleSeconds float64 `json:"idleSeconds,omitzero"`
}

// Applied says what became of a fault.
type Applied struct {
	Exchanges int       // under way, that it hit
	Next      bool      // there was none: it waits for the next one
	Until     time.Time // when it ends; the zero Time: it is over already, or does not end by itself
}

// Check reports, as an *Error, the first field that is out of its limits or means nothing to this kind of fault.
func (f Fault) Check() error { return nil }
