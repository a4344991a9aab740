package exercises

import (
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
)

// What is missing where no checks can be run, in words for a learner.
const (
	noSource = "The exercises’ source is not here: start the server in the folder that holds Wireside’s go.mod, with go run ./server."
	noGo     = "The command go is not found, and it is what runs the checks: install Go (go.dev/dl), or add its folder to PATH, and start the server again."
)

// Find returns the root of the project's source, looking from dir upwards, and where the go command is. If one of them is
// missing, why says so in a sentence for a learner; else it is empty.
func Find(dir string) (root, command, why string) {
	root, err := filepath.Abs(dir)
	if err != nil {
		return "", "", noSource
	}
	for !isRoot(root) {
		up := filepath.Dir(root)
		if up == root {
			return "", "", noSource
		}
		root = up
	}
	if command, err = exec.LookPath("go"); err != nil {
		return "", "", noGo
	}
	return root, command, ""
}

// isRoot reports whether a folder holds the go.mod of this project.
func isRoot(dir string) bool {
	name := filepath.Join(dir, "go.mod")
	if info, err := os.Stat(name); err != nil || !info.Mode().IsRegular() {
		return false
	}
	f, err := os.Open(name)
	if err != nil {
		return false
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, 64<<10))
	if err != nil {
		return false
	}
	for line := range bytes.Lines(text) {
		if words := bytes.Fields(line); len(words) == 2 && string(words[0]) == "module" {
			return string(words[1]) == module
		}
	}
	return false
}

// module is the path of this project's module.
const module = "wireside"
