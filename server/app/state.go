package app

import (
	"wireside/wireview/tap"
)

// runState is a run in JSON. Times are Unix time in microseconds.
type runState struct {
	ID    string `json:"id"`
	State string `json:"state"` // "running" or "ended"
	Spec
	CreatedAt int64             `json:"createdAt"`
	EndsAt    int64             `json:"endsAt,omitempty"` // absent for the demo run
	Now       int64             `json:"now"`              // this server's clock when it answered
	Published uint64            `json:"published"`
	Lanes     map[string]string `json:"lanes"` // URL by technique
	resources
	Limits runLimits `json:"limits"`
}

// resources are where the inspector's record of a run is to be had.
type resources struct {
	Wire        string `json:"wire"`
	Units       string `json:"units"`
	Ledger      string `json:"ledger"`
	Connections string `json:"connections"`
	PCAPNG      string `json:"pcapng"`
	HAR         string `json:"har"`
	Page        string `json:"page"` // for people
}

func (r *record) resources() resources {
	base := "/api/runs/" + r.id
	return resources{
		Wire: base + "/wire", Units: base + "/units", Ledger: base + "/ledger", Connections: base + "/connections",
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
	for _, technique := range run.spec.Lanes {
		s.Lanes[string(technique)] = "/labs/" + string(technique) + "?run=" + run.id
	}
	s.Now = tap.Now()
	return s
}
