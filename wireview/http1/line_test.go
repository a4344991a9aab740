package http1_test

import (
	"fmt"
	"strings"

	"wireside/wireview/wire"
)

// lines shows units as text, a line each, for tables: kind, the bytes or their number if they are many, the broken rule.
func lines(units []*wire.Unit) []string {
	return each(&reading{units: units}, func(u *wire.Unit) string {
		switch {
		case u.Kind == wire.KindEnd:
			return "end"
		case len(u.Raw) > 60:
			return fmt.Sprint(u.Kind, " ", len(u.Raw))
		}
		return fmt.Sprintf("%s %q", u.Kind, u.Raw)
	})
}

// fields shows the fields of a unit as text, a line each: name, value, bytes.
func fields(u *wire.Unit) []string {
	out := []string{}
	at := int64(0)
	for _, f := range u.Fields {
		out = append(out, fmt.Sprintf("%s=%s %q", f.Name, f.Value, u.Raw[at:at+f.Spans.Len()]))
		at += f.Spans.Len()
	}
	return out
}

// crlf writes each line end of s as CRLF, so that tables read well.
func crlf(s string) []byte { return []byte(strings.ReplaceAll(s, "\n", "\r\n")) }

// kinds shows units as text, a line each: kind and the broken rule.
func kinds(r *reading) []string {
	return each(r, func(u *wire.Unit) string { return string(u.Kind) })
}

// sizes shows units as text, a line each: kind, length and the broken rule.
func sizes(r *reading) []string {
	return each(r, func(u *wire.Unit) string {
		if u.Kind == wire.KindEnd {
			return "end"
		}
		return fmt.Sprint(u.Kind, " ", u.Length)
	})
}

func each(r *reading, show func(*wire.Unit) string) []string {
	out := []string{}
	for _, u := range r.units {
		s := show(u)
		if u.Error != nil {
			s += " !" + u.Error.Name
		}
		out = append(out, s)
	}
	return out
}
