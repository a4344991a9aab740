package impair

import "errors"

// Mode is what an exchange is like.
type Mode uint8

const (
	// Answer is a request and one response.
	Answer Mode = iota
	// Stream is a response that does not end.
	Stream
	// Tunnel passes bytes both ways: what follows a response 101.
	Tunnel
)

// Exchange is a request that a link carries, and what is written from then on.
type Exchange struct {
	Link         *Link // nil: none
	Mode         Mode
	RequestBytes int  // of the head and the body
	First        bool // on its connection: TCP's handshake has cost a round trip before
}

// What Enter, Read and Write return when a fault has ended the connection. Both are net.ErrClosed to errors.Is.
var (
	ErrCut   = errors.New("impair: the connection was cut")
	ErrReset = errors.New("impair: the connection was reset")
)

// Enter puts the exchange under way on its link: it waits as long as the request would have been on its way, and all that
// is written from then on goes over the link, until Leave. The error is that the exchange was cut or reset before it was
// answered; then nothing can be written any more.
func (c *Conn) Enter(x Exchange) error { return nil }

// Leave says that no exchange of a link is under way any more. What was written is not lost by that: it goes out in its
// time, before all that is written later.
func (c *Conn) Leave() {}

// OnBreak has f called, once and on a goroutine of its own, when a fault ends the connection from this side; at once if one
// has already. f must not block. cancel takes it back; it does not wait for an f that is running.
func (c *Conn) OnBreak(f func()) (cancel func()) { return func() {} }
