package booktest

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const example = "testdata/example/exercise"

// The page for authors quotes the example, all of its files, and the example is an exercise that holds.
func TestAuthorsPageQuotesTheExample(t *testing.T) {
	page, err := os.ReadFile("../AUTHORS.md")
	if err != nil {
		t.Fatal(err)
	}
	quoted := make(map[string]string)
	for _, m := range regexp.MustCompile("(?s)\n`([a-z_/]+\\.go)`:\n\n```go\n(.*?)```\n").FindAllStringSubmatch(string(page), -1) {
		quoted[m[1]] = m[2]
	}
	if n := strings.Count(string(page), "```go"); n != len(quoted) {
		t.Errorf("%d blocks of Go, of which %d name their file", n, len(quoted))
	}
	code := make(map[string]string)
	err = filepath.WalkDir(example, func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			text, _ := os.ReadFile(path)
			name, _ := filepath.Rel(example, path)
			code[filepath.ToSlash(name)] = string(text)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(code, quoted); diff != "" {
		t.Errorf("the page is not the code (-code +page):\n%s", diff)
	}
	out, err := exec.Command("go", "test", "-v", "./"+example, "./"+example+"/length").CombinedOutput()
	if err != nil || !strings.Contains(string(out), "--- PASS: TestProve/example-length") || !strings.Contains(string(out), "example-length is not started: set Started = true in labs/") {
		t.Errorf("%v\n%s", err, out)
	}
}
