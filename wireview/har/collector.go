package har

import (
	"strconv"
	"strings"

	"wireside/wireview/decode"
	"wireside/wireview/wire"
)

// key names an exchange.
type key struct{ conn, exchange uint64 }

// collector sorts units by their exchange.
type collector struct {
	cfg       Config
	exchanges map[key]*exchange
	order     []*exchange // by their first unit
	left      int         // bytes that may still be kept
	stray     int         // units with bytes that belong to no exchange
	headless  int         // exchanges that are left out, since their request is not there
}

// add takes what an archive has use for from a unit.
func (c *collector) add(u *wire.Unit) {
	if u.Exchange == 0 {
		if u.Length > 0 {
			c.stray++
		}
		return
	}
	k := key{u.Conn, u.Exchange}
	x := c.exchanges[k]
	if x == nil {
		if u.Length == 0 || !c.keep(entryCost) {
			return // an end alone tells nothing
		}
		x = &exchange{conn: u.Conn, began: u.At, keep: c.keep}
		c.exchanges[k] = x
		c.order = append(c.order, x)
	}
	if u.Value == nil && u.Kind != wire.KindRaw {
		explained := *u
		decode.Explain(&explained)
		u = &explained
	}
	x.add(u)
}

// entryCost is about what an exchange takes beside its bytes.
const entryCost = 512

// keep reports whether n more bytes may be kept.
func (c *collector) keep(n int) bool {
	if n > c.left {
		return false
	}
	c.left -= n
	return true
}

// comment is what is said about the whole.
func (c *collector) comment() string {
	var words []string
	if c.cfg.Comment != "" {
		words = append(words, c.cfg.Comment)
	}
	if c.headless > 0 {
		words = append(words, "Left out, since their requests are not kept any more: "+count(c.headless, "exchange")+".")
	}
	if c.stray > 0 {
		words = append(words, "Left out, since they belong to no request: "+count(c.stray, "unit")+".")
	}
	if c.left < entryCost {
		words = append(words, "The archive is full: what came last is left out.")
	}
	return strings.Join(words, " ")
}

// count names a number of things.
func count(n int, what string) string {
	if n != 1 {
		what += "s"
	}
	return strconv.Itoa(n) + " " + what
}
