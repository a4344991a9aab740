// Package hub is the exercise scale-hub: bring each message to many readers, and wait for none of them.
//
// # What it is for
//
// A server with a thousand streams has one source of news and a thousand readers, and some of them are always slow: a phone
// in a tunnel, a page in the background. If the one who publishes waits for a reader, all others wait with it. So each
// reader has room for some messages, a queue with a bound, and when that is full something has to give. What gives is the
// reader's policy.
//
// # What to write
//
// [New] makes a [exercise.Hub], and its Subscribe a [exercise.Reader] for each who reads: two interfaces, in
// labs/fanout/exercise/hub.go (hub_reference.go beside it is the solution). Write two types of your own that have their methods,
// and begin with all of them, empty: else it doesn’t compile. Then one check after the other. This is how they are used:
//
//	hub, _ := New()
//	reader, err := hub.Subscribe(3, exercise.DropOldest)
//	hub.Publish("a")                          // never waits
//	for message := range reader.Messages() {  // closed when the reader has ended
//	reader.Missed()                           // an int: how many it never gets
//	reader.Err()                              // why it has ended; nil if it has not
//	reader.Leave()                            // no more, please
//	hub.Close()
//
// The contract:
//
//   - Each reader gets the messages that are published after its Subscribe, in their order. Several may publish at once: each
//     one's messages then keep their order.
//   - Up to capacity messages wait for a reader, not one more or less. A capacity below 1 is an error of Subscribe.
//   - A message that finds no room: with [exercise.DropOldest] the oldest that waits is dropped, and the new one gets its
//     room. With [exercise.DropNewest] the new one is dropped. With [exercise.CutOff] the new one is dropped and the reader
//     ends, with [exercise.ErrSlow].
//   - Missed counts what was dropped for the reader, from its Subscribe on.
//   - A reader ends once: cut off, because of Leave ([exercise.ErrLeft]), or because of Close ([exercise.ErrClosed]). What
//     waits then can still be read; after that its channel is closed. The first reason stays.
//   - Publish, Leave and Close never wait for a reader. All methods may be called from any goroutine, at the same time, and
//     Leave and Close more than once.
//   - After Close, Publish does nothing and Subscribe returns ErrClosed. No goroutine is left.
//
// # Where to read
//
// The Go tour on buffered channels and on select with a default, https://go.dev/tour/concurrency/3 and /6, and sync.Mutex,
// /9.
//
// # How to run it
//
//	go test ./labs/fanout/exercise/hub            # what is wrong, and a hint
//	go test -v ./labs/fanout/exercise/hub         # a second hint, and where the solution is
//	go test -race ./labs/fanout/exercise/hub      # and whether two goroutines touch the same memory unguarded
//
// When all is green, run it with -race once more: a lock that is missing shows by chance without it, and always with it.
package hub

import (
	"wireside/labs/fanout/exercise"
	"wireside/labs/lab"
)

// Started is to be true once you have begun: then the checks say what is wrong, where they skip a stub.
const Started = false

// New returns a hub without readers.
func New() (exercise.Hub, error) {
	return nil, lab.ErrTODO
}
