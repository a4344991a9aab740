package labs

import (
	"io/fs"
	"os"
	"path"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestCodeIsWhatRuns holds that of the folders whose files can be quoted all files can be, and no tests.
func TestCodeIsWhatRuns(t *testing.T) {
	names := func(files fs.FS, pattern string) (found []string) {
		matches, err := fs.Glob(files, pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range matches {
			if !strings.HasSuffix(name, "_test.go") {
				found = append(found, name)
			}
		}
		return found
	}
	folders := []string{"feed", "lab", "fanout", "polling", "longpolling", "sse", "websocket", "fallback",
		"polling/scratch", "longpolling/scratch", "sse/scratch", "websocket/scratch"}
	var want, got []string
	for _, folder := range folders {
		want = append(want, names(os.DirFS("."), path.Join(folder, "*.go"))...)
		got = append(got, names(Code(), path.Join(folder, "*.go"))...)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("files in labs/code.go (-on disk +embedded):\n%s", diff)
	}

	embedded := 0
	err := fs.WalkDir(Code(), ".", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			embedded++
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if embedded != len(want) {
		t.Errorf("%d files are embedded, %d can be quoted", embedded, len(want))
	}
}
