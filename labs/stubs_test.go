package labs_test

import (
	"bytes"
	"io/fs"
	"os"
	"testing"

	"wireside/labs"
)

// What is built in is what the learner's folders hold.
func TestStubs(t *testing.T) {
	found := 0
	err := fs.WalkDir(labs.Stubs(), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		found++
		built, err := fs.ReadFile(labs.Stubs(), name)
		if err != nil {
			return err
		}
		here, err := os.ReadFile(name)
		if !bytes.Equal(built, here) {
			t.Errorf("%s is built in with other text", name)
		}
		return err
	})
	if err != nil || found < 2 {
		t.Errorf("%d files, %v", found, err)
	}
}
