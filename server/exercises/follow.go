package exercises

import (
	"context"
	"path/filepath"
	"time"

	"github.com/fsnotify/fsnotify"
)

// When files are read again.
const (
	quiet  = 150 * time.Millisecond // after the last change: an editor makes several a save
	latest = time.Second            // after the first one, if they don't end
	rescan = 4 * time.Second        // without any: some file systems don't tell
)

// follow looks at the exercises' source, and again whenever it changes, until ctx ends.
func (w *Watch) follow(ctx context.Context) {
	wanted := make(map[string]bool)
	for _, e := range w.all {
		for _, folder := range folders(e.pkg) {
			wanted[native(w.root, folder)] = true
		}
	}
	var events chan fsnotify.Event // nil, and so silent, if there are no more watchers to be had
	var errs chan error
	watcher, err := fsnotify.NewWatcher()
	if err == nil {
		defer watcher.Close()
		events, errs = watcher.Events, watcher.Errors
	}
	look := func() {
		for folder := range wanted {
			if watcher != nil {
				watcher.Add(folder) // one that was made again has to be added again; one that is gone can't be
			}
		}
		w.look()
	}
	look()
	slow := time.NewTicker(w.rescan)
	defer slow.Stop()
	settle := time.NewTimer(0)
	settle.Stop()
	defer settle.Stop()
	var first time.Time // of the changes that wait for quiet; zero: there are none
	for {
		select {
		case <-ctx.Done():
			return
		case e := <-events:
			if !wanted[e.Name] && (e.Op == fsnotify.Chmod || !isSource(filepath.Base(e.Name))) {
				continue
			}
		case <-errs: // too many events came at once
		case <-slow.C:
			look()
			continue
		case <-settle.C:
			first = time.Time{}
			look()
			continue
		}
		if first.IsZero() {
			first = time.Now()
		}
		settle.Reset(max(0, min(quiet, latest-time.Since(first))))
	}
}
