// Package length is yours to write: Length, which reads the value of a Content-Length field.
//
// Why: a body has no mark at its end. The receiver counts bytes, and what comes behind them is the next request.
//
// The contract. The value is digits, one at least, and nothing else: no sign, no space. They are a decimal number, which may
// begin with zeros. What is not so, and what a uint64 can't hold, is an error (any).
//
// Read https://www.rfc-editor.org/rfc/rfc9110#section-8.6. Run it with
//
//	go test ./labs/book/booktest/testdata/example/exercise/length
//
// and with -v for a second hint.
package length

import "wireside/labs/lab"

// Started says that you have begun: set it to true, and the checks hold your code to the contract.
const Started = false

// Length returns the number that value says.
func Length(value string) (uint64, error) {
	return 0, lab.ErrTODO
}
