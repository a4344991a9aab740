package impair_test

import (
	"net"
	"testing"
	"testing/synctest"
	"time"

	"wireside/server/impair"
	"wireside/wireview/tap"
)

// within returns the two ends of a connection that keeps to a budget. Neither is a socket's.
func within(t *testing.T, b *impair.Budget) (client net.Conn, server *impair.Conn, record *tape) {
	t.Helper()
	a, z := net.Pipe()
	listener := make(pipes, 1)
	listener <- z
	record = newTape()
	accepted, err := b.Listen(tap.Listen(listener, func(*tap.Conn) tap.Recorder { return record })).Accept()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close(); z.Close() })
	return a, accepted.(*impair.Conn), record
}

// TestBudget is for all connections together. Beyond it each has a little of its own, and the memory comes back.
func TestBudget(t *testing.T) {
	for name, p := range map[string]impair.Profile{"stalled": {}, "held back": {Buffer: impair.Buffer{Bytes: 256 << 10}}} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				budget := impair.NewBudget(1 << 20)
				link := impair.NewLink(p, 1)
				var all []*impair.Conn
				for range 20 {
					_, server, _ := within(t, budget)
					enter(t, server, link, impair.Stream)
					all = append(all, server)
				}
				stall(link, 0)
				least := 256 << 10
				for _, server := range all {
					n, err := server.TryWrite(make([]byte, 1<<20))
					if err != nil {
						t.Fatal(err)
					}
					least = min(least, n)
				}
				held, full := budget.Held()
				if most := int64(1<<20 + 20*9<<10); held < 1<<20 || held > most {
					t.Errorf("%d bytes are held; want 1 MiB to %d", held, most)
				}
				if least < 4<<10 || full == 0 {
					t.Errorf("a connection could write %d bytes; found full %d times", least, full)
				}
				for _, server := range all {
					server.Close()
				}
				link.Close()
				pass(time.Minute) // nobody reads, and so all is given up
				if held, _ := budget.Held(); held != 0 {
					t.Errorf("%d bytes are held at the end", held)
				}
			})
		})
	}
}

// TestBudgetIsWaitedFor by each connection alone: what leaves it makes room in it.
func TestBudgetIsWaitedFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		budget := impair.NewBudget(1)
		client, server, _ := within(t, budget)
		link := impair.NewLink(impair.Profile{LatencyMs: 100}, 1)
		defer link.Close()
		enter(t, server, link, impair.Stream)
		start := time.Now()
		got := arrivals(client, start)
		write(t, server, string(make([]byte, 20<<10)))
		if took := time.Since(start); took < 200*ms {
			t.Errorf("20 KiB were on their way after %v, 8 KiB at a time", took)
		}
		server.Close()
		n := 0
		for _, a := range <-got {
			n += len(a.Text)
		}
		if n != 20<<10 {
			t.Errorf("%d bytes arrived", n)
		}
		if held, _ := budget.Held(); held != 0 {
			t.Errorf("%d bytes are held", held)
		}
	})
}

// TestRoomIsWorthwhile: what leaves a full queue byte by byte is not made up for byte by byte, each a segment of its own.
func TestRoomIsWorthwhile(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		budget := impair.NewBudget(1 << 20)
		client, server, _ := within(t, budget)
		link := impair.NewLink(impair.Profile{PieceBytes: 1}, 1)
		defer link.Close()
		enter(t, server, link, impair.Stream)
		write(t, server, string(make([]byte, 256<<10)))
		for range 1000 {
			read(t, client, 1)
			if n, err := server.TryWrite(make([]byte, 1000)); n != 0 || err != nil {
				t.Fatalf("TryWrite = %d, %v", n, err)
			}
		}
		read(t, client, 1000)
		if n, err := server.TryWrite(make([]byte, 1000)); n != 1000 || err != nil {
			t.Errorf("TryWrite = %d, %v, where there is room", n, err)
		}
	})
}

// TestPiecesOfAll connections pass at a rate that leaves the processor to others.
func TestPiecesOfAll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const conns, pieces = 8, 500
		budget := impair.NewBudget(1 << 20)
		link := impair.NewLink(impair.Profile{PieceBytes: 1}, 1)
		defer link.Close()
		start := time.Now()
		var last []<-chan []arrival
		for range conns {
			client, server, _ := within(t, budget)
			enter(t, server, link, impair.Stream)
			last = append(last, arrivals(client, start))
			write(t, server, string(make([]byte, pieces)))
			server.Close()
		}
		for _, got := range last {
			<-got
		}
		least := conns * (pieces - 1) * 25 * time.Microsecond
		if took := time.Since(start); took < least || took > least*11/10 {
			t.Errorf("%d pieces took %v, want about %v", conns*pieces, took, least)
		}
	})
}

// TestClosedLinkSendsNoPieces: what was to travel byte by byte for seconds is of no interest any more.
func TestClosedLinkSendsNoPieces(t *testing.T) {
	client, server, record := sockets(t)
	link := impair.NewLink(impair.Profile{PieceBytes: 1}, 1)
	enter(t, server, link, impair.Stream)
	link.Apply(impair.Fault{Kind: impair.Latency, LatencyMs: 10_000}, time.Now())
	write(t, server, string(make([]byte, 1000)))
	link.Close()
	server.Close()
	read(t, client, 1000)
	<-record.closed
	if len(record.writes) != 1 {
		t.Errorf("they were written in %d pieces", len(record.writes))
	}
}
