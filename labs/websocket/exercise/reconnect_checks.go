package exercise

import (
	"fmt"
	"slices"
	"time"

	"wireside/labs/book"
	"wireside/labs/websocket/scratch"
)

var reconnectChecks = []book.Check[Follower]{
	{
		Name: "event after event",
		Spec: rfc("7.4.1"),
		Hint: "Dial, then receive and hand on, until there is an error. Code 1000 says that the server has said all: that is success.",
		More: "errors.As(err, &closed) with a *scratch.CloseError tells the code of a close frame; for CloseNormal return nil.",
		Run: follows(
			trial{
				what:   "Follow(after 0): on the connection come 1, 2, 3, and close 1000",
				lines:  []line{{events: []uint64{1, 2, 3}, end: closeCode(1000)}},
				expect: does(dials(0, "0s"), hands(1, 2, 3), returns("nil", "40ms")),
			},
			trial{
				what: "Follow(after 41): on the connection come 42 and close 1000", after: 41,
				lines:  []line{{events: []uint64{42}, end: closeCode(1000)}},
				expect: does(dials(41, "0s"), hands(42), returns("nil", "20ms")),
			},
		),
	},
	{
		Name: "it comes back, and goes on where it was",
		Spec: theContract,
		Hint: "Any other end is a failure. Wait, dial again, and say what you have seen: the server begins after it.",
		More: "Set after to the Seq of each event that you hand on, and give that to the next dial.",
		Run: follows(
			trial{
				what:   "Follow(after 0): 1, 2, 3 come, and the connection breaks; on the next come 4, 5, and close 1000",
				lines:  []line{{events: []uint64{1, 2, 3}, end: errBroken}, {events: []uint64{4, 5}, end: closeCode(1000)}},
				expect: does(dials(0, "0s"), hands(1, 2, 3), dials(3, "1.04s"), hands(4, 5), returns("nil", "1.07s")),
			},
		),
	},
	{
		Name: "each pause is twice the last",
		Spec: rfc("7.2.3"),
		Hint: "A server that is down is not helped by those who knock every second. Count the failures in a row.",
		More: "backoff.First after the first failure, twice that after the second, and so on.",
		Run: follows(
			trial{
				what:   "Follow(First 1s, Most 8s): the first three dials fail, then 1 and close 1000 come",
				lines:  refused(3),
				expect: does(dials(0, "0s", "1s", "3s", "7s"), hands(1), returns("nil", "7.02s")),
			},
		),
	},
	{
		Name: "the pauses have an end",
		Spec: rfc("7.2.3"),
		Hint: "No pause is longer than Most, not even after a night without a server. How large does a Duration get?",
		More: "Double only as long as the pause is below Most, and take the smaller of the two. First << failures is 0 from 64 failures on, and below 0 before that.",
		Run: follows(
			trial{
				what:    "Follow(First 2s, Most 5s): the first four dials fail, then 1 and close 1000 come",
				backoff: scratch.Backoff{First: 2 * time.Second, Most: 5 * time.Second},
				lines:   refused(4),
				expect:  does(dials(0, "0s", "2s", "6s", "11s", "16s"), hands(1), returns("nil", "16.02s")),
			},
			trial{
				what:   "Follow(First 1s, Most 8s): the first 70 dials fail, then 1 and close 1000 come",
				lines:  refused(70),
				expect: does(night(), hands(1), returns("nil", "9m3.02s")),
			},
		),
	},
	{
		Name: "a random share",
		Spec: rfc("7.2.3"),
		Hint: "All clients of a server lose it in the same moment. If all wait equally long, it has all of them back in the same moment, too.",
		More: "pause − time.Duration(Jitter × Random() × float64(pause)), with one call of Random for each pause; the next pause doubles what it was before the share was taken off.",
		Run: follows(
			trial{
				what:    "Follow(First 1s, Most 8s, Jitter 0.5, and Random 0.5, 0.25, 0, 0.75): the first four dials fail, then 1 and close 1000 come",
				backoff: scratch.Backoff{First: time.Second, Most: 8 * time.Second, Jitter: 0.5}, random: []float64{0.5, 0.25, 0, 0.75},
				lines:  refused(4),
				expect: does(dials(0, "0s", "750ms", "2.5s", "6.5s", "11.5s"), hands(1), returns("nil", "11.52s")),
			},
		),
	},
	{
		Name: "opened, and then nothing",
		Spec: theContract,
		Hint: "A server that is overloaded may still accept, and hang up. Is it well again because a connection opened?",
		More: "Begin to count anew at the first event that Receive returns, not when dial succeeds.",
		Run: follows(
			trial{
				what:   "Follow(First 1s): three connections open and break before anything comes; on the fourth come 1 and close 1000",
				lines:  []line{{end: errBroken}, {end: errBroken}, {end: errBroken}, {events: []uint64{1}, end: closeCode(1000)}},
				expect: does(dials(0, "0s", "1.01s", "3.02s", "7.03s"), hands(1), returns("nil", "7.05s")),
			},
		),
	},
	{
		Name: "well again",
		Spec: theContract,
		Hint: "Once something has come, the failures before are over. The next one is the first again.",
		More: "When Receive returns an event, set the number of failures to 0, or the pause to First.",
		Run: follows(
			trial{
				what:   "Follow(First 1s): two dials fail, 1 comes and the connection breaks; one dial fails, then 2 and close 1000 come",
				lines:  []line{{fails: true}, {fails: true}, {events: []uint64{1}, end: errBroken}, {fails: true}, {events: []uint64{2}, end: closeCode(1000)}},
				expect: does(dials(0, "0s", "1s", "3s"), hands(1), dials(1, "4.02s", "6.02s"), hands(2), returns("nil", "6.04s")),
			},
		),
	},
	{
		Name: "an event that comes again",
		Spec: theContract,
		Hint: "Whoever sends again what may have been lost sends some of it twice. Numbers tell.",
		More: "Hand an event on only if its Seq is above after.",
		Run: follows(
			trial{
				what:   "Follow(after 5): 6, 7 come, and the connection breaks; on the next come 5, 6, 7, 8, 8, and close 1000",
				after:  5,
				lines:  []line{{events: []uint64{6, 7}, end: errBroken}, {events: []uint64{5, 6, 7, 8, 8}, end: closeCode(1000)}},
				expect: does(dials(5, "0s"), hands(6, 7), dials(7, "1.03s"), hands(8), returns("nil", "1.09s")),
			},
		),
	},
	{
		Name: "when there is no use, and when there is",
		Spec: rfc("7.4.1"),
		Hint: "Some codes say that the server can’t do with what this client sends: it would send the same again. The others pass, with time.",
		More: "Return the *CloseError for 1002, 1003, 1007, 1009 and 1010. Come back for all others but 1000: 1001 and 1012 are a restart, 1013 asks you to.",
		Run: func(run book.Run, answer Follower) error {
			for _, code := range []int{1002, 1003, 1007, 1009, 1010} {
				err := follows(trial{
					what:   fmt.Sprintf("Follow(after 0): 1 comes, and close %d", code),
					lines:  []line{{events: []uint64{1}, end: closeCode(code)}},
					expect: does(dials(0, "0s"), hands(1), returns(closeWith(code), "20ms")),
				})(run, answer)
				if err != nil {
					return err
				}
			}
			for _, code := range []int{1001, 1005, 1008, 1011, 1012, 1013, 4000} {
				err := follows(trial{
					what:   fmt.Sprintf("Follow(after 0): 1 comes, and close %d; on the next connection 2 and close 1000", code),
					lines:  []line{{events: []uint64{1}, end: closeCode(code)}, {events: []uint64{2}, end: closeCode(1000)}},
					expect: does(dials(0, "0s"), hands(1), dials(1, "1.02s"), hands(2), returns("nil", "1.04s")),
				})(run, answer)
				if err != nil {
					return err
				}
			}
			return nil
		},
	},
	{
		Name: "the context ends",
		Spec: theContract,
		Hint: "Whoever has left the page must not be held until a pause is over. Give the context to all that waits, and wait for both in the pause.",
		More: "In the pause, select on ctx.Done() and on a time.NewTimer’s channel. After an error of dial or Receive, look at ctx.Err() first: if there is one, return that.",
		Run: follows(
			trial{
				what: "Follow(First 1s): the dial fails, and the context ends amid the pause", span: 500 * time.Millisecond,
				expect: does(dials(0, "0s"), returns("context canceled", "500ms")),
			},
			trial{
				what: "Follow(after 0): 1 comes, and then nothing; the context ends", span: time.Minute,
				lines:  []line{{events: []uint64{1}}},
				expect: does(dials(0, "0s"), hands(1), returns("context canceled", "1m0s")),
			},
			trial{
				what: "Follow(after 0): dial gets no answer; the context ends", span: time.Minute,
				lines:  []line{{hangs: true}},
				expect: does(dials(0, "0s"), returns("context canceled", "1m0s")),
			},
		),
	},
}

// refused are lines of which so many are refused; on the next come 1 and close 1000.
func refused(n int) []line {
	return append(slices.Repeat([]line{{fails: true}}, n), line{events: []uint64{1}, end: closeCode(1000)})
}

// night are the dials after 70 that fail: after 1, 2 and 4 s, and from then on every 8 s.
func night() []string {
	all := dials(0, "0s", "1s", "3s")
	for i := range 68 {
		all = append(all, dialed(0, (time.Duration(7+8*i)*time.Second).String()))
	}
	return all
}

func closeCode(code int) error {
	return &scratch.CloseError{Code: code, Reason: "the server’s reason"}
}
