package lessons

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

// Whatever lies in the folder, each file that is at fault is told with the others, and none of an editor's is read.
func TestFilesThatAreNone(t *testing.T) {
	const lesson = head + "\nText.\n"
	folder := fstest.MapFS{
		"01-one.md":         {Data: []byte(lesson)},
		".#01-one.md":       {Data: []byte("me@here.1"), Mode: fs.ModeSymlink},
		".01-one.md":        {Data: []byte("not a lesson")},
		"02-folder.md/x.md": {Data: []byte("not a lesson")},
		"03-pipe.md":        {Mode: fs.ModeNamedPipe},
		"04-device.md":      {Mode: fs.ModeDevice | fs.ModeCharDevice},
		"05-large.md":       {Data: make([]byte, maxLesson+1)},
		"06-away.md":        {Data: []byte("nowhere"), Mode: fs.ModeSymlink},
		"AUTHORS.md":        {Mode: fs.ModeNamedPipe},
	}
	_, err := Load(folder, fakeWorld())
	want := []Error{
		{"02-folder.md", 1, "it is no file, but a folder"},
		{"03-pipe.md", 1, "it is no file, but a pipe"},
		{"04-device.md", 1, "it is no file, but a device"},
		{"05-large.md", 1, "it has 65537 bytes; it may have 65536"},
		{"06-away.md", 1, "it can't be read: file does not exist"},
	}
	if diff := cmp.Diff(want, faultsOf(t, err)); diff != "" {
		t.Errorf("faults (-want +got):\n%s", diff)
	}
}

func TestFiles(t *testing.T) {
	got, err := Files(fstest.MapFS{
		"01-one.md": {}, "README.md": {}, "AUTHORS.md": {}, "notes.txt": {}, "figures/a.svg": {}, "figures/.b.svg": {}, "figures/c.md": {},
	})
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"01-one.md", "figures/a.svg"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestDrawingsThatAreNone(t *testing.T) {
	lesson := &fstest.MapFile{Data: []byte(head + fenced("figure a", "caption: C", "alt: A"))}
	for name, test := range map[string]struct {
		drawing *fstest.MapFile
		want    string
	}{
		"a pipe": {&fstest.MapFile{Mode: fs.ModeNamedPipe}, "figures/a.svg: it is no file, but a pipe"},
		"large":  {&fstest.MapFile{Data: make([]byte, maxDrawing+1)}, "figures/a.svg: it has 32769 bytes; it may have 32768"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Load(fstest.MapFS{"01-one.md": lesson, "figures/a.svg": test.drawing}, fakeWorld())
			if diff := cmp.Diff([]Error{{"01-one.md", fenceLine, test.want}}, faultsOf(t, err)); diff != "" {
				t.Errorf("faults (-want +got):\n%s", diff)
			}
		})
	}
}

func TestTextThatIsNone(t *testing.T) {
	for name, test := range map[string]struct {
		text string
		want Error
	}{
		"not UTF-8":           {head + "\nOne\xff.\n", Error{"01-one.md", 10, "the byte 0xff is not UTF-8: save the file as UTF-8"}},
		"UTF-16":              {"\xff\xfe-\x00-\x00-\x00\n\x00", Error{"01-one.md", 1, "the byte 0xff is not UTF-8: save the file as UTF-8"}},
		"a control character": {strings.Replace(head, "A title", "A\x1b[2J", 1), Error{"01-one.md", 2, "the control character U+001B stands in the text"}},
		"old line ends":       {strings.ReplaceAll(head, "\n", "\r"), Error{"01-one.md", 1, "a line ends with CR alone: it ends with LF, or with CR and LF"}},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := load(test.text)
			if diff := cmp.Diff([]Error{test.want}, faultsOf(t, err)); diff != "" {
				t.Errorf("faults (-want +got):\n%s", diff)
			}
		})
	}
}

func TestByteOrderMark(t *testing.T) {
	if _, err := load(byteOrderMark + head + "\nText.\n"); err != nil {
		t.Error(err)
	}
}

// A page of faults stays one that can be read.
func TestManyFaults(t *testing.T) {
	_, err := load(head + strings.Repeat("\nHere are 5.\n", 60))
	faults := faultsOf(t, err)
	if len(faults) != 51 {
		t.Fatalf("%d faults are told", len(faults))
	}
	want := Error{"01-one.md", bodyLine + 1 + 2*50, "from here on there are 10 more faults"}
	if diff := cmp.Diff(want, faults[50]); diff != "" {
		t.Errorf("the last one (-want +got):\n%s", diff)
	}
}

func TestManyFilesAtFault(t *testing.T) {
	files := fstest.MapFS{}
	for i := range 300 {
		files[fmt.Sprintf("%03d-a%d.md", i, i)] = &fstest.MapFile{Data: []byte("---\n")}
	}
	_, err := Load(files, fakeWorld())
	faults := faultsOf(t, err)
	if len(faults) != 201 {
		t.Fatalf("%d faults are told", len(faults))
	}
	want := Error{"200-a200.md", 1, "from here on there are more faults, in this file or the next: mend those above first"}
	if diff := cmp.Diff(want, faults[200]); diff != "" {
		t.Errorf("the last one (-want +got):\n%s", diff)
	}
}
