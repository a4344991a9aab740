package lab

import "wireside/labs/feed"

// State is how a client's lane stands.
type State string

// The states.
const (
	Open    State = "open"    // events can come
	Waiting State = "waiting" // they can't now; the client tries again by itself
	Closed  State = "closed"  // they never will
)

// Observer is told what a client does and sees, apart from the events themselves. A client calls it from one goroutine at
// a time, and waits for it; Echo may come from another one.
type Observer interface {
	Request()                        // a request for events goes out
	Answer(events int, ok bool)      // a poll's answer is there. Not ok: it failed, or its status said no
	Status(state State, text string) // the lane stands otherwise; text says why, for people
	Gap(gap feed.Gap)                // these events are kept no more: they will not come
	Unreadable(text string)          // something came that could not be read
	Echo(text string)                // what was sent upstream came back
}

// Nobody is an Observer that looks at nothing.
type Nobody struct{}

// Request does nothing.
func (Nobody) Request() {}

// Answer does nothing.
func (Nobody) Answer(int, bool) {}

// Status does nothing.
func (Nobody) Status(State, string) {}

// Gap does nothing.
func (Nobody) Gap(feed.Gap) {}

// Unreadable does nothing.
func (Nobody) Unreadable(string) {}

// Echo does nothing.
func (Nobody) Echo(string) {}

// Observed returns the observer, or Nobody for nil.
func Observed(o Observer) Observer {
	if o == nil {
		return Nobody{}
	}
	return o
}
