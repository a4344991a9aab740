package course

import (
	"context"
	"path/filepath"
	"time"

	"github.com/fsnotify/fsnotify"
)

// When the files are read again.
const (
	quiet  = 100 * time.Millisecond // after the last change: an editor makes several a save
	rescan = 2 * time.Second        // without any: some file systems don't tell
)

// follow looks at the files whenever they change, until ctx ends. It closes ready as soon as no change is missed.
func (c *Course) follow(ctx context.Context, ready chan<- struct{}) {
	var events chan fsnotify.Event // nil, and so silent, if there are no more watchers to be had
	var errs chan error
	watch := func() {}
	if watcher, err := fsnotify.NewWatcher(); err == nil {
		defer watcher.Close()
		events, errs = watcher.Events, watcher.Errors
		watch = func() {
			watcher.Add(c.dir)
			watcher.Add(filepath.Join(c.dir, "figures")) // there may be none, or one that was made again
		}
	}
	watch()
	close(ready)
	slow := time.NewTicker(rescan)
	defer slow.Stop()
	settled := time.NewTimer(0)
	defer settled.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-events:
			settled.Reset(quiet)
		case <-errs: // too many events came at once
			settled.Reset(quiet)
		case <-slow.C:
			watch()
			c.look()
		case <-settled.C:
			watch()
			c.look()
		}
	}
}
