package exercises

import (
	"crypto/sha256"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// The limits of what of a folder makes its sum.
const (
	maxFiles = 64
	maxFile  = 1 << 20 // bytes; of more, those up to here, and how many there are
)

// sum tells whether Go files have changed. The zero value is that of none.
type sum [sha256.Size]byte

// isSource reports whether a file is one that the go command would read: no editor's copy, swap or lock file.
func isSource(name string) bool {
	return strings.HasSuffix(name, ".go") && !strings.HasPrefix(name, ".") && !strings.HasPrefix(name, "_")
}

// isAnswer reports whether a file is a learner's to write, and not a test.
func isAnswer(name string) bool { return isSource(name) && !strings.HasSuffix(name, "_test.go") }

// sumOf returns the sum of the files of a folder that are chosen. Of a folder that is gone, or can't be read, it is the zero value.
func sumOf(fsys fs.FS, folder string, chosen func(name string) bool) (s sum) {
	entries, err := fs.ReadDir(fsys, folder)
	if err != nil {
		return s
	}
	h := sha256.New()
	files := 0
	for _, e := range entries {
		if !chosen(e.Name()) || !e.Type().IsRegular() || files == maxFiles {
			continue
		}
		files++
		f, err := fsys.Open(path.Join(folder, e.Name()))
		if err != nil {
			continue // it is gone by now: the next look sees it
		}
		size := int64(0)
		if info, err := f.Stat(); err == nil {
			size = info.Size()
		}
		fmt.Fprintf(h, "%q %d\n", e.Name(), size)
		io.CopyN(h, f, maxFile)
		f.Close()
	}
	if files > 0 {
		h.Sum(s[:0])
	}
	return s
}

// folders returns the folders whose files an exercise's result depends on most: the learner's, and that of its checks.
func folders(pkg string) []string {
	if up := path.Dir(pkg); path.Base(up) == "exercise" {
		return []string{pkg, up}
	}
	return []string{pkg}
}

// inputs returns the sum of all files in an exercise's folders.
func inputs(root, pkg string) sum {
	h := sha256.New()
	for _, folder := range folders(pkg) {
		s := sumOf(os.DirFS(root), folder, isSource)
		h.Write(s[:])
	}
	return sum(h.Sum(nil))
}

// answer returns the sum of what a learner has written.
func answer(root, pkg string) sum { return sumOf(os.DirFS(root), pkg, isAnswer) }

// native returns a folder's path as the system has it.
func native(root, folder string) string { return filepath.Join(root, filepath.FromSlash(folder)) }
