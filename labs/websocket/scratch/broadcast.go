package scratch

import (
	"strconv"

	"wireside/labs/fanout"
	"wireside/labs/feed"
	"wireside/labs/lab"
)

// broadcast returns what writes the feed's events to all streams, each encoded once. The last word of a stream is its
// session's.
func (l *Lane) broadcast() *fanout.Fanout {
	var message []byte // reused: the functions are called one at a time
	cfg := fanout.Config{
		Encode: func(dst []byte, e feed.Event) []byte {
			if l.cfg.Drop.Drops(e.Seq) {
				return dst
			}
			if e.Binary {
				message = lab.AppendBinaryEvent(message[:0], e)
				return l.frame(dst, OpBinary, message)
			}
			message = lab.AppendEvent(message[:0], e)
			return l.frame(dst, OpText, message)
		},
		Gap: func(dst []byte, g feed.Gap) []byte { return l.frame(dst, OpText, appendGap(nil, g)) },
		Ping: func(dst []byte) []byte {
			dst = l.frame(dst, OpPing, nil)
			if !l.cfg.VisibleHeartbeat {
				return dst
			}
			return l.frame(dst, OpText, appendHeartbeat(nil, l.feed.Now()))
		},
		HeartbeatEvery: l.cfg.Heartbeat,
		WriteTimeout:   l.cfg.WriteTimeout,
	}
	if l.cfg.Heartbeat < 0 {
		cfg.Ping = nil
	}
	return fanout.New(l.feed, cfg)
}

// frame appends a frame that goes to all. One that can't be made breaks the lane: nobody is to miss an event unawares.
func (l *Lane) frame(dst []byte, op Opcode, payload []byte) []byte {
	if l.broken.Load() != nil {
		return dst
	}
	framed, err := l.parts.frame(dst, op, payload)
	if err != nil {
		l.fail(fault(err))
		return dst
	}
	return framed
}

// fail closes all streams, and those that are yet to come.
func (l *Lane) fail(why *CloseError) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.broken.Store(why)
	for s := range l.sessions {
		go s.close(why.Code, why.Reason, l.cfg.CloseTimeout) // not here: this is the fan-out's goroutine
	}
}

// appendGap appends the JSON that tells of a gap.
func appendGap(dst []byte, g feed.Gap) []byte {
	dst = append(dst, `{"gap":`...)
	return append(lab.AppendGap(dst, g), '}')
}

// appendHeartbeat appends the JSON of a heartbeat that scripts see. now is the feed's time in microseconds.
func appendHeartbeat(dst []byte, now int64) []byte {
	dst = append(dst, `{"heartbeat":`...)
	return append(strconv.AppendInt(dst, now, 10), '}')
}
