package exercise

import (
	"time"

	"wireside/labs/book"
	"wireside/labs/sse/scratch"
)

var heartbeatChecks = []book.Check[Beating]{
	{
		Name: "Pump: a block is one Write, at once",
		Spec: contract,
		Hint: "A block that waits in a buffer has not been sent. A block that goes out in pieces can be cut between them. And when ctx ends, so does the Pump.",
		More: "In a loop: select over ctx.Done(), a timer and events; write what came from events with one call of w.Write.",
		Run: pumping{
			steps: []step{{0, block1}, {300 * ms, block2}, {500 * ms, cancels}},
			want:  pumped{Writes: []string{at(0, block1), at(300*ms, block2)}, Returned: "at 500ms", Error: ctxError},
		}.check,
	},
	{
		Name: "Pump: silence is filled",
		Spec: authors,
		Hint: "Those in between, a proxy for one, take a connection on which nothing moves for dead. A comment moves, and no script sees it. After it there may be silence again.",
		More: "A time.Timer of every: when it fires write scratch.Heartbeat, and start it again.",
		Run: pumping{
			steps: []step{{35 * time.Second, cancels}},
			want: pumped{Writes: []string{at(10*time.Second, scratch.Heartbeat), at(20*time.Second, scratch.Heartbeat), at(30*time.Second, scratch.Heartbeat)},
				Returned: "at 35s", Error: ctxError},
		}.check,
	},
	{
		Name: "Pump: an event puts the heartbeat off",
		Spec: contract,
		Hint: "A heartbeat is for silence. Where an event was written there was none: from when on does the silence count?",
		More: "Reset the timer after each Write, the events’ too. A Ticker beats whether or not there were events.",
		Run: pumping{
			steps: []step{{6 * time.Second, block1}, {12 * time.Second, block2}, {24 * time.Second, block1}, {30 * time.Second, cancels}},
			want: pumped{Writes: []string{at(6*time.Second, block1), at(12*time.Second, block2), at(22*time.Second, scratch.Heartbeat), at(24*time.Second, block1)},
				Returned: "at 30s", Error: ctxError},
		}.check,
	},
	{
		Name: "Pump: the end of the events",
		Spec: contract,
		Hint: "A receive from a closed channel returns at once, with nothing, again and again.",
		More: "case block, ok := <-events: if ok is false return nil.",
		Run: pumping{
			steps: []step{{time.Second, block1}, {3 * time.Second, closes}},
			want:  pumped{Writes: []string{at(time.Second, block1)}, Returned: "at 3s", Error: noError},
		}.check,
	},
	{
		Name: "Pump: a Write that fails",
		Spec: contract,
		Hint: "A Write that fails is how a server learns that its client has gone. Nothing more will get through.",
		More: "Return the Write’s error, at once; the heartbeat’s too.",
		Run: both(
			pumping{
				fails: 2,
				steps: []step{{0, block1}, {time.Second, block2}, {2 * time.Second, block1}},
				want:  pumped{Writes: []string{at(0, block1), at(time.Second, block2)}, Returned: "at 1s", Error: connError},
			}.check,
			pumping{
				fails: 1,
				want:  pumped{Writes: []string{at(10*time.Second, scratch.Heartbeat)}, Returned: "at 10s", Error: connError},
			}.check,
		),
	},
	{
		Name: "Pump: a client that takes nothing",
		Spec: contract,
		Hint: "A client may stay connected and read nothing. Once the buffers between are full, Write waits for it: for ever, if nobody has said for how long.",
		More: "w.SetWriteDeadline(time.Now().Add(timeout)) before the Write, which then fails when the time is over.",
		Run: pumping{
			timeout: 5 * time.Second,
			stuck:   true,
			steps:   []step{{time.Second, block1}},
			want:    pumped{Writes: []string{at(time.Second, block1)}, Returned: "at 6s", Error: deadlineError},
		}.check,
	},
	{
		Name: "Pump: each Write has a time of its own",
		Spec: contract,
		Hint: "A deadline is an instant, not a duration. How long does it hold, and for whose Write? A heartbeat is written too.",
		More: "Set the deadline anew before each Write.",
		Run: both(
			pumping{
				timeout: 5 * time.Second,
				steps:   []step{{0, block1}, {8 * time.Second, block2}, {9 * time.Second, cancels}},
				want:    pumped{Writes: []string{at(0, block1), at(8*time.Second, block2)}, Returned: "at 9s", Error: ctxError},
			}.check,
			pumping{
				timeout: 5 * time.Second,
				steps:   []step{{0, block1}, {25 * time.Second, cancels}},
				want: pumped{Writes: []string{at(0, block1), at(10*time.Second, scratch.Heartbeat), at(20*time.Second, scratch.Heartbeat)},
					Returned: "at 25s", Error: ctxError},
			}.check,
		),
	},
	{
		Name: "Listen: to the end",
		Spec: contract,
		Hint: "Hand on what each Read brings. The end of the stream, io.EOF, is no error here; any other error is.",
		More: "In a loop: Read, take(buf[:n]) if n is more than 0, and only then look at the error.",
		Run: both(
			listening{
				steps: []step{{0, block1}, {time.Second, block2}, {2 * time.Second, closes}},
				want:  heard{Pieces: []string{at(0, block1), at(time.Second, block2)}, Returned: "at 2s", Error: noError},
			}.check,
			listening{
				breaks: true,
				steps:  []step{{0, block1}, {2 * time.Second, closes}},
				want:   heard{Pieces: []string{at(0, block1)}, Returned: "at 2s", Error: connError},
			}.check,
		),
	},
	{
		Name: "Listen: heartbeats are life",
		Spec: authors,
		Hint: "A comment brings no event, but it has come all the way. And a heartbeat may be late: how late, the contract says.",
		More: "Each byte that comes begins the silence anew, whatever it means: set the read deadline before each Read.",
		Run: listening{
			steps: []step{{0, block1}, {10 * time.Second, scratch.Heartbeat}, {34 * time.Second, scratch.Heartbeat}, {44 * time.Second, scratch.Heartbeat}, {50 * time.Second, closes}},
			want: heard{Pieces: []string{at(0, block1), at(10*time.Second, scratch.Heartbeat), at(34*time.Second, scratch.Heartbeat), at(44*time.Second, scratch.Heartbeat)},
				Returned: "at 50s", Error: noError},
		}.check,
	},
	{
		Name: "Listen: silence is the end",
		Spec: contract,
		Hint: "A cable that was pulled tells nobody. The connection looks open, and Read waits. Who tells it for how long?",
		More: "r.SetReadDeadline(time.Now().Add(5 * every / 2)) before each Read; if it fails with os.ErrDeadlineExceeded return scratch.ErrSilent.",
		Run: both(
			listening{steps: []step{{0, block1}, {3 * time.Second, scratch.Heartbeat}}}.silent,
			listening{}.silent,
		),
	},
}

// both makes one check of two.
func both(first, second func(book.Run, Beating) error) func(book.Run, Beating) error {
	return func(run book.Run, answer Beating) error {
		if err := first(run, answer); err != nil {
			return err
		}
		return second(run, answer)
	}
}
