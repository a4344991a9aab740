package exercise

import (
	"errors"
	"fmt"

	"wireside/labs/book"
	"wireside/labs/lab"
)

var field = book.Spec{Name: "RFC 9110 8.6", URL: "https://www.rfc-editor.org/rfc/rfc9110#section-8.6"}

var lengthChecks = []book.Check[LengthFunc]{
	{
		Name: "digits",
		Spec: field,
		Hint: "The grammar of the field is one line: 1*DIGIT. The number is decimal, whatever it begins with.",
		More: "strconv.ParseUint with base 10. With base 0 a number that begins with 0 is octal.",
		Run:  reads(value{"0", 0}, value{"42", 42}, value{"007", 7}, value{"010", 10}),
	},
	{
		Name: "nothing",
		Spec: field,
		Hint: "How many digits does 1*DIGIT ask for, at least?",
		More: "A value without a digit is an error, not 0.",
		Run:  refuses("", " "),
	},
	{
		Name: "a sign",
		Spec: field,
		Hint: "DIGIT is 0 to 9, and no more than that.",
		More: "strconv.Atoi takes a sign. See that each byte is a digit, or use a function that takes none.",
		Run:  refuses("+5", "-5", "5x", "0x5"),
	},
	{
		Name: "too large",
		Spec: field,
		Hint: "The grammar has no upper limit, your type has one. What comes out behind it?",
		More: "A number above 1<<64 - 1 is an error. Where is the last place at which times 10 and plus a digit can't overflow?",
		Run:  refuses("18446744073709551616", "99999999999999999999999999"),
	},
}

// value is what a field says, and what that means.
type value struct {
	text   string
	number uint64
}

// reads holds an answer to values that are right.
func reads(values ...value) func(book.Run, LengthFunc) error {
	return func(_ book.Run, length LengthFunc) error {
		for _, v := range values {
			seen, err := length(v.text)
			if err != nil {
				return fmt.Errorf("Length(%q) must be %d; it is an error: %w", v.text, v.number, err)
			}
			if err := book.Same(v.number, seen, "Length(%q)", v.text); err != nil {
				return err
			}
		}
		return nil
	}
}

// refuses holds an answer to errors.
func refuses(values ...string) func(book.Run, LengthFunc) error {
	return func(_ book.Run, length LengthFunc) error {
		for _, text := range values {
			switch seen, err := length(text); {
			case errors.Is(err, lab.ErrTODO): // an error, but not the answer's: on the stub each check fails
				return err
			case err == nil:
				return fmt.Errorf("Length(%q) must be an error; it is %d", text, seen)
			}
		}
		return nil
	}
}
