package exercise

import (
	"errors"
	"fmt"
	"strings"

	"wireside/labs/lab"
)

// Judge holds an answer to a load and a ledger of your own, such as one of the server's. It returns the ledger and the choice
// in words, and an error if the choice is not what the contract says.
func Judge(answer Choose, load Load, ledger Ledger) (words string, err error) {
	a := asked{load: load, ledger: ledger}
	if a.choice, err = choose(load, ledger); err != nil && !errors.As(err, &a.nobody) {
		return "", err
	}
	if err := a.hold(answer); err != nil {
		return "", err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%v:\n%v", load, ledger)
	if a.nobody != nil {
		fmt.Fprintf(&b, "%v\n", a.nobody)
		return b.String(), nil
	}
	for _, t := range lab.Techniques {
		bytes := "bytes per event unknown"
		if n, ok := perEvent(ledger.Lanes[t]); ok {
			bytes = fmt.Sprintf("%.1f bytes per event", n)
		}
		verdict := "chosen"
		if reasons := a.choice.Not[t]; len(reasons) > 0 {
			verdict = fmt.Sprint("not: ", strings.Trim(fmt.Sprint(reasons), "[]"))
		}
		fmt.Fprintf(&b, "  %-12s %s; %s\n", t, bytes, verdict)
	}
	return b.String(), nil
}
