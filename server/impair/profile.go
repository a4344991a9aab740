package impair

import (
	"fmt"
	"time"
)

// Profile is a network's manners. The zero Profile changes nothing.
type Profile struct {
	// LatencyMs is how long a byte is on its way, in one direction, in milliseconds; 0 to 10,000. A round trip takes twice
	// as long.
	LatencyMs float64 `json:"latencyMs"`
	// JitterMs is how much longer it may take: each write up to this much, at random, in milliseconds; 0 to 10,000. Bytes
	// keep their order all the same.
	JitterMs float64 `json:"jitterMs"`
	// Kbps is what passes in each direction of a connection, in 1,000 bits a second; 1 to 1,000,000. 0: no limit.
	Kbps float64 `json:"kbps"`
	// PieceBytes is how many bytes travel together at most; 0 to 65,536. 0: as the server wrote them. At most 20,000 pieces
	// a second pass a connection.
	PieceBytes int `json:"pieceBytes"`
	// Buffer is a proxy's that holds responses back.
	Buffer Buffer `json:"buffer"`
	// IdleSeconds is for how long an exchange may go without a byte before a proxy cuts it; 0 to 3,600. 0: for ever.
	IdleSeconds float64 `json:"idleSeconds"`
}

// Buffer says when a buffering proxy lets go of what it holds: when this much is together, or this much time has passed
// since the first byte came, and always at the response's end. The zero Buffer holds nothing.
type Buffer struct {
	Bytes int     `json:"bytes"` // 0 to 262,144. 0: only the time counts
	Ms    float64 `json:"ms"`    // 0 to 60,000. 0: only the size counts
}

// Limits of a Profile.
const (
	maxLatencyMs   = 10_000
	maxKbps        = 1_000_000
	maxPieceBytes  = 65_536
	maxBufferBytes = queueBytes
	maxBufferMs    = 60_000
	maxSeconds     = 3_600
)

// Error says what is wrong with a [Profile] or a [Fault].
type Error struct {
	Field   string // as in JSON: latencyMs, buffer.ms, …
	Message string // a whole sentence: what the field may be
}

// Error returns the message.
func (e *Error) Error() string { return e.Message }

// Check reports, as an *Error, the first field of p that is out of its limits.
func (p Profile) Check() error {
	for _, f := range []struct {
		name     string
		value    float64
		min, max float64
	}{
		{"latencyMs", p.LatencyMs, 0, maxLatencyMs},
		{"jitterMs", p.JitterMs, 0, maxLatencyMs},
		{"kbps", p.Kbps, 1, maxKbps},
		{"pieceBytes", float64(p.PieceBytes), 0, maxPieceBytes},
		{"buffer.bytes", float64(p.Buffer.Bytes), 0, maxBufferBytes},
		{"buffer.ms", p.Buffer.Ms, 0, maxBufferMs},
		{"idleSeconds", p.IdleSeconds, 0, maxSeconds},
	} {
		if err := within(f.name, f.value, f.min, f.max); err != nil {
			return err
		}
	}
	return nil
}

// within reports a value that is neither 0 nor from min to max; NaN is none of these.
func within(name string, value, min, max float64) error {
	if value == 0 || value >= min && value <= max {
		return nil
	}
	if min > 0 {
		return &Error{name, fmt.Sprintf("%s is 0, or %v to %v.", name, min, max)}
	}
	return &Error{name, fmt.Sprintf("%s is %v to %v.", name, min, max)}
}

func milliseconds(ms float64) time.Duration { return time.Duration(ms * float64(time.Millisecond)) }

func seconds(s float64) time.Duration { return time.Duration(s * float64(time.Second)) }
