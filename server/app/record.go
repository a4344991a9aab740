package app

import (
	"wireside/labs/lab"
	"wireside/wireview/store"
)

// record is what the inspector keeps of a run, or of the application that it is put in front of.
type record struct {
	id      string
	created int64 // Unix time in microseconds
	ring    *store.Ring
	// published returns how many events the run's feed has published; nil where there is no feed.
	published func() uint64
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
		a.front.relay.Settle()
	}
}

var errNoLabs = &lab.Error{Status: 404, Code: "no_labs",
	Message: "This Wireside inspects another application: it has no labs and no lessons. Start it with serve for those."}
