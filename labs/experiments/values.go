package experiments

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"wireside/labs/lab"
)

// The limits of what Flatten reads.
const (
	maxLedgerBytes  = 4 << 20
	maxLedgerValues = 20_000
	maxLedgerDepth  = 16
)

// UnmarshalJSON reads an object of numbers. A null, which JavaScript writes for NaN, is absent: it would become 0.
func (v *Values) UnmarshalJSON(text []byte) error {
	var numbers map[string]*float64
	if err := json.Unmarshal(text, &numbers); err != nil {
		return err
	}
	*v = make(Values, len(numbers))
	for name, n := range numbers {
		if n != nil {
			(*v)[name] = *n
		}
	}
	return nil
}

// Flatten returns a ledger's numbers by their path in its JSON, "lanes.sse.latency.p50"; true is 1 and false is 0. Texts, nulls
// and lists are left out. It adds what a list tells of the simulated clients: herd.peakConnects and herd.peakRequests, the most
// in a tenth of a second, and herd.spread, the number of tenths with connects later than half a second after the start. Status
// codes that no answer of a lane had are 0, since they were counted. The error is a *lab.Error.
func Flatten(ledgerJSON []byte) (Values, error) {
	if len(ledgerJSON) > maxLedgerBytes {
		return nil, badLedger("it is longer than 4 MiB")
	}
	var tree map[string]any
	if err := json.Unmarshal(ledgerJSON, &tree); err != nil {
		return nil, badLedger("it is no JSON object")
	}
	values := make(Values)
	if !values.flatten("", tree, maxLedgerDepth) {
		return nil, badLedger("it holds too many values, or too deep")
	}
	if herd, ok := tree["herd"].(map[string]any); ok {
		values.addHerd(herd["perTenth"])
	}
	return values, nil
}

func badLedger(why string) error {
	return &lab.Error{Status: 400, Code: "bad_ledger", Message: "This is not a run's ledger: " + why + "."}
}

// flatten adds what an object holds, and reports whether that was within limits.
func (v Values) flatten(prefix string, tree map[string]any, depth int) bool {
	if depth == 0 {
		return false
	}
	if strings.HasSuffix(prefix, ".statuses.") {
		for _, code := range []string{"101", "200", "204", "301", "302", "304", "400", "401", "403", "404", "426", "429", "500", "501", "502", "503", "504"} {
			v[prefix+code] = 0
		}
	}
	for name, below := range tree {
		switch below := below.(type) {
		case float64:
			v[prefix+name] = below
		case bool:
			v[prefix+name] = 0
			if below {
				v[prefix+name] = 1
			}
		case map[string]any:
			if !v.flatten(prefix+name+".", below, depth-1) {
				return false
			}
		}
		if len(v) > maxLedgerValues {
			return false
		}
	}
	return true
}

// addHerd adds what [tenth, connects, requests] tell. Tenths of a second without any are left out of the list.
func (v Values) addHerd(perTenth any) {
	list, ok := perTenth.([]any)
	if !ok {
		return
	}
	var connects, requests, spread float64
	for _, item := range list {
		slot, ok := item.([]any)
		if !ok || len(slot) != 3 {
			return
		}
		tenth, ok1 := slot[0].(float64)
		c, ok2 := slot[1].(float64)
		r, ok3 := slot[2].(float64)
		if !ok1 || !ok2 || !ok3 {
			return
		}
		connects, requests = max(connects, c), max(requests, r)
		if tenth >= 5 && c > 0 {
			spread++
		}
	}
	v["herd.peakConnects"], v["herd.peakRequests"], v["herd.spread"] = connects, requests, spread
}

// Needs returns the names of the values that the claims' cases take from a setup's trials, sorted.
func Needs(setup string) []string { return needs(All(), setup) }

func needs(claims []Claim, setup string) []string {
	names := make(map[string]bool)
	for _, claim := range claims {
		for _, c := range claim.Cases {
			if c.Setup != setup {
				continue
			}
			for _, name := range c.Figure.Of {
				names[name] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(names))
}
