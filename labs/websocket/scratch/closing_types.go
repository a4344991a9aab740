package scratch

// Closing is one side's part in the end of a connection (RFC 6455 sections 5.5.1 and 7.1). It is told what happens, in
// order, and says what to do next; it holds no socket, and is not for several goroutines at once.
type Closing interface {
	// Close is called when this side wants to end the connection. The error, for a code that AppendClose refuses, changes
	// nothing.
	Close(code int, reason string) (Next, error)

	// Received is called with the payload of each close frame that the peer sends. Only the first counts.
	Received(payload []byte) (Next, error)

	// Ended is called when the peer's bytes have ended, because it has closed its socket or because that has failed.
	Ended() (Next, error)
}

// Next is what a side does next, and what it knows. The zero value: nothing.
type Next struct {
	Send       bool   // a close frame is to be sent. No data may be sent after it, and no second one
	Payload    []byte // of the frame to be sent; may be empty
	Disconnect bool   // the socket is to be closed, after the frame if there is one
	Code       int    // how the connection was closed, for the application; 0 while that is not known
}
