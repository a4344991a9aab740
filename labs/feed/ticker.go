package feed

import (
	"math/rand/v2"
	"strconv"
)

// newTicker writes lines such as "WIRE 101.37 +0.12", a price that wanders by a few cents a line.
func newTicker(chance *rand.Rand) author {
	cents := 100_00
	var buf []byte
	return func(n int) string {
		step := chance.IntN(51) - 25
		if cents+step < 1_00 {
			step = -step
		}
		cents += step
		buf = append(buf[:0], "WIRE "...)
		buf = appendCents(buf, cents)
		if step < 0 {
			buf = append(buf, " -"...)
		} else {
			buf = append(buf, " +"...)
		}
		buf = appendCents(buf, max(step, -step))
		return fit(buf, n)
	}
}

// appendCents writes 12345 as 123.45. cents must not be negative.
func appendCents(b []byte, cents int) []byte {
	b = strconv.AppendInt(b, int64(cents/100), 10)
	return append(b, '.', byte('0'+cents/10%10), byte('0'+cents%10))
}
