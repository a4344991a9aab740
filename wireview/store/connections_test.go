package store

import (
	"net/netip"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"wireside/wireview/tcpinfo"
	"wireside/wireview/wire"
)

func on(conn uint64, u *wire.Unit) *wire.Unit {
	u.Conn = conn
	return u
}

func TestConnectionsCountTheirUnits(t *testing.T) {
	r := New(Config{}).Open("polling")
	client := netip.MustParseAddrPort("127.0.0.1:5000")
	refreshed := 0
	first := Opening{Conn: 4, Client: client, At: 100}
	first.Refresh = func() {
		refreshed++
		r.TCP(4, "polling", tcpinfo.Info{SegmentsOut: 2, MinRTT: 30})
	}
	r.Connection(first, "polling")
	r.Connection(first, "sse")
	r.Connection(Opening{Conn: 9, Client: client, At: 200}, "sse")
	r.Append(on(4, unit(wire.KindRequest, wire.C2S, "polling", "GET", 0)))
	broken := on(4, unit(wire.KindRaw, wire.S2C, "polling", "?????", 0))
	broken.Error = &wire.Violation{}
	r.Append(broken)
	r.Append(on(7, unit(wire.KindFrame, wire.C2S, "websocket", "of a connection that nobody announced", 0)))
	r.TCP(4, "sse", tcpinfo.Info{SegmentsOut: 5, MinRTT: 40})
	r.Refresh()
	r.Refresh() // at once: too early to ask again
	r.Disconnected(4, 300)

	list, dropped := r.Connections()
	want := []Connection{
		{Conn: 4, Lanes: []string{"polling", "sse"}, Client: client, Opened: 100, Closed: 300, Units: 2, Requests: 1, Errors: 1,
			Bytes: ByDirection{3, 5}, TCP: &tcpinfo.Info{SegmentsOut: 7, MinRTT: 30}},
		{Conn: 9, Lanes: []string{"sse"}, Client: client, Opened: 200},
	}
	if diff := cmp.Diff(want, list, cmpopts.EquateComparable(netip.AddrPort{})); diff != "" || dropped != 0 {
		t.Errorf("%d dropped (-want +got)\n%s", dropped, diff)
	}
	l := r.Ledger().Lanes
	if refreshed != 1 || l["sse"].TCP.SegmentsOut != 5 || l["polling"].TCP.SegmentsOut != 2 || l["sse"].Connections != 2 {
		t.Errorf("refreshed %d times; lanes %+v %+v", refreshed, l["sse"].TCP, l["polling"].TCP)
	}
}

func TestFullTableLetsGoOfTheClosedFirst(t *testing.T) {
	r := New(Config{}).Open()
	for id := range uint64(MaxConnections) {
		r.Connection(Opening{Conn: id + 1}, "sse")
	}
	r.Disconnected(3, 1)
	r.Connection(Opening{Conn: 5001}, "sse") // in place of 3
	r.Connection(Opening{Conn: 5002}, "sse") // nobody else has closed: in place of the oldest
	list, dropped := r.Connections()
	if len(list) != MaxConnections || dropped != 2 || list[0].Conn != 2 || list[1].Conn != 4 || list[MaxConnections-1].Conn != 5002 {
		t.Errorf("%d dropped, %d left: %d, %d … %d", dropped, len(list), list[0].Conn, list[1].Conn, list[MaxConnections-1].Conn)
	}
	if n := r.Ledger().Lanes["sse"].Connections; n != MaxConnections+2 {
		t.Errorf("the ledger counts %d connections", n)
	}
}

func TestInflatedBytesAreKept(t *testing.T) {
	r := New(Config{}).Open()
	u := unit(wire.KindFrame, wire.S2C, "websocket", "zip", 3)
	u.Prior.Inflated = []byte("plain text")
	r.Append(u)
	copy(u.Prior.Inflated, "##########")
	copy(u.Raw, "###")
	units, _ := r.After(0, 1)
	if got := string(units[0].Raw) + " " + string(units[0].Prior.Inflated); got != "zip plain text" {
		t.Errorf("kept %q", got)
	}
}
