package scratch

import (
	"log/slog"

	"wireside/labs/websocket"
)

// withDefaults fills in what is zero.
func withDefaults(c Config) Config {
	if c.Admit == nil {
		c.Admit = func() (func(), error) { return func() {}, nil }
	}
	if c.MessageBytes == 0 {
		c.MessageBytes = websocket.DefaultMessageBytes
	}
	if c.Heartbeat == 0 {
		c.Heartbeat = websocket.DefaultHeartbeat
	}
	if c.WriteTimeout == 0 {
		c.WriteTimeout = websocket.DefaultWriteTimeout
	}
	if c.CloseTimeout == 0 {
		c.CloseTimeout = websocket.DefaultCloseTimeout
	}
	if c.Log == nil {
		c.Log = slog.Default()
	}
	return c
}
