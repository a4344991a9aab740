package coding

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"wireside/wireview/deflate"
	"wireside/wireview/wire"
)

// name says how a part is called, and where its rules stand.
type name struct{ name, spec string }

var names = [...]name{
	PartMagic: {"magic", "RFC 1952 2.3.1"}, PartMethod: {"method", "RFC 1952 2.3.1"}, PartFlags: {"flags", "RFC 1952 2.3.1"},
	PartTime: {"mtime", "RFC 1952 2.3.1"}, PartExtraHint: {"xfl", "RFC 1952 2.3.1"}, PartSystem: {"os", "RFC 1952 2.3.1"},
	PartExtraSize: {"extra length", "RFC 1952 2.3.1"}, PartExtra: {"extra field", "RFC 1952 2.3.1.1"}, PartName: {"file name", "RFC 1952 2.3.1"},
	PartComment: {"comment", "RFC 1952 2.3.1"}, PartHeaderSum: {"header checksum", "RFC 1952 2.3.1"},
	PartZlib: {"zlib header", "RFC 1950 2.2"}, PartDictionary: {"dictionary", "RFC 1950 2.2"}, PartBlock: {"block", "RFC 1951 3.2.3"},
	PartSum: {"CRC-32", "RFC 1952 2.3.1"}, PartSize: {"ISIZE", "RFC 1952 2.3.1"}, PartAdler: {"Adler-32", "RFC 1950 2.2"},
	PartFurther: {"further parts", "RFC 1951 3.2.3"},
}

// notes are the sentences that do not depend on the bytes.
var notes = [...]string{
	PartMagic:      "The two bytes with which gzip begins.",
	PartMethod:     "How the content is compressed: 8 is deflate, and nothing else is defined.",
	PartFlags:      "Which optional fields follow the header.",
	PartTime:       "When the original was changed, in seconds since 1970, the lowest byte first; 0 says nothing, as is usual for what is made on the way.",
	PartExtraHint:  "How hard the compressor tried: 2 for the most, 4 for the fastest.",
	PartSystem:     "On which kind of file system it was compressed. It does not matter to the reader.",
	PartExtraSize:  "How many bytes of extra fields follow, the lower byte first.",
	PartExtra:      "Extra fields, which a reader skips unless it knows them.",
	PartName:       "The name of the original file, up to a zero byte.",
	PartComment:    "A comment for people, up to a zero byte.",
	PartHeaderSum:  "The lower half of the CRC-32 of the header.",
	PartZlib:       "The method, 8 for deflate, with the size of the window, then flags that make both bytes together a multiple of 31.",
	PartDictionary: "Which dictionary was agreed on.",
	PartSum:        "The CRC-32 of all that was inflated, lowest byte first.",
	PartSize:       "How many bytes were inflated, modulo 2 to the power of 32, lowest byte first.",
	PartAdler:      "The Adler-32 of all that was inflated, highest byte first.",
	PartFurther:    "More parts of this unit. They count like those before; the inspector shows them as one.",
}

// field describes a part, whose bytes in the unit are raw.
func (p *Part) field(raw []byte) wire.Field {
	f := wire.Field{Name: names[p.Kind].name, Spec: names[p.Kind].spec}
	switch {
	case p.Kind == PartBlock:
		p.block(&f)
	case p.Kind == PartFurther:
		f.Value, f.Note = count(p.Count, "part"), notes[p.Kind]
	case !p.Begun || !p.Over:
		f.Value, f.Note = hexOf(raw), "A piece of this field: its rest lies in another unit."
	default:
		f.Value, f.Note = p.value(raw), notes[p.Kind]+p.verdict(raw)
	}
	return f
}

// value returns what a field of a header or a trailer says, all of whose bytes are raw.
func (p *Part) value(raw []byte) string {
	switch p.Kind {
	case PartMethod:
		return "deflate"
	case PartFlags:
		return flags(raw[0])
	case PartTime:
		if seconds := binary.LittleEndian.Uint32(raw); seconds != 0 {
			return time.Unix(int64(seconds), 0).UTC().Format("2006-01-02 15:04:05Z")
		}
		return "none"
	case PartExtraHint:
		switch raw[0] {
		case 2:
			return "2, the most"
		case 4:
			return "4, the fastest"
		}
		return fmt.Sprint(raw[0])
	case PartSystem:
		return system(raw[0])
	case PartExtraSize:
		return count(int(binary.LittleEndian.Uint16(raw)), "byte")
	case PartName, PartComment:
		return latin(raw[:len(raw)-1])
	case PartZlib:
		return fmt.Sprintf("deflate, a window of %d bytes", 256<<(raw[0]>>4))
	case PartSize:
		return count(int(binary.LittleEndian.Uint32(raw)), "byte")
	case PartHeaderSum:
		return fmt.Sprintf("%04x", binary.LittleEndian.Uint16(raw))
	case PartSum:
		return fmt.Sprintf("%08x", binary.LittleEndian.Uint32(raw))
	case PartAdler:
		return fmt.Sprintf("%08x", binary.BigEndian.Uint32(raw))
	}
	return hexOf(raw)
}

// verdict says whether a checksum or a size is as it should be.
func (p *Part) verdict(raw []byte) string {
	is, as := uint32(0), "%08x"
	switch p.Kind {
	case PartHeaderSum:
		is, as = uint32(binary.LittleEndian.Uint16(raw)), "%04x"
	case PartSum:
		is = binary.LittleEndian.Uint32(raw)
	case PartSize:
		is, as = binary.LittleEndian.Uint32(raw), "%d"
	case PartAdler:
		is = binary.BigEndian.Uint32(raw)
	default:
		return ""
	}
	if is == p.Sum {
		return " It is right."
	}
	return fmt.Sprintf(" It is wrong: it should be "+as+".", p.Sum)
}

// flags lists those that are set.
func flags(flg byte) string {
	var set []string
	for i, name := range []string{"FTEXT", "FHCRC", "FEXTRA", "FNAME", "FCOMMENT"} {
		if flg&(1<<i) != 0 {
			set = append(set, name)
		}
	}
	if set == nil {
		return "none"
	}
	return strings.Join(set, ", ")
}

func system(os byte) string {
	switch os {
	case 0:
		return "FAT"
	case 3:
		return "Unix"
	case 7:
		return "Macintosh"
	case 11:
		return "NTFS"
	case 255:
		return "unknown"
	}
	return fmt.Sprint(os)
}

// maxShown is how many bytes of a field are shown.
const maxShown = 200

func hexOf(raw []byte) string {
	if len(raw) > maxShown {
		return hex.EncodeToString(raw[:maxShown]) + "…"
	}
	return hex.EncodeToString(raw)
}

// latin returns text in ISO 8859-1 (RFC 1952 2.3.1), control characters as their pictures.
func latin(raw []byte) string {
	var out []byte
	for _, c := range raw[:min(len(raw), maxShown)] {
		r := rune(c)
		if r < ' ' {
			r += '␀'
		}
		out = utf8.AppendRune(out, r)
	}
	return string(out)
}

// flush reports whether a part is the empty stored block that a sender puts where it flushes.
func (p *Part) flush() bool {
	return p.Kind == PartBlock && p.Over && p.Block.Type == deflate.Stored && p.Block.Size == 0 && !p.Block.Final
}

// block describes a deflate block, or what of it lies in the unit.
func (p *Part) block(f *wire.Field) {
	var note string
	switch b := p.Block; {
	case p.flush():
		f.Name, f.Value, f.Spec = "sync flush", "00 00 ff ff", "RFC 1951 3.2.4"
		note = "An empty stored block: the sender has flushed. It ends at a byte, so that all before it can be inflated now, and costs these bytes each time."
	case b.Type == deflate.Stored:
		f.Name, f.Spec = "stored block", "RFC 1951 3.2.4"
		note = "A block of bytes as they are, behind their number: compressing would not have made them fewer."
	case b.Type == deflate.Fixed:
		f.Name, f.Spec = "fixed block", "RFC 1951 3.2.6"
		note = "A block in the codes that the specification gives, so that none need be sent: for little text. What was said before is not repeated, but referred to."
	default:
		f.Name, f.Spec = "dynamic block", "RFC 1951 3.2.7"
		note = "A block that begins with its own codes, made for what it says: short ones for what comes often. What was said before is not repeated, but referred to."
	}
	if !p.flush() {
		f.Value = count(p.Said, "byte") + " inflated"
	}
	if p.Block.Final {
		f.Value += ", final"
		note += " It is the last one."
	}
	if p.Shared {
		note += " Its first bits lie in the last byte of the block before."
	}
	switch {
	case !p.Begun && !p.Over:
		note += " It begins in a unit before and goes on in the next."
	case !p.Begun:
		note += " It begins in a unit before."
	case !p.Over:
		note += " It goes on in the next unit: what its codes say is known as far as they have come."
	}
	f.Note = note
}
