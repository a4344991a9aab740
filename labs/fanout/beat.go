package fanout

import "time"

// beats reports whether streams are written something from time to time.
func (f *Fanout) beats() bool { return f.cfg.Heartbeat != nil || f.cfg.Ping != nil }

// hearten writes a heartbeat or a ping to the streams that are due for one, and sets when to look again.
func (f *Fanout) hearten(now time.Duration) {
	block, since := f.cfg.Heartbeat, func(s *Stream) *time.Duration { return &s.moved }
	if f.cfg.Ping != nil {
		block, since = f.cfg.Ping(nil), func(s *Stream) *time.Duration { return &s.pinged }
	}
	longest := now // since when the one that waits longest does
	f.each(func(s *Stream) {
		if now-*since(s) >= f.cfg.HeartbeatEvery {
			*since(s) = now
			f.beatOnce(s, block, now)
		}
		longest = min(longest, *since(s))
	})
	f.beat = max(longest+f.cfg.HeartbeatEvery, now+f.cfg.HeartbeatEvery/16)
}

// beatOnce lets s advance with block first.
func (f *Fanout) beatOnce(s *Stream, block []byte, now time.Duration) {
	defer f.guard(s)
	s.pending, s.moved = s.coded(block, false), now // which may come to nothing yet
	f.turn(s, now)
}
