package experiments

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// exact writes a number with all of its digits, as a rule states it.
func exact(v float64) string { return written(v, -1) }

// short writes a number as a sentence can hold it: three significant digits, and never fewer than those before the point.
func short(v float64) string {
	if v == 0 {
		return "0"
	}
	magnitude := int(math.Floor(math.Log10(math.Abs(v))))
	text := written(v, max(0, 2-magnitude))
	if strings.Contains(text, ".") && !strings.Contains(text, "e") {
		text = strings.TrimRight(strings.TrimRight(text, "0"), ".")
	}
	return text
}

// written writes a number with so many digits behind the point, or with all if digits is negative.
func written(v float64, digits int) string {
	size := math.Abs(v)
	if size != 0 && (size < 1e-6 || size >= 1e15) {
		precision := 2
		if digits < 0 {
			precision = -1
		}
		return strings.Replace(strconv.FormatFloat(v, 'e', precision, 64), "-", "−", -1)
	}
	whole, fraction, point := strings.Cut(strconv.FormatFloat(size, 'f', digits, 64), ".")
	if len(whole) > 4 { // thousands apart, from 10,000 on
		for at := len(whole) - 3; at > 0; at -= 3 {
			whole = whole[:at] + "," + whole[at:]
		}
	}
	if point {
		whole += "." + fraction
	}
	if v < 0 {
		return "−" + whole
	}
	return whole
}

// withUnit puts a unit behind a number.
func withUnit(number, unit string) string {
	switch unit {
	case "":
		return number
	case "×":
		return number + unit
	}
	return number + " " + unit
}

// count writes a number of things: "1 trial", "6 trials".
func count(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return strconv.Itoa(n) + " " + thing + "s"
}

// ordinal writes "2nd".
func ordinal(n int) string {
	suffix := "th"
	if tens := n / 10 % 10; tens != 1 && n%10 >= 1 && n%10 <= 3 {
		suffix = [...]string{"st", "nd", "rd"}[n%10-1]
	}
	return fmt.Sprintf("%d%s", n, suffix)
}
