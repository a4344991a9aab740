package app

import (
	"time"

	"wireside/labs/feed"
	"wireside/wireview/store"
)

// Limits bound what clients can make the server hold. Nothing is unbounded; the zero value of each field means the default
// that its comment names.
type Limits struct {
	HeadBytes     int           // request line and headers; 8 KiB. Beyond: 431
	BodyBytes     int           // request body; 64 KiB. Beyond: 413
	ReadTimeout   time.Duration // from a request's first byte to its last; 10 s. Beyond: 408. Also until the first byte; beyond: closed
	WriteTimeout  time.Duration // for a response to leave, or a stream to make progress; 10 s. Beyond: closed
	IdleTimeout   time.Duration // between two requests on a connection; 60 s. Beyond: closed
	Connections   int           // open at once, streams included; 16,384. Beyond: 503
	Streams       int           // long polls, event streams and WebSockets at once; 12,288. Beyond: 503
	Viewers       int           // inspectors watching at once; 1,024. Beyond: 503
	Echoes        int           // connections to the echo endpoint at once, whose messages are large; 32. Beyond: 503
	Pages         int           // answers with units under way at once; 32. Beyond: 503
	Downloads     int           // captures being written at once, whose memory is a run's capture; 8. Beyond: 503
	MessageBytes  int64         // a WebSocket message to a lane, as sent and inflated; 64 KiB. Beyond: close code 1009
	EchoBytes     int64         // a WebSocket message to the echo endpoint, likewise; 16 MiB
	Heartbeat     time.Duration // how long a stream may be silent; 15 s
	Runs          int           // runs kept at once, the demo run aside; 64. Beyond: 429, unless an ended one can make room
	RunSeconds    int           // how long a run may publish; 3,600 s
	RunRate       float64       // events a second that a run may publish; 1,000
	RunBytes      float64       // bytes of data a second that a run may publish; 4 MiB
	RunKeep       time.Duration // how long an ended run can still be read; 10 minutes
	Simulated     int           // clients that all runs together simulate at once; 2,000. Beyond: 429
	PayloadBytes  int           // data of an event; 128 KiB
	WindowEvents  int           // events of a run kept for replay; 4,096
	WindowBytes   int           // data of a run kept for replay; 4 MiB
	QueueBytes    int           // on their way in imitated networks, all connections together; 256 MiB. Beyond: 8 KiB a connection, and its writer waits
	CaptureBytes  int           // memory of one run's captured units; 16 MiB, and 64 MiB in front of another application
	CaptureBudget int           // memory of all runs' captured units; 256 MiB
}

func (l Limits) withDefaults() Limits {
	or(&l.HeadBytes, 8<<10)
	or(&l.BodyBytes, 64<<10)
	or(&l.ReadTimeout, 10*time.Second)
	or(&l.WriteTimeout, 10*time.Second)
	or(&l.IdleTimeout, 60*time.Second)
	or(&l.Connections, 16384)
	or(&l.Streams, 12288)
	or(&l.Viewers, 1024)
	or(&l.Echoes, 32)
	or(&l.Pages, 32)
	or(&l.Downloads, 8)
	or(&l.MessageBytes, 64<<10)
	or(&l.EchoBytes, 16<<20)
	or(&l.Heartbeat, 15*time.Second)
	or(&l.Runs, 64)
	or(&l.RunSeconds, 3600)
	or(&l.RunRate, 1000)
	or(&l.RunBytes, 4<<20)
	or(&l.RunKeep, 10*time.Minute)
	or(&l.Simulated, 2000)
	or(&l.PayloadBytes, 128<<10)
	or(&l.WindowEvents, feed.DefaultWindow)
	or(&l.WindowBytes, 4<<20)
	or(&l.QueueBytes, 256<<20)
	or(&l.CaptureBytes, store.DefaultRingBytes)
	or(&l.CaptureBudget, store.DefaultBudget)
	return l
}

func or[T comparable](field *T, value T) {
	var zero T
	if *field == zero {
		*field = value
	}
}
