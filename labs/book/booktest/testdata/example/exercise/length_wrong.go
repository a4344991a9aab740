package exercise

import (
	"strconv"

	"wireside/labs/book"
)

var lengthWrong = []book.Wrong[LengthFunc]{
	{
		Name:   "a leading zero is octal",
		Caught: "digits",
		Answer: func(value string) (uint64, error) { return strconv.ParseUint(value, 0, 64) },
	},
	{
		Name:   "what is not there is 0",
		Caught: "nothing",
		Answer: func(value string) (uint64, error) {
			if value == "" {
				return 0, nil
			}
			return length(value)
		},
	},
	{
		Name:   "any integer will do",
		Caught: "a sign",
		Answer: func(value string) (uint64, error) {
			n, err := strconv.ParseInt(value, 10, 64)
			return uint64(n), err
		},
	},
	{
		Name:   "it never overflows",
		Caught: "too large",
		Answer: func(value string) (n uint64, err error) {
			if _, err := strconv.ParseUint(value, 10, 64); err != nil && err.(*strconv.NumError).Err == strconv.ErrSyntax {
				return 0, err
			}
			for _, digit := range []byte(value) {
				n = n*10 + uint64(digit-'0')
			}
			return n, nil
		},
	},
}
