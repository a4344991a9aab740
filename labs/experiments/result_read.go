package experiments

import (
	"encoding/json"
	"errors"
	"strings"

	"wireside/labs/lab"
)

// The limits of a file.
const (
	MaxResultsBytes = 1 << 20
	MaxResults      = 100
)

// ReadResults reads a file of one Result, or of several: {"wireside":"claims/1","results":[…]}. It may have MaxResultsBytes and
// MaxResults. Fields that are unknown are passed over: a newer Wireside may have them. The error is a *lab.Error, bad_result. What is read
// can be shown; whether it is right tells [Check].
func ReadResults(text []byte) ([]Result, error) {
	if len(text) > MaxResultsBytes {
		return nil, badResult("it is %d bytes long; it may have %d", len(text), MaxResultsBytes)
	}
	var kind struct {
		Format string `json:"wireside"`
	}
	if err := json.Unmarshal(text, &kind); err != nil {
		return nil, badResult("%s", explain(err))
	}
	file := Results{Results: make([]Result, 1)}
	into := any(&file)
	switch kind.Format {
	case ResultFormat:
		into = &file.Results[0]
	case ResultsFormat:
	default:
		return nil, badResult("wireside is %.40q; it must be %q, or %q for several", kind.Format, ResultFormat, ResultsFormat)
	}
	if err := json.Unmarshal(text, into); err != nil {
		return nil, badResult("%s", explain(err))
	}
	if len(file.Results) < 1 || len(file.Results) > MaxResults {
		return nil, badResult("results are %d; there must be 1 to %d", len(file.Results), MaxResults)
	}
	for i := range file.Results {
		r := &file.Results[i]
		for i := range r.Cases {
			if r.Cases[i].Values == nil {
				r.Cases[i].Values = Sample{}
			}
		}
		if err := r.valid(); err != nil {
			return nil, err
		}
	}
	return file.Results, nil
}

// readResult reads one Result.
func readResult(text []byte) (Result, error) {
	all, err := ReadResults(text)
	switch {
	case err != nil:
		return Result{}, err
	case len(all) != 1:
		return Result{}, badResult("it holds %d; it must be one alone", len(all))
	}
	return all[0], nil
}

// explain says what is wrong with a JSON text, in no more than a sentence.
func explain(err error) string {
	var known *lab.Error
	var kind *json.UnmarshalTypeError
	var syntax *json.SyntaxError
	switch {
	case errors.As(err, &known):
		return known.Message
	case errors.As(err, &kind) && kind.Field == "":
		return "it must be a JSON object"
	case errors.As(err, &kind):
		return clipped(kind.Field) + " takes no " + kind.Value
	case errors.As(err, &syntax):
		return "it is no JSON"
	}
	return clipped(err.Error())
}

// clipped is as much of a text as a sentence can hold.
func clipped(s string) string {
	const most = 120
	if len(s) > most {
		s = strings.ToValidUTF8(s[:most], "") + "…"
	}
	return s
}
