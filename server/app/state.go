package app

import (
	"wireside/labs/lab"
	"wireside/server/impair"
	"wireside/wireview/tap"
)

// runState is a run in JSON. Times are Unix time in microseconds.
type runState struct {
	ID    string `json:"id"`
	State string `json:"state"` // "running" or "ended"
	Spec
	CreatedAt int64             `json:"createdAt"`
	EndsAt    int64             `json:"endsAt,omitempty"` // absent for the demo run
	Now       int64             `json:"now"`              // the clock that events are stamped with, when the server answered
	Published uint64            `json:"published"`
	Lanes     map[string]string `json:"lanes"` // URL by name
	Clients   []client          `json:"clients"`
	Incidents []incident        `json:"incidents"` // of learners' code
	resources
	Limits runLimits `json:"limits"`
}

// client is what the client of a lane has to know, all defaults filled in.
type client struct {
	Name      string         `json:"name"`
	Technique lab.Technique  `json:"technique"`
	Title     string         `json:"title"`
	URL       string         `json:"url"`
	Network   network        `json:"network"` // its name, or its profile if it has none
	Profile   impair.Profile `json:"profile"`
	Choices   lab.Choices    `json:"choices"`
	Yours     []string       `json:"yours,omitempty"` // the exercises whose code serves it, if impl is yours
}

// resources are where the inspector's record of a run is to be had.
type resources struct {
	Wire        string `json:"wire"`
	Units       string `json:"units"`
	Ledger      string `json:"ledger"`
	CSV         string `json:"csv"` // the ledger as a table
	Connections string `json:"connections"`
	PCAPNG      string `json:"pcapng"`
	HAR         string `json:"har"`
	Page        string `json:"page"` // for people
}

func (r *record) resources() resources {
	base := "/api/runs/" + r.id
	return resources{
		Wire: base + "/wire", Units: base + "/units", Ledger: base + "/ledger", CSV: base + "/ledger.csv", Connections: base + "/connections",
		PCAPNG: base + "/capture.pcapng", HAR: base + "/capture.har", Page: "/runs/" + r.id,
	}
}

type runLimits struct {
	Runs         int     `json:"runs"`
	Seconds      int     `json:"seconds"`
	Rate         float64 `json:"rate"`
	PayloadBytes int     `json:"payloadBytes"`
	WindowEvents int     `json:"windowEvents"`
	WindowBytes  int     `json:"windowBytes"`
	CaptureBytes int     `json:"captureBytes"`
	MessageBytes int64   `json:"messageBytes"`
}

func (a *App) describe(run *Run) runState {
	l := a.limits
	s := runState{
		ID: run.id, State: "running", Spec: run.spec, CreatedAt: run.created, Published: run.feed.Last(),
		Lanes: make(map[string]string), resources: run.resources(),
		Limits: runLimits{
			Runs: l.Runs, Seconds: l.RunSeconds, Rate: l.RunRate, PayloadBytes: l.PayloadBytes, WindowEvents: l.WindowEvents,
			WindowBytes: l.WindowBytes, CaptureBytes: a.store.RingBytes(), MessageBytes: l.MessageBytes,
		},
	}
	if run.ended() {
		s.State = "ended"
	}
	if run.endless {
		s.Limits.WindowEvents = demoWindow
	} else {
		s.EndsAt = run.endsAt()
	}
	for _, l := range run.lanes {
		if l.Name == herdLane {
			continue
		}
		s.Lanes[l.Name] = l.url(run.id)
		s.Clients = append(s.Clients, client{l.Name, l.Technique, l.Title, l.url(run.id), *l.Network, l.Network.Profile, l.Choices, l.yours()})
	}
	s.Incidents = run.incidents.all()
	s.Now = tap.Now() + run.skew()
	return s
}
