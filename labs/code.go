package labs

import (
	"embed"
	"io/fs"
)

// code is what lessons may quote: what runs as a technique, and what the techniques are made with. Not in it are exercises,
// which are for the learner to write, and tests: *[^t].go leaves out what ends in _test.go, so that other files whose name
// ends in a t stand here by themselves.
//
//go:embed feed/*[^t].go feed/chat.go
//go:embed lab/*[^t].go lab/client.go lab/sit.go
//go:embed fanout/*[^t].go fanout/beat.go fanout/fanout.go
//go:embed polling/*[^t].go polling/client.go polling/client_request.go
//go:embed longpolling/*[^t].go longpolling/client.go longpolling/client_request.go longpolling/wait.go
//go:embed sse/*[^t].go sse/client.go
//go:embed websocket/*[^t].go websocket/endpoint.go
//go:embed fallback/*[^t].go fallback/client.go
//go:embed */scratch/*[^t].go sse/scratch/heartbeat.go
//go:embed websocket/scratch/accept.go websocket/scratch/broadcast.go websocket/scratch/fault.go websocket/scratch/reconnect.go
var code embed.FS

// Code returns the source that lessons may quote, rooted at this folder.
func Code() fs.FS { return code }
