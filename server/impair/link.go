package impair

import "time"

// Link is an imitated network: a lane of a run. All methods may be called from any goroutine.
type Link struct{ profile Profile }

// NewLink returns a link. The same seed and the same order of exchanges and writes give the same delays. p should have
// passed its Check.
func NewLink(p Profile, seed uint64) *Link { return &Link{profile: p} }

// Apply lets a fault happen, which should have passed its Check. One that lasts ends by itself.
func (l *Link) Apply(f Fault, now time.Time) Applied { return Applied{} }

// Refusal returns what an exchange that begins now is to be answered with in place of the application's answer, and counts
// it. The answer goes through the link like any other. contentType may be empty where the status allows no content.
func (l *Link) Refusal() (status int, contentType string, ok bool) { return 0, "", false }

// Stats is what a link has done.
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
func (l *Link) Stats() Stats { return Stats{} }

// Close ends the link: what is held is let go at once, and exchanges that are stalled are cut. Later exchanges pass
// unchanged. A second call does nothing.
func (l *Link) Close() {}
