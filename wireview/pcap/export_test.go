package pcap

import "io"

// Limits are what a test sets in place of MaxHeld and its like.
type Limits struct{ Held, Pieces, Total, Conns int }

// ReadLimited is Read with other limits.
func ReadLimited(r io.Reader, open func(Endpoints) Stream, l Limits) (Stats, error) {
	return read(r, open, limits{held: l.Held, pieces: l.Pieces, total: l.Total, conns: l.Conns})
}
