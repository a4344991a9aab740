// Package site is what the browser gets: the pages' templates, one style sheet, and the ES modules that run the lanes,
// draw the bench and show the wire. All of it is embedded; nothing is fetched from elsewhere.
//
// The modules under static/js are served as they stand, without a bundler, so that a learner finds in the browser's own
// tools the files that are in the repository.
package site

import (
	"embed"
	"io/fs"
)

//go:embed templates static
var embedded embed.FS

// Static returns the files to serve under /static/.
func Static() fs.FS { return sub("static") }

// sub returns a folder of the embedded files. The folders are named in this package alone, so that a failure is a fault
// in it, not in the caller's input.
func sub(dir string) fs.FS {
	f, err := fs.Sub(embedded, dir)
	if err != nil {
		panic("site: " + err.Error())
	}
	return f
}
