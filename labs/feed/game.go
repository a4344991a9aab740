package feed

import (
	"fmt"
	"math/rand/v2"
)

// player moves over a field and bounces off its edges.
type player struct{ x, y, dx, dy int }

const fieldWidth, fieldHeight, players = 1000, 600, 4

// newGame writes where the players are, as JSON with spaces behind it: {"tick":1,"players":[{"x":12,"y":40},…]}. Players for
// whom there is no room are left out.
func newGame(chance *rand.Rand) author {
	var all [players]player
	for i := range all {
		all[i] = player{chance.IntN(fieldWidth), chance.IntN(fieldHeight), 1 + chance.IntN(9), 1 + chance.IntN(9)}
	}
	tick := 0
	return func(n int) string {
		tick++
		b := fmt.Appendf(nil, `{"tick":%d,"players":[`, tick)
		for i := range all {
			p := &all[i]
			p.x, p.dx = bounce(p.x, p.dx, fieldWidth)
			p.y, p.dy = bounce(p.y, p.dy, fieldHeight)
			comma := ","
			if i == 0 {
				comma = ""
			}
			if one := fmt.Appendf(nil, `%s{"x":%d,"y":%d}`, comma, p.x, p.y); len(b)+len(one)+len("]}") <= n {
				b = append(b, one...)
			}
		}
		b = append(b, "]}"...)
		for len(b) < n {
			b = append(b, ' ')
		}
		return fit(b, n)
	}
}

// bounce moves at by d, and turns d round at 0 and at size.
func bounce(at, d, size int) (int, int) {
	if at+d < 0 || at+d >= size {
		d = -d
	}
	return at + d, d
}
