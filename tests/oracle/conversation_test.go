package oracle

import (
	"bytes"
	"fmt"
	"maps"
	"regexp"
	"slices"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"wireside/wireview/wire"
)

// conversation is one connection as a witness tells of it, by direction.
type conversation [2]side

// side is what went in one direction.
type side struct {
	bytes    []byte // all that crossed the socket
	messages []message
	frames   []frame
}

// message is an HTTP message.
type message struct {
	Start   [3]string // method, target, version; or version, status, reason
	Headers [][2]string
	Body    string
	Chunks  []int64 // their sizes, the last one's 0 too
}

// header is the header of a WebSocket frame.
type header struct {
	Fin    bool
	RSV    int
	Opcode int
	Masked bool
	Key    string // hex
	Length int64
}

// frame is a WebSocket frame. A witness need not show its payload in each of the forms.
type frame struct {
	header
	payload  *string // unmasked
	inflated *string
	joined   *string // of the last frame of a fragmented message: the whole of it, still compressed if it was
	code     int     // of a close frame that has a body, with
	reason   string
}

// conversations are told apart by the tag in their first request.
type conversations map[string]*conversation

var tagged = regexp.MustCompile(`^([A-Z]+ [^ ?]+)\?[^ ]*\btag=(\w+)`)

// name puts conversations in order by their tags. Those that carried nothing, or no tag, are left out.
func name[K comparable](all map[K]*conversation) conversations {
	named := conversations{}
	for _, c := range all {
		if tag := tagOf(c[wire.C2S].bytes); tag != "" {
			named[tag] = c
		}
	}
	return named
}

// tagOf returns the name of a conversation that begins with a request: its method, path and tag; "" if it has no tag.
func tagOf(request []byte) string {
	line, _, _ := bytes.Cut(request, []byte("\r\n"))
	tag := tagged.FindSubmatch(line)
	if tag == nil {
		return ""
	}
	return string(tag[1]) + " " + string(tag[2])
}

// differences says in what two witnesses do not agree.
func differences(theirs, ours conversations) []string {
	var found []string
	report := func(format string, args ...any) { found = append(found, fmt.Sprintf(format, args...)) }
	if diff := cmp.Diff(slices.Sorted(maps.Keys(theirs)), slices.Sorted(maps.Keys(ours))); diff != "" {
		report("conversations (-tshark +inspector):\n%s", diff)
	}
	for tag, their := range theirs {
		our, ok := ours[tag]
		if !ok {
			continue
		}
		for _, dir := range wire.Dirs {
			a, b := &their[dir], &our[dir]
			if !bytes.Equal(a.bytes, b.bytes) {
				at := 0
				for at < min(len(a.bytes), len(b.bytes)) && a.bytes[at] == b.bytes[at] {
					at++
				}
				report("%s %s: %d bytes, the inspector has %d; the first difference is at %d", tag, dir, len(a.bytes), len(b.bytes), at)
			}
			if diff := cmp.Diff(a.messages, b.messages, cmpopts.EquateEmpty()); diff != "" {
				report("%s %s: messages (-tshark +inspector):\n%s", tag, dir, diff)
			}
			if diff := cmp.Diff(headers(a.frames), headers(b.frames)); diff != "" {
				report("%s %s: headers of frames (-tshark +inspector):\n%s", tag, dir, diff)
			}
			for i := range min(len(a.frames), len(b.frames)) {
				a.frames[i].compare(&b.frames[i], func(what, diff string) {
					report("%s %s: frame %d: %s (-tshark +inspector):\n%s", tag, dir, i, what, diff)
				})
			}
		}
	}
	return found
}

func headers(frames []frame) []header {
	var all []header
	for _, f := range frames {
		all = append(all, f.header)
	}
	return all
}

// compare reports where a frame's content, as far as it is shown, is another's.
func (f *frame) compare(other *frame, report func(what, diff string)) {
	for _, form := range []struct {
		what         string
		their, other *string
	}{{"payload", f.payload, other.payload}, {"inflated", f.inflated, other.inflated}, {"joined", f.joined, other.joined}} {
		if form.their == nil {
			continue
		}
		if diff := cmp.Diff(form.their, form.other); diff != "" {
			report(form.what, diff)
		}
	}
	if f.code != other.code || f.reason != other.reason {
		report("close", fmt.Sprintf("- %d %q\n+ %d %q", f.code, f.reason, other.code, other.reason))
	}
}
