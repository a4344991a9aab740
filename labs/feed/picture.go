package feed

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/png"
	"math/rand/v2"
)

// newPictures draws a ball that rolls over a noisy background, as PNG. A picture that is too large for the data is drawn at
// half the size, and the rest is filled; below some 80 bytes not even one dot fits, and the picture is cut.
func newPictures(chance *rand.Rand) author {
	encoder := png.Encoder{CompressionLevel: png.BestSpeed, BufferPool: new(buffers)}
	frame := 0
	return func(n int) string {
		frame++
		for width := 96; ; width /= 2 {
			var b bytes.Buffer
			encoder.Encode(&b, draw(width, frame, chance)) // a Buffer takes all
			room := n - b.Len()
			switch {
			case room == 0:
				return b.String()
			case room >= fillerBytes:
				return string(fill(b.Bytes(), room, chance))
			case width == 1:
				return string(fill(b.Bytes(), fillerBytes, chance)[:n])
			}
		}
	}
}

// draw returns a picture of width x width*2/3 dots.
func draw(width, frame int, chance *rand.Rand) image.Image {
	height := max(width*2/3, 1)
	img := image.NewGray(image.Rect(0, 0, width, height))
	ballX, ballY, radius := frame*width/20%width, height/2, height/4
	for y := range height {
		for x := range width {
			shade := 64 + 96*y/height + chance.IntN(16)
			if dx, dy := x-ballX, y-ballY; dx*dx+dy*dy < radius*radius {
				shade += 64
			}
			img.SetGray(x, y, color.Gray{Y: uint8(shade)})
		}
	}
	return img
}

// The layout of a PNG (W3C PNG, section 5.3): each chunk is a length, a type, its data and a CRC of type and data.
const (
	fillerBytes = 12 // a chunk without data
	endBytes    = 12 // the last chunk, IEND, which has none
	// filler is the type of the chunk that fills. By the case of its letters readers may skip it, it is nobody's standard,
	// and it may be copied along (5.4).
	filler = "wsFl"
)

// fill makes a PNG size bytes larger, by a chunk of chance before its end: nothing that compresses, like the rest.
func fill(picture []byte, size int, chance *rand.Rand) []byte {
	end := len(picture) - endBytes
	out := append(make([]byte, 0, len(picture)+size+8), picture[:end]...)
	out = binary.BigEndian.AppendUint32(out, uint32(size-fillerBytes))
	begin := len(out)
	out = append(out, filler...)
	for len(out) < begin+len(filler)+size-fillerBytes {
		out = binary.LittleEndian.AppendUint64(out, chance.Uint64())
	}
	out = out[:begin+len(filler)+size-fillerBytes]
	out = binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[begin:]))
	return append(out, picture[end:]...)
}

// buffers keeps one encoder's memory from a picture to the next.
type buffers struct{ kept *png.EncoderBuffer }

func (b *buffers) Get() *png.EncoderBuffer  { return b.kept }
func (b *buffers) Put(e *png.EncoderBuffer) { b.kept = e }
