package impair

// Stats is what a link has done. Of an exchange's response each byte that a Write or TryWrite has taken is either held,
// swallowed, or has been written to the socket.
type Stats struct {
	Exchanges      int   `json:"exchanges"`      // under way now
	Cut            int64 `json:"cut"`            // exchanges
	Reset          int64 `json:"reset"`          // exchanges
	Stalled        int64 `json:"stalled"`        // exchanges
	Refused        int64 `json:"refused"`        // exchanges
	BytesSwallowed int64 `json:"bytesSwallowed"` // written by the server, and never put on the wire
	BytesUnheard   int64 `json:"bytesUnheard"`   // that came off the wire, and were never handed to the server
	BytesHeld      int64 `json:"bytesHeld"`      // written by the server, and on their way now
}

// Stats returns the link's counts.
func (l *Link) Stats() Stats {
	l.mu.Lock()
	defer l.mu.Unlock()
	return Stats{
		Exchanges: len(l.under), Cut: l.cut.Load(), Reset: l.reset.Load(), Stalled: l.stalled.Load(), Refused: l.refused.Load(),
		BytesSwallowed: l.swallowed.Load(), BytesUnheard: l.unheard.Load(), BytesHeld: l.held.Load(),
	}
}

// count counts an exchange that a fault has ended.
func (l *Link) count(how brokenError) {
	if how == ErrReset {
		l.reset.Add(1)
	} else {
		l.cut.Add(1)
	}
}

// send, cross, swallow and miss count bytes: on their way, written to the socket, never to be written, and never to be
// handed to the server. A nil exchange is on no link, and is not counted.

func (x *exchange) send(n int) {
	if x != nil {
		x.link.held.Add(int64(n))
	}
}

func (x *exchange) cross(n int) {
	if x != nil {
		x.link.held.Add(-int64(n))
	}
}

func (x *exchange) swallow(n int) {
	if x != nil && n > 0 {
		x.link.swallowed.Add(int64(n))
		x.link.held.Add(-int64(n))
	}
}

func (x *exchange) miss(n int) {
	if x != nil {
		x.link.unheard.Add(int64(n))
	}
}
