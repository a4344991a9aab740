// Package tshark lets tests ask Wireshark's dissectors what they see: in a capture of their own traffic, or in a file.
package tshark

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// Need ends a test that cannot be without tshark: it is skipped, in CI it fails.
func Need(t testing.TB) {
	t.Helper()
	if _, err := exec.LookPath(name()); err != nil {
		missing(t, "there is no tshark: tests/tshark/install.sh gets one, or name its binary in $TSHARK")
	}
}

// missing skips a test for want of something, or fails it in CI.
func missing(t testing.TB, why string) {
	t.Helper()
	if os.Getenv("CI") != "" {
		t.Fatal(why)
	}
	t.Skip("*** SKIPPED: ", why)
}

// name returns how tshark is called here.
func name() string {
	if named := os.Getenv("TSHARK"); named != "" {
		return named
	}
	return "tshark"
}

// Packet is what tshark makes of a packet: its layers, outermost first. A protocol that a packet carries several times,
// such as the frames of a WebSocket, has as many layers.
type Packet struct {
	Layers []Field `xml:"proto"`
}

// Field is a node in the tree of a packet's layers.
type Field struct {
	Name   string  `xml:"name,attr"` // as in a display filter: "http.request.method"; "" for a heading
	Show   string  `xml:"show,attr"` // as people read it
	Hex    string  `xml:"value,attr"`
	Size   int     `xml:"size,attr"` // how many bytes it covers
	Protos []Field `xml:"proto"`
	Fields []Field `xml:"field"`
}

// All returns the fields of that name in the tree below f, in order.
func (f *Field) All(name string) []*Field {
	var found []*Field
	for i := range f.Fields {
		if f.Fields[i].Name == name {
			found = append(found, &f.Fields[i])
		}
		found = append(found, f.Fields[i].All(name)...)
	}
	for i := range f.Protos {
		found = append(found, f.Protos[i].All(name)...)
	}
	return found
}

// First returns the first of All; nil if there is none.
func (f *Field) First(name string) *Field {
	if all := f.All(name); len(all) > 0 {
		return all[0]
	}
	return nil
}

// Dissect returns the packets of a capture. The options say which, and how to read them: "-Y", "http", "-d", "tcp.port==80,http".
func Dissect(t testing.TB, file string, options ...string) []Packet {
	t.Helper()
	var packets []Packet
	for d := xml.NewDecoder(bytes.NewReader(run(t, file, append(options, "-T", "pdml")...))); ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return packets
		}
		if err != nil {
			t.Fatalf("tshark's XML: %v", err)
		}
		if start, ok := token.(xml.StartElement); ok && start.Name.Local == "packet" {
			var p Packet
			if err := d.DecodeElement(&p, &start); err != nil {
				t.Fatalf("tshark's XML: %v", err)
			}
			packets = append(packets, p)
		}
	}
}

// Fields returns the values of some fields, a row for each packet. A field that a packet has several times has its values
// joined with commas; one that it lacks is "". The options say which packets, and how to read them.
func Fields(t testing.TB, file string, fields []string, options ...string) [][]string {
	t.Helper()
	options = append(options, "-T", "fields", "-E", "separator=/t")
	for _, f := range fields {
		options = append(options, "-e", f)
	}
	var rows [][]string
	for line := range strings.Lines(string(run(t, file, options...))) {
		rows = append(rows, strings.Split(strings.TrimRight(line, "\r\n"), "\t"))
	}
	return rows
}

// run returns tshark's output on a file. Names are not looked up.
func run(t testing.TB, file string, options ...string) []byte {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), name(), append([]string{"-n", "-r", file}, options...)...)
	var complaints strings.Builder
	cmd.Stderr = &complaints
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s", cmd, err, &complaints)
	}
	return out
}
