package oneway

import "wireside/wireview/eventstream"

// stream reads the body of an event stream.
type stream struct {
	*stamper
	events *eventstream.Decoder
	off    int64
}

func newStream(s *stamper) *stream {
	return &stream{stamper: s, events: eventstream.New(eventstream.Config{Emit: s.stamp})}
}

func (r *stream) Write(at int64, p []byte) {
	r.at = at
	r.events.Write(p, r.off)
	r.off += int64(len(p))
}

// Close takes the end of the bytes for the end of the body, as a browser does (WHATWG HTML 9.2.6).
func (r *stream) Close(at int64) {
	r.at = at
	r.events.Close(true)
}
