package app

import (
	"io/fs"
	"strings"

	"wireside/labs"
	"wireside/site"
)

// source is the code that runs here, by its path from the root of the project.
func source() fs.FS {
	return folders{"labs/": labs.Code(), "site/static/": site.Static()}
}

// folders puts file systems below folders; each name ends with a slash.
type folders map[string]fs.FS

// Open implements fs.FS.
func (f folders) Open(name string) (fs.File, error) {
	for folder, files := range f {
		if rest, ok := strings.CutPrefix(name, folder); ok {
			return files.Open(rest)
		}
	}
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
}
