package labs

import (
	"embed"
	"io/fs"
)

// code is what lessons may quote. The learner's own files are not in it: they change.
//
//go:embed feed/*.go lab/*.go fanout/*.go polling/*.go longpolling/*.go sse/*.go websocket/*.go fallback/*.go */scratch/*.go
var code embed.FS

// Code returns the source of the techniques, rooted at this folder.
func Code() fs.FS { return code }
