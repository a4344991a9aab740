package lessons

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestGoConstant(t *testing.T) {
	const source = `package p

import "time"

const (
	plain    = 46
	binary   = 64 << 10
	grouped  = 65_535
	fraction = 0.25
	sum      = plain + 2*(grouped-1)
	wait     = 25 * time.Second
	short    = wait
	a, b     = 1, 2
	text     = "5"
	called   = int(plain)
	round    = trip
	trip     = round
	huge     = 1 << 1000
)

var variable = 5

func function() {}
`
	number := func(n float64, written string) goConst { return goConst{known: true, number: n, written: written} }
	for name, want := range map[string]goConst{
		"plain":    number(46, "46"),
		"binary":   number(65536, "64 << 10"),
		"grouped":  number(65535, "65_535"),
		"fraction": number(0.25, "0.25"),
		"sum":      number(131114, "plain + 2*(grouped-1)"),
		"wait":     {known: true, number: 25000, time: true, written: "25 * time.Second"},
		"short":    {known: true, number: 25000, time: true, written: "wait"},
		"b":        number(2, "2"),
		"text":     {written: `"5"`},
		"called":   {written: "int(plain)"},
		"round":    {written: "trip"},
		"huge":     {written: "1 << 1000"},
		"variable": {},
		"function": {},
		"nobody":   {},
	} {
		got, err := goConstant("p.go", source, name)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got, cmp.AllowUnexported(goConst{})); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}
