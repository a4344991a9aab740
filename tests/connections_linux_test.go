package tests

import (
	"encoding/json"
	"net/http"
	"testing"

	"wireside/server/app"
	"wireside/wireview/store"
	"wireside/wireview/tcpinfo"
)

type connections struct {
	Connections []store.Connection
	Dropped     uint64
	TCP         struct{ Source, Note string }
}

// Two witnesses count one connection's bytes: the kernel, and the inspector. Whoever asks is told who counted.
func TestTheKernelCountsTheSameBytes(t *testing.T) {
	t.Parallel()
	s := start(t, app.Config{})
	run := s.createRun(t, `{"rate":50,"seconds":2}`)
	dialer := &tapDialer{}
	client := &http.Client{Transport: &http.Transport{DialContext: dialer.DialContext}}
	drivePolling(t, client, s, run, 4)
	driveLongPolling(t, client, s, run, 3) // on the same connection
	driveSSE(t, dialer, s, run, 10)
	driveWebSocket(t, dialer, s, run, 10)
	client.CloseIdleConnections()
	dialer.finish()
	s.waitForConnections(t, 0)

	var got connections
	if err := json.Unmarshal(s.get(t, "/api/runs/"+run.ID+"/connections"), &got); err != nil {
		t.Fatal(err)
	}
	if len(got.Connections) != 3 || got.Dropped != 0 || got.TCP.Source != "TCP_INFO" || got.TCP.Note == "" {
		t.Fatalf("%d connections, %d dropped, from %+v", len(got.Connections), got.Dropped, got.TCP)
	}
	for i, c := range got.Connections {
		tcp := c.TCP
		if tcp == nil {
			t.Errorf("connection %d: the kernel has counted nothing", c.Conn)
			continue
		}
		fin := tcp.BytesReceived - c.Bytes.C2S // Linux counts the client's FIN, if it was the first to close
		if tcp.BytesSent-tcp.BytesRetransmitted != c.Bytes.S2C || fin != 0 && fin != 1 {
			t.Errorf("connection %d of %v: %+v; the inspector has %+v", c.Conn, c.Lanes, tcp, c.Bytes)
		}
		if tcp.DataSegmentsOut < 1 || tcp.DataSegmentsOut > tcp.SegmentsOut || tcp.MinRTT <= 0 {
			t.Errorf("connection %d: %+v", c.Conn, tcp)
		}
		wantLanes := [][]string{{"polling", "longpolling"}, {"sse"}, {"websocket"}}[i]
		if len(c.Lanes) != len(wantLanes) || c.Lanes[0] != wantLanes[0] {
			t.Errorf("connection %d carried %v, want %v", c.Conn, c.Lanes, wantLanes)
		}
		if c.Opened == 0 || c.Closed < c.Opened || c.Units == 0 || c.Requests == 0 {
			t.Errorf("connection %d: %+v", c.Conn, c)
		}
	}

	// What the connections carried is shared out among the lanes, and nothing of it lost. Where two lanes took turns on one
	// connection, a quick client's next request may be counted with the response before it.
	l := s.ledger(t, run.ID)
	var sum tcpinfo.Info
	var c2s, s2c int64
	for _, name := range []string{"polling", "longpolling", "sse", "websocket"} {
		lane := l.Lanes[name]
		if lane.TCP == nil || lane.TCP.DataSegmentsOut == 0 || lane.TCP.DataSegmentsIn == 0 {
			t.Errorf("%s: the kernel has counted %+v", name, lane.TCP)
			continue
		}
		sum = sum.Add(*lane.TCP)
		c2s += lane.Bytes.C2S.Total
		s2c += lane.Bytes.S2C.Total
	}
	fins := sum.BytesReceived - c2s
	if sum.BytesSent-sum.BytesRetransmitted != s2c || fins < 0 || fins > 3 {
		t.Errorf("all lanes: %+v; the inspector has %d and %d bytes", sum, c2s, s2c)
	}
}
