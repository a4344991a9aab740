// Package labs holds the techniques, and their clients' own source, so that a page can show the code that runs.
package labs

import (
	"embed"
)

//go:embed polling/client.go longpolling/client.go sse/client.go fallback/client.go
//go:embed websocket/client_none.go websocket/client_backoff.go websocket/client_resume.go websocket/client_bare.go
var files embed.FS

// clients are the files of the clients, in the order in which they are shown.
var clients = []struct{ name, file string }{
	{"polling", "polling/client.go"},
	{"longpolling", "longpolling/client.go"},
	{"sse", "sse/client.go"},
	{"websocket-none", "websocket/client_none.go"},
	{"websocket-backoff", "websocket/client_backoff.go"},
	{"websocket-resume", "websocket/client_resume.go"},
	{"websocket-bare", "websocket/client_bare.go"},
	{"fallback", "fallback/client.go"},
}

// Names returns the names that Source knows.
func Names() []string {
	names := make([]string, len(clients))
	for i, c := range clients {
		names[i] = c.name
	}
	return names
}

// Source returns the Go source of a client. ok is false if there is none of that name.
func Source(name string) (text string, ok bool) {
	for _, c := range clients {
		if c.name == name {
			source, err := files.ReadFile(c.file)
			return string(source), err == nil
		}
	}
	return "", false
}
