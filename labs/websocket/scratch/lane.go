package scratch

import (
	"github.com/gofiber/fiber/v2"

	"wireside/labs/feed"
	"wireside/labs/lab"
	"wireside/labs/websocket"
)

// Config sets the limits of a Lane, with the same defaults as the library's. Deflate, EchoMemory and Log mean nothing here.
type Config = websocket.Config

// Lane serves a feed's events to any number of WebSocket clients. Make one with New.
type Lane struct {
	feed  *feed.Feed
	cfg   Config
	parts Parts
}

// New returns a lane of the feed's events.
func New(f *feed.Feed, cfg Config, parts Parts) *Lane { return &Lane{feed: f, cfg: cfg, parts: parts} }

// Serve answers GET with the upgrade to a stream.
func (l *Lane) Serve(c *fiber.Ctx) error {
	return &lab.Error{Status: fiber.StatusNotImplemented, Code: "not_implemented", Message: "not served yet"}
}

// Close ends all streams.
func (l *Lane) Close() {}
