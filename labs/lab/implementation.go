package lab

// Implementations are what may serve a lane; the first one is the default.
var Implementations = [...]string{"reference", "scratch", "yours"}

// plain refuses choices that only the reference implements.
func (c *Choices) plain(s *settling) {
	for _, choice := range []struct {
		name    string
		made    bool
		instead string
	}{
		{"keepAlive", c.KeepAlive != nil && !*c.KeepAlive, "true"},
		{"etag", c.ETag != nil && !*c.ETag, "true"},
		{"holdMs", c.HoldMs != nil && *c.HoldMs != 0, "0"},
		{"drop", *c.Drop != 0, "0"},
		{"ids", c.IDs != nil && !*c.IDs, "true"},
		{"compress", c.Compress != nil && *c.Compress != "none", "none"},
		{"blank", c.Blank != nil && *c.Blank != "after", "after"},
		{"encoder", c.Encoder != nil && *c.Encoder == "naive", "json or lines"},
		{"watchdogMs", s.technique == SSE && *c.WatchdogMs > 0, "0"},
		{"deflate", c.Deflate != nil && *c.Deflate, "false"},
	} {
		if choice.made {
			s.fail("impl is %s; then %s must be %s", *c.Impl, choice.name, choice.instead)
		}
	}
}
