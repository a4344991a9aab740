package impair

import (
	"fmt"
	"mime"
	"slices"
	"strings"
	"time"
)

// Fault is something that goes wrong on a link. Its kind says which of the other fields count.
type Fault struct {
	Kind string `json:"kind"` // one of Kinds
	// Seconds is how long it lasts; 0 to 3,600. 0: cut and reset hit once, a stall is for ever, the others last until the
	// link is closed.
	Seconds float64 `json:"seconds"`

	Status int    `json:"status,omitzero"` // of a refusal: 200 to 599
	Type   string `json:"type,omitzero"`   // of a refusal: its media type; "": the server's choice

	// As in Profile.
	LatencyMs   float64 `json:"latencyMs,omitzero"`
	JitterMs    float64 `json:"jitterMs,omitzero"`
	Kbps        float64 `json:"kbps,omitzero"`
	PieceBytes  int     `json:"pieceBytes,omitzero"`
	Buffer      Buffer  `json:"buffer,omitzero"`
	IdleSeconds float64 `json:"idleSeconds,omitzero"`
}

// maxType is how long a media type may be.
const maxType = 100

// Check reports, as an *Error, the first field that is out of its limits, means nothing to this kind of fault, or is missing.
func (f Fault) Check() error {
	kind, ok := FaultKind(f.Kind)
	if !ok {
		var names []string
		for _, k := range Kinds {
			names = append(names, k.Name)
		}
		return &Error{"kind", "kind is one of " + strings.Join(names, ", ") + "."}
	}
	taken := false // one of the fields that make the fault what it is
	for _, v := range f.numbers() {
		i := slices.IndexFunc(kind.Fields, func(k Field) bool { return k.Name == v.name })
		switch {
		case i < 0 && v.value != 0:
			return &Error{v.name, fmt.Sprintf("%s means nothing to a fault of the kind %s.", v.name, kind.Name)}
		case i < 0 || v.value == 0:
			continue
		}
		if field := kind.Fields[i]; !(v.value >= field.Min && v.value <= field.Max) {
			return &Error{v.name, fmt.Sprintf("%s is %v to %v.", v.name, field.Min, field.Max)}
		}
		taken = taken || v.name != "seconds"
	}
	if first := kind.Fields[0].Name; !taken && first != "seconds" {
		return &Error{first, fmt.Sprintf("A fault of the kind %s needs %s.", kind.Name, first)}
	}
	return f.checkType()
}

// number is a field by its name in JSON.
type number struct {
	name  string
	value float64
}

func (f Fault) numbers() []number {
	return []number{
		{"seconds", f.Seconds}, {"status", float64(f.Status)}, {"latencyMs", f.LatencyMs}, {"jitterMs", f.JitterMs}, {"kbps", f.Kbps},
		{"pieceBytes", float64(f.PieceBytes)}, {"buffer.bytes", float64(f.Buffer.Bytes)}, {"buffer.ms", f.Buffer.Ms}, {"idleSeconds", f.IdleSeconds},
	}
}

// checkType keeps out of a response's head what is no media type.
func (f Fault) checkType() error {
	switch {
	case f.Type == "":
		return nil
	case f.Kind != Status:
		return &Error{"type", fmt.Sprintf("type means nothing to a fault of the kind %s.", f.Kind)}
	}
	kind, _, err := mime.ParseMediaType(f.Type)
	odd := func(r rune) bool { return r < ' ' || r > '~' }
	if err != nil || !strings.Contains(kind, "/") || len(f.Type) > maxType || strings.ContainsFunc(f.Type, odd) {
		return &Error{"type", fmt.Sprintf("type is a media type like text/plain, of at most %d characters.", maxType)}
	}
	return nil
}

// Applied says what became of a fault.
type Applied struct {
	Exchanges int       // under way, that it hit
	Next      bool      // there was none: it waits for the next one
	Until     time.Time // when it ends; the zero Time: it is over already, or does not end by itself
}

// Apply lets a fault happen, which should have passed its Check. One that lasts ends by itself. What it finds under way: a
// refusal touches only exchanges that begin later, every other kind those that are under way, too. On a link that is
// closed nothing happens.
func (l *Link) Apply(f Fault, now time.Time) Applied {
	var until time.Time
	if f.Seconds > 0 {
		until = now.Add(seconds(f.Seconds))
	}
	switch f.Kind {
	case Cut:
		return l.applyEnd(ErrCut, until)
	case Reset:
		return l.applyEnd(ErrReset, until)
	case Stall:
		return l.applyStall(seconds(f.Seconds), now, until)
	}
	l.mu.Lock()
	if l.closed {
		l.mu.Unlock()
		return Applied{}
	}
	l.expire(now)
	if len(l.faults) == maxLasting {
		l.faults = slices.Delete(l.faults, 0, 1)
	}
	l.faults = append(l.faults, lasting{f, until})
	l.mu.Unlock()
	applied := Applied{Until: until}
	if f.Kind == Status {
		return applied
	}
	for _, x := range l.exchanges() {
		if x.conn.notice(x, now) {
			applied.Exchanges++
		}
	}
	return applied
}

// applyEnd cuts or resets what is under way; the next exchange if nothing is; and until then whatever begins.
func (l *Link) applyEnd(how brokenError, until time.Time) Applied {
	l.mu.Lock()
	if l.closed {
		l.mu.Unlock()
		return Applied{}
	}
	next := len(l.under) == 0
	if next {
		l.nextEnd = how
	}
	if !until.IsZero() {
		l.ends, l.endsUntil = how, until
	}
	l.mu.Unlock()
	applied := Applied{Next: next, Until: until}
	for _, x := range l.exchanges() {
		if x.conn.end(x, how) {
			applied.Exchanges++
		}
	}
	return applied
}

// applyStall stalls what is under way, or the next exchange if nothing is.
func (l *Link) applyStall(d time.Duration, now, until time.Time) Applied {
	l.mu.Lock()
	if l.closed {
		l.mu.Unlock()
		return Applied{}
	}
	if len(l.under) == 0 {
		l.nextStall, l.nextStallFor = true, d
		l.mu.Unlock()
		return Applied{Next: true}
	}
	l.mu.Unlock()
	applied := Applied{Until: until}
	for _, x := range l.exchanges() {
		if x.conn.stop(x, now, d) {
			applied.Exchanges++
		}
	}
	return applied
}
