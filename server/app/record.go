package app

import (
	"iter"

	"wireside/wireview/store"
	"wireside/wireview/wire"
)

// record is what the inspector keeps of a run, or of the application that it is put in front of.
type record struct {
	id      string
	created int64 // Unix time in microseconds
	ring    *store.Ring
	// published returns how many events the run's feed has published; nil where there is no feed.
	published func() uint64
	names     []string // the lanes'
	run       *Run     // nil in front of another application
}

// laneNames returns the lanes' names, in the order in which they are shown.
func (r *record) laneNames() []string { return r.names }

// skew is how far the clock is ahead that the record's events are stamped with, in microseconds.
func (r *record) skew() int64 {
	if r.run == nil {
		return 0
	}
	return int64(r.run.spec.SkewMs * 1000)
}

// record finds a record by its id. An empty one means the demo run.
func (a *App) record(id string) (*record, error) {
	if a.front != nil {
		return a.front.find(id)
	}
	run, err := a.runs.get(id)
	if err != nil {
		return nil, err
	}
	return &run.record, nil
}

// settle waits until every byte that has crossed a socket by now is in the records.
func (a *App) settle() {
	a.listener.Settle()
	if a.front != nil {
		for _, c := range a.front.relay.Conns() {
			c.Settle()
		}
	}
}

// kept ranges over the units that a ring keeps now, in order.
func kept(ring *store.Ring) iter.Seq[*wire.Unit] {
	return func(yield func(*wire.Unit) bool) {
		for after, last := uint64(0), ring.Last(); after < last; {
			units, _ := ring.After(after, 256)
			if len(units) == 0 {
				return
			}
			for i := range units {
				if !yield(&units[i]) {
					return
				}
			}
			after = units[len(units)-1].Seq
		}
	}
}
