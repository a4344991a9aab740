package feed

import (
	"math/rand/v2"
	"strconv"
)

// ticker makes lines such as "WIRE 101.37 +0.12", a price that wanders by a few cents a line.
type ticker struct {
	cents int
	buf   []byte
}

func newTicker() ticker { return ticker{cents: 100_00} }

// next returns a line of exactly n ASCII bytes: padded with dots, or cut.
func (t *ticker) next(n int) string {
	step := rand.IntN(51) - 25
	if t.cents+step < 1_00 {
		step = -step
	}
	t.cents += step
	b := append(t.buf[:0], "WIRE "...)
	b = appendCents(b, t.cents)
	if step < 0 {
		b = append(b, " -"...)
	} else {
		b = append(b, " +"...)
	}
	b = appendCents(b, max(step, -step))
	for len(b) < n {
		b = append(b, '.')
	}
	t.buf = b
	return string(b[:n])
}

// appendCents writes 12345 as 123.45. cents must not be negative.
func appendCents(b []byte, cents int) []byte {
	b = strconv.AppendInt(b, int64(cents/100), 10)
	return append(b, '.', byte('0'+cents/10%10), byte('0'+cents%10))
}
