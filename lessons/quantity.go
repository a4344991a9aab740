package lessons

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// quantity is a number in a text, and the unit behind it: "1,000 ms", "two bytes", "half a second".
type quantity struct {
	found  bool    // false: the text has no number
	number float64 // in the unit of kind
	kind   kindOfUnit
}

// kindOfUnit is what may be compared with each other.
type kindOfUnit string

const (
	plainNumber kindOfUnit = ""             // a count, or whatever else has no unit that is known here
	ofTime      kindOfUnit = "milliseconds" // in milliseconds
	ofBytes     kindOfUnit = "bytes"        // in bytes
	ofWhole     kindOfUnit = "shares"       // of 1
)

// knownUnits are the words behind a number that say what it is in.
var knownUnits = []struct {
	words  []string
	kind   kindOfUnit
	factor float64
}{
	{[]string{"µs", "microsecond", "microseconds"}, ofTime, 0.001},
	{[]string{"ms", "millisecond", "milliseconds"}, ofTime, 1},
	{[]string{"s", "second", "seconds"}, ofTime, 1000},
	{[]string{"min", "minute", "minutes"}, ofTime, 60_000},
	{[]string{"h", "hour", "hours"}, ofTime, 3_600_000},
	{[]string{"B", "byte", "bytes"}, ofBytes, 1},
	{[]string{"kB", "KB", "kilobyte", "kilobytes"}, ofBytes, 1000},
	{[]string{"KiB", "kibibyte", "kibibytes"}, ofBytes, 1 << 10},
	{[]string{"MB", "megabyte", "megabytes"}, ofBytes, 1e6},
	{[]string{"MiB", "mebibyte", "mebibytes"}, ofBytes, 1 << 20},
	{[]string{"%", "percent"}, ofWhole, 0.01},
}

// numberWords are the numbers that are written as words.
var numberWords = map[string]float64{
	"no": 0, "none": 0, "zero": 0, "nothing": 0, "half": 0.5, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
	"eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
	"sixty": 60, "hundred": 100, "thousand": 1000,
}

var (
	quantityWord = regexp.MustCompile(`[0-9]+(?:[.,][0-9]+)*|[\pL%/]+`)
	grouped      = regexp.MustCompile(`^[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?$`) // with commas between thousands
)

var errTwoNumbers = errors.New("a mark is of one number; mark each by itself, and fewer words with it")

// readQuantity finds the number in a text. Two numbers are an error; none is none.
func readQuantity(text string) (quantity, error) {
	var q quantity
	words := quantityWord.FindAllString(text, -1)
	for i := 0; i < len(words); i++ {
		number, ok, err := readNumber(words[i])
		if err != nil {
			return q, err
		}
		if !ok {
			continue
		}
		if q.found {
			return q, errTwoNumbers
		}
		q.found = true
		for i+1 < len(words) && (words[i+1] == "hundred" || words[i+1] == "thousand") {
			i++
			number *= numberWords[words[i]]
		}
		unit := i + 1
		if strings.EqualFold(words[i], "half") { // a second, of a second
			for unit < len(words) && slices.Contains([]string{"a", "an", "of"}, words[unit]) {
				unit++
			}
		}
		q.number = number
		if unit < len(words) {
			q.kind, q.number = inUnit(number, words[unit])
		}
	}
	return q, nil
}

// readNumber reads a number in digits or as a word.
func readNumber(word string) (number float64, ok bool, err error) {
	if number, ok = numberWords[strings.ToLower(word)]; ok || word[0] < '0' || word[0] > '9' {
		return number, ok, nil
	}
	if strings.Contains(word, ",") && !grouped.MatchString(word) {
		return 0, false, fmt.Errorf("%s is no number: a comma stands between thousands, a point before a fraction", word)
	}
	number, err = strconv.ParseFloat(strings.ReplaceAll(word, ",", ""), 64)
	return number, err == nil, err
}

func inUnit(number float64, word string) (kindOfUnit, float64) {
	for _, u := range knownUnits {
		if slices.Contains(u.words, word) {
			return u.kind, number * u.factor
		}
	}
	return plainNumber, number
}

// in returns the number in what something else is in. A number without a unit is taken to be in that already.
func (q quantity) in(what kindOfUnit) (float64, error) {
	if q.kind != plainNumber && q.kind != what {
		if what == plainNumber {
			return 0, fmt.Errorf("the text speaks of %s, and this has no unit", q.kind)
		}
		return 0, fmt.Errorf("the text speaks of %s, and this is of %s", q.kind, what)
	}
	return q.number, nil
}

// unitOfFigure returns what a figure is in.
func unitOfFigure(figure string) kindOfUnit {
	switch {
	case strings.Contains(figure, "."): // latency, rtt and open
		return ofTime
	case figure == "emptyShare":
		return ofWhole
	case strings.HasSuffix(figure, "PerEvent") && figure != "requestsPerEvent":
		return ofBytes
	}
	return plainNumber
}
