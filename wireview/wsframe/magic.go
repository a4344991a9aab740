package wsframe

import (
	"bytes"
	"strconv"
)

// signature is how a well-known format begins.
type signature struct {
	what  string
	magic string
	sure  bool // it is long enough not to come about by chance, so that it is looked for behind an application's own header
}

var signatures = []signature{
	{"a PNG image", "\x89PNG\r\n\x1a\n", true},
	{"a GIF image", "GIF89a", true},
	{"a GIF image", "GIF87a", true},
	{"a JPEG image", "\xff\xd8\xff", false},
	{"a WebM or Matroska file", "\x1a\x45\xdf\xa3", false},
	{"a PDF document", "%PDF-", false},
	{"a ZIP archive", "PK\x03\x04", false},
	{"gzip", "\x1f\x8b\x08", false},
}

// maxBefore is how many bytes of its own an application may send before a signature that is found.
const maxBefore = 64

// recognise names the format that a binary payload holds, by its signature, and where it begins; "" for none.
func recognise(payload []byte) (what string, at int) {
	for _, s := range signatures {
		head := payload[:min(len(payload), len(s.magic))]
		if s.sure {
			head = payload[:min(len(payload), maxBefore+len(s.magic))]
		}
		if at := bytes.Index(head, []byte(s.magic)); at >= 0 {
			return s.what, at
		}
	}
	return "", 0
}

// signed says what recognise finds, with a space before; nothing if it finds none.
func signed(payload []byte) string {
	switch what, at := recognise(payload); {
	case what == "":
		return ""
	case at == 0:
		return " It begins as " + what + " does."
	default:
		return " Behind " + strconv.Itoa(at) + " bytes it goes on as " + what + " begins."
	}
}
