// Package exercise holds the exercise of scale: a hub that brings each message to many readers and waits for none of them.
package exercise

import (
	"errors"

	"wireside/labs/book"
)

// Policy says what becomes of a message for which a reader has no room.
type Policy int

// The policies. All of them keep the order, and none lets Publish wait.
const (
	DropOldest Policy = iota // the oldest that waits makes room: for who wants to know how things are now
	DropNewest               // the message itself is left out: for who wants a beginning without gaps
	CutOff                   // the reader is cut off: for who must have all or know that it hasn't
)

// NewHub makes a hub without readers.
type NewHub func() (Hub, error)

// Hub brings each message to all its readers. Its methods may be called from any goroutine, also all at once.
type Hub interface {
	// Subscribe returns a reader, for whom up to capacity messages may wait and who gets those that are published from
	// now on. A capacity below 1 is an error. On a hub that is closed the error is ErrClosed.
	Subscribe(capacity int, policy Policy) (Reader, error)
	// Publish hands a message to each reader. It never waits for a reader, whatever readers do or don't. On a hub that is
	// closed it does nothing.
	Publish(message string)
	// Close ends every reader with ErrClosed. A second call does nothing.
	Close()
}

// Reader is one who reads. Its methods may be called from any goroutine.
type Reader interface {
	// Messages returns the reader's channel, always the same one. When the reader has ended, it still brings what waits, and
	// then it is closed.
	Messages() <-chan string
	// Missed counts the messages that were published while it was a reader and that it never gets for want of room. With
	// CutOff that is 0, and 1 once it is cut off: the message that had no room.
	Missed() int
	// Err says why the reader has ended: ErrSlow, ErrLeft or ErrClosed, whichever came first. nil: it has not.
	Err() error
	// Leave ends the reader with ErrLeft. It doesn't wait for anybody. If the reader has ended already, it does nothing.
	Leave()
}

// Why a reader has ended.
var (
	ErrSlow   = errors.New("cut off: it read too slowly")
	ErrLeft   = errors.New("it has left")
	ErrClosed = errors.New("the hub is closed")
)

// Hubs is the exercise scale-hub.
var Hubs = book.Exercise[NewHub]{
	Info: book.Info{
		Name:  "scale-hub",
		Title: "A hub that never waits",
		Task: "Write a hub: each message that is published goes to all readers. Publish never waits for a reader. A reader has room " +
			"for some messages; what becomes of one that finds no room is the reader’s policy: drop the oldest, drop the newest, or " +
			"cut the reader off. What was missed is counted. Readers leave when they like.",
		Minutes:  30,
		Package:  "labs/fanout/exercise/hub",
		File:     "hub.go",
		Writes:   "New",
		Solution: book.Solution{File: "labs/fanout/exercise/hub_reference.go", Name: "newHub"},
	},
	Checks:    hubChecks,
	Reference: newHub,
	Wrong:     hubWrong,
}
