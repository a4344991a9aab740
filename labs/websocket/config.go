package websocket

import (
	"log/slog"
	"time"

	"wireside/labs/lab"
)

// The defaults of a [Config].
const (
	DefaultMessageBytes = 64 << 10  // bytes a message from the client, of a Lane
	DefaultEchoBytes    = 16 << 20  // bytes a message, of an Echo
	DefaultEchoMemory   = 128 << 20 // bytes that all messages of an Echo take together
	DefaultHeartbeat    = 15 * time.Second
	DefaultWriteTimeout = 10 * time.Second
	DefaultCloseTimeout = time.Second
)

// Config sets the limits of a [Lane] or an [Echo]. The zero value is ready for use.
type Config struct {
	// Origins are the origins that may connect besides the server's own, exactly as a browser sends them:
	// "https://lab.example". None by default. A client that sends no Origin is not a browser, and may connect.
	Origins []string

	// AnyOrigin lets pages of any origin connect. Every page that a reader visits can then open a stream as that reader
	// (RFC 6455 section 10.2): it is here to show that.
	AnyOrigin bool

	// Deflate takes up a client's offer of permessage-deflate also without ?deflate=1. A Lane's alone: an Echo always does.
	Deflate bool

	// Upstream is told of each message that a Lane's client sends, before its echo. nil: nobody is.
	Upstream lab.Upstream

	// Drop says which events a Lane leaves out. nil: none.
	Drop lab.Drop

	// Admit is asked once a request has passed every other check, and its error is the answer. What it returns is called
	// once, when the stream has ended. nil: no limit on the number of streams.
	Admit lab.Admit

	// MessageBytes is how long a message from the client may be, as it came and inflated. A longer one ends the stream
	// with 1009. 0: DefaultMessageBytes, or DefaultEchoBytes for an Echo.
	MessageBytes int

	// EchoMemory is how many bytes the messages that an Echo is receiving or sending back may take, all streams together.
	// Who would pass it is closed with 1013. 0: DefaultEchoMemory. A Lane has no use for it.
	EchoMemory int64

	// Heartbeat is the time between two pings. A client that answers none for two heartbeats is closed with 1008.
	// 0: DefaultHeartbeat. Less: there are none, and a client that vanishes without a word is found by a failing write.
	Heartbeat time.Duration

	// VisibleHeartbeat has a Lane send the text message {"heartbeat":1763794512203114}, with its feed's time in
	// microseconds, with each ping: a browser answers pings without telling its scripts.
	VisibleHeartbeat bool

	// WriteTimeout is how long a client may take to make room for one message; after that it is cut off. 0: DefaultWriteTimeout.
	WriteTimeout time.Duration

	// CloseTimeout is how long to wait for the client's close frame after ours. 0: DefaultCloseTimeout.
	CloseTimeout time.Duration

	// Log is told of panics. nil: slog.Default().
	Log *slog.Logger
}

// withDefaults fills in what is zero.
func (c Config) withDefaults(messageBytes int) Config {
	if c.Admit == nil {
		c.Admit = func() (func(), error) { return func() {}, nil }
	}
	if c.MessageBytes == 0 {
		c.MessageBytes = messageBytes
	}
	if c.EchoMemory == 0 {
		c.EchoMemory = DefaultEchoMemory
	}
	if c.Heartbeat == 0 {
		c.Heartbeat = DefaultHeartbeat
	}
	if c.WriteTimeout == 0 {
		c.WriteTimeout = DefaultWriteTimeout
	}
	if c.CloseTimeout == 0 {
		c.CloseTimeout = DefaultCloseTimeout
	}
	if c.Log == nil {
		c.Log = slog.Default()
	}
	return c
}
