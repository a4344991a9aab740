package http1

import (
	"bytes"

	"wireside/wireview/wire"
)

// chunkState is what is known of the chunk that is being read.
type chunkState struct {
	size int64
	flag *wire.Violation
	want int    // bytes of the unit up to the one that has to be looked at
	cr   bool   // the CR after the data was seen
	line []byte // its first line, while its data go elsewhere
}

// apart reports whether the chunk's data go elsewhere: to a Body, or into body units.
func (c *chunkState) apart() bool { return len(c.line) > 0 }

func (d *Decoder) stepChunkLine(p []byte) int {
	line, taken, bad := d.lines(p, d.cfg.MaxLine, ChunkLineTooLong, wholeLine)
	if line == nil && bad == nil {
		return taken
	}
	var first chunkLine
	if bad == nil {
		first, bad = readChunkLine(line)
	}
	if bad != nil {
		d.fail(bad)
		return taken
	}
	d.chunk.size, d.chunk.flag, d.chunk.cr = first.size, first.flag, false
	switch {
	case first.size == 0:
		d.emit(wire.KindChunk, line, 0, first.flag)
		d.closeBody(true) // RFC 9112 8: the last chunk completes the content
		d.fields = section{trailer: true}
		d.state = stateTrailers
	case d.body != nil || first.size > DataUnit:
		d.chunk.line = append(d.chunk.line, line...)
		d.heldAt = d.at
		d.at += int64(len(line))
		d.left = first.size
		d.state = stateBody
	default:
		d.chunk.want = len(line) + int(first.size) + 1
		d.state = stateChunk
		return taken
	}
	return d.took(line, taken)
}

func wholeLine(src []byte) (end int, bad *wire.Violation) {
	return bytes.IndexByte(src, '\n') + 1, nil
}

// hold begins a unit with the first line of a chunk whose data went elsewhere.
func (d *Decoder) hold() {
	d.held = len(d.chunk.line)
	d.kept.keep(d.chunk.line)
	d.chunk.want = d.held + 1
	d.chunk.line = d.chunk.line[:0]
}

// stepChunk reads up to the line end after a chunk's data.
func (d *Decoder) stepChunk(p []byte) int {
	unit, taken := d.gather(p, d.chunk.want)
	if unit == nil {
		return taken
	}
	switch last := unit[len(unit)-1]; {
	case last == '\r' && !d.chunk.cr:
		d.chunk.cr = true
		d.chunk.want++
		return taken
	case last != '\n':
		d.fail(NoChunkEnd)
		return taken
	case !d.chunk.cr && d.chunk.flag == nil:
		d.chunk.flag = ChunkBareLF
	}
	payload := d.chunk.size
	if d.state == stateChunkEnd {
		payload = 0
	}
	d.emit(wire.KindChunk, unit, payload, d.chunk.flag)
	d.state = stateChunkLine
	return d.took(unit, taken)
}

func (d *Decoder) stepTrailers(p []byte) int {
	src, taken, bad := d.lines(p, d.cfg.MaxHead, HeadTooLarge, d.fields.readTrailers)
	if bad != nil {
		d.fail(bad)
		return taken
	}
	if src == nil {
		return taken
	}
	d.emit(wire.KindTrailers, src, 0, d.fields.flag)
	d.endMessage()
	return d.took(src, taken)
}

func (s *section) readTrailers(src []byte) (end int, bad *wire.Violation) {
	return s.read(src), nil
}
