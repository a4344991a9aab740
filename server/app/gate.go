package app

import (
	"sync/atomic"

	"wireside/labs/lab"
)

// gate admits a bounded number at once, and counts whom it turned away.
type gate struct {
	what    string // for the error: "streams"
	limit   int64
	inside  atomic.Int64
	refused atomic.Uint64
}

func newGate(what string, limit int) *gate { return &gate{what: what, limit: int64(limit)} }

// admit lets one in, or returns a 503. leave may be called more than once.
func (g *gate) admit() (leave func(), err error) {
	if g.inside.Add(1) > g.limit {
		g.inside.Add(-1)
		g.refused.Add(1)
		return nil, &lab.Error{Status: 503, Code: "too_many_" + g.what,
			Message: "The server holds as many " + g.what + " as it may. Close one, or try again later."}
	}
	var left atomic.Bool
	return func() {
		if left.CompareAndSwap(false, true) {
			g.inside.Add(-1)
		}
	}, nil
}
