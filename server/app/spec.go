package app

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"wireside/labs/lab"
)

// Spec is what a client may choose of a run. Each field may be left out; the zero value means its default.
type Spec struct {
	Scenario     string          `json:"scenario"`     // "ticker", the default and so far the only one
	Rate         float64         `json:"rate"`         // events a second; 5. At most Limits.RunRate
	PayloadBytes int             `json:"payloadBytes"` // data of an event; 46. At most Limits.PayloadBytes
	Payload      string          `json:"payload"`      // "text", the default and so far the only one
	Lanes        []lab.Technique `json:"lanes"`        // the techniques to be used; all four
	Network      string          `json:"network"`      // "none", the default and so far the only one: nothing between the ends
	Seconds      int             `json:"seconds"`      // how long it publishes; 600. At most Limits.RunSeconds
}

// The values that a Spec's texts may have.
var (
	scenarios = []string{"ticker"}
	payloads  = []string{"text"}
	networks  = []string{"none"}
)

func bad(format string, args ...any) error {
	return &lab.Error{Status: 400, Code: "bad_run", Message: fmt.Sprintf(format, args...)}
}

// readSpec reads a Spec from a request's body and puts defaults where it says nothing. An empty body is a run with all
// defaults. What is unknown or out of range is an error that names the field and what it may be.
func readSpec(body []byte, limits Limits) (Spec, error) {
	spec := Spec{
		Scenario: "ticker", Rate: min(5, limits.RunRate), PayloadBytes: min(46, limits.PayloadBytes), Payload: "text",
		Network: "none", Seconds: min(600, limits.RunSeconds),
	}
	if len(bytes.TrimSpace(body)) > 0 {
		dec := json.NewDecoder(bytes.NewReader(body))
		dec.DisallowUnknownFields()
		if err := dec.Decode(&spec); err != nil {
			return spec, &lab.Error{Status: 400, Code: "bad_json", Message: "The body is not a run: " + explainJSON(err) + "."}
		}
		if _, err := dec.Token(); !errors.Is(err, io.EOF) {
			return spec, &lab.Error{Status: 400, Code: "bad_json", Message: "The body has something after its JSON object."}
		}
	}
	if len(spec.Lanes) == 0 {
		spec.Lanes = slices.Clone(lab.Techniques[:])
	}
	slices.SortFunc(spec.Lanes, func(a, b lab.Technique) int {
		return slices.Index(lab.Techniques[:], a) - slices.Index(lab.Techniques[:], b)
	})
	spec.Lanes = slices.Compact(spec.Lanes)
	return spec, spec.check(limits)
}

func (s Spec) check(limits Limits) error {
	switch {
	case !slices.Contains(scenarios, s.Scenario):
		return bad("scenario %q is unknown; there is: %s", s.Scenario, strings.Join(scenarios, ", "))
	case !slices.Contains(payloads, s.Payload):
		return bad("payload %q is unknown; there is: %s", s.Payload, strings.Join(payloads, ", "))
	case !slices.Contains(networks, s.Network):
		return bad("network %q is unknown; there is: %s", s.Network, strings.Join(networks, ", "))
	case !(s.Rate > 0 && s.Rate <= limits.RunRate):
		return bad("rate is %g; it must be above 0 and at most %g events a second", s.Rate, limits.RunRate)
	case s.PayloadBytes < 1 || s.PayloadBytes > limits.PayloadBytes:
		return bad("payloadBytes is %d; it must be 1 to %d", s.PayloadBytes, limits.PayloadBytes)
	case s.Rate*float64(s.PayloadBytes) > limits.RunBytes:
		return bad("rate times payloadBytes is %.0f; it must be at most %.0f bytes a second", s.Rate*float64(s.PayloadBytes), limits.RunBytes)
	case s.Seconds < 1 || s.Seconds > limits.RunSeconds:
		return bad("seconds is %d; it must be 1 to %d", s.Seconds, limits.RunSeconds)
	}
	for _, lane := range s.Lanes {
		if !slices.Contains(lab.Techniques[:], lane) {
			return bad("lane %q is unknown; there are: %s", lane, strings.Join(techniqueNames(), ", "))
		}
	}
	return nil
}

func explainJSON(err error) string {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &kind) && kind.Field == "":
		return "it must be an object, and this is one of type " + kind.Value
	case errors.As(err, &kind):
		return fmt.Sprintf("field %q takes no %s", kind.Field, kind.Value)
	case errors.As(err, &syntax):
		return fmt.Sprintf("no JSON at byte %d", syntax.Offset)
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return "the JSON ends too early"
	}
	return strings.TrimPrefix(err.Error(), "json: ")
}

// techniqueNames returns the names of the techniques.
func techniqueNames() []string {
	names := make([]string, len(lab.Techniques))
	for i, t := range lab.Techniques {
		names[i] = string(t)
	}
	return names
}
