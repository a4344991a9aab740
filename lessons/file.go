package lessons

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"unicode/utf8"
)

// maxLesson is how many bytes a lesson's file may have, which is some four times the longest; what reads it is slow with more.
const maxLesson = 64 << 10

// drawings is where the drawings lie, in the folder of the lessons.
const drawings = "figures"

// notLessons are the markdown files beside the lessons that are for those who write them.
var notLessons = []string{"AUTHORS.md", "README.md"}

// Files returns the names of all that lessons are made of: the markdown files at the root of fsys, but for AUTHORS.md and
// README.md, and the drawings. Files whose name begins with a dot are an editor's.
func Files(fsys fs.FS) ([]string, error) {
	names, err := ending(fsys, ".", ".md")
	if err != nil {
		return nil, err
	}
	names = slices.DeleteFunc(names, func(name string) bool { return slices.Contains(notLessons, name) })
	drawn, _ := ending(fsys, drawings, ".svg") // there need not be any
	return append(names, drawn...), nil
}

// ending returns the names of a folder's files with an ending, in order.
func ending(fsys fs.FS, folder, with string) ([]string, error) {
	entries, err := fs.ReadDir(fsys, folder)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, entry := range entries {
		if name := entry.Name(); path.Ext(name) == with && name[0] != '.' {
			names = append(names, path.Join(folder, name))
		}
	}
	return names, nil
}

// ReadFile reads one of Files. It refuses what is no file, such as a folder or a pipe, and what is larger than may be.
func ReadFile(fsys fs.FS, name string) ([]byte, error) {
	most := int64(maxLesson)
	if strings.HasPrefix(name, drawings+"/") {
		most = maxDrawing
	}
	info, err := fs.Stat(fsys, name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("it is no file, but %s", whatIs(info.Mode()))
	}
	if info.Size() > most {
		return nil, tooLarge(info.Size(), most)
	}
	file, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	text, err := io.ReadAll(io.LimitReader(file, most+1)) // it may have grown
	if err == nil && int64(len(text)) > most {
		err = tooLarge(int64(len(text)), most)
	}
	return text, err
}

// unread says why a file could not be read; its name stands before it.
func unread(err error) string {
	if why := cause(err); why != err {
		return "it can't be read: " + why.Error()
	}
	return err.Error()
}

// cause is why something could not be read, without its name.
func cause(err error) error {
	if at := (*fs.PathError)(nil); errors.As(err, &at) {
		return at.Err
	}
	return err
}

func tooLarge(size, most int64) error {
	return fmt.Errorf("it has %d bytes; it may have %d", size, most)
}

func whatIs(mode fs.FileMode) string {
	switch {
	case mode.IsDir():
		return "a folder"
	case mode&fs.ModeNamedPipe != 0:
		return "a pipe"
	}
	return "a device"
}

// byteOrderMark is what some editors begin a file with.
const byteOrderMark = "\ufeff"

// checkText reports the first place that is no text: bytes that are not UTF-8, or a control character, which a page would show
// as nothing.
func (s *source) checkText() {
	for at := 0; at < len(s.body); {
		r, size := utf8.DecodeRune(s.body[at:])
		line := 1 + bytes.Count(s.body[:at], []byte("\n"))
		switch {
		case r == utf8.RuneError && size == 1:
			s.fault(line, "the byte %#02x is not UTF-8: save the file as UTF-8", s.body[at])
			return
		case r == '\r':
			s.fault(line, "a line ends with CR alone: it ends with LF, or with CR and LF")
			return
		case isControl(r):
			s.fault(line, "the control character %U stands in the text", r)
			return
		}
		at += size
	}
}

// isControl reports whether a page would show a character as nothing. Space is none of these.
func isControl(r rune) bool { return r < ' ' && r != '\n' && r != '\t' && r != '\r' || r == 0x7f }
