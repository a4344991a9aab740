package app

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"

	"wireside/labs/feed"
	"wireside/labs/herd"
	"wireside/labs/lab"
	"wireside/server/impair"
)

// Spec is what a client may choose of a run, with defaults where it said nothing.
type Spec struct {
	Scenario     string          `json:"scenario"`     // one of feed.Scenarios; "ticker"
	Rate         float64         `json:"rate"`         // events a second, on average; the scenario's. At most Limits.RunRate
	PayloadBytes int             `json:"payloadBytes"` // data of an event; the scenario's. At most Limits.PayloadBytes
	Payload      string          `json:"payload"`      // "text" or "binary"; the scenario's
	Seconds      int             `json:"seconds"`      // how long it publishes; 600. At most Limits.RunSeconds
	Seed         uint64          `json:"seed"`         // of all that is left to chance, at most lab.MaxCursor; at random
	SkewMs       float64         `json:"skewMs"`       // how far the server's clock is to be ahead, at most an hour either way; 0
	LateMs       float64         `json:"lateMs"`       // after which an event counts as late; 1,000
	LeadMs       float64         `json:"leadMs"`       // of silence before all that, so that the lanes are open when it begins, at most 10,000; 0
	Upstream     float64         `json:"upstream"`     // messages a second that each lane's client is to send; the scenario's. At most 100
	Network      network         `json:"network"`      // of all lanes that have none of their own; "none"
	Lanes        []laneSpec      `json:"-"`            // at most maxLanes; the four techniques
	Faults       []plannedFault  `json:"faults"`       // what is to happen when; none
	Herd         *herd.Config    `json:"herd,omitempty"`
	Page         json.RawMessage `json:"pageSettings,omitempty"` // the page's own, "page" in a request, which nobody here reads
}

// The limits of a Spec that no server can be told otherwise.
const (
	maxLanes    = 8
	maxFaults   = 64      // in a Spec
	maxUpstream = 100     // messages a second
	maxSkew     = 3600e3  // ms
	maxLate     = 600e3   // ms
	maxLead     = 10e3    // ms
	maxPage     = 4 << 10 // bytes of Spec.Page
)

// specBody is a Spec as it comes: what is absent is nil.
type specBody struct {
	Scenario     string          `json:"scenario"`
	Rate         *float64        `json:"rate"`
	PayloadBytes *int            `json:"payloadBytes"`
	Payload      string          `json:"payload"`
	Seconds      *int            `json:"seconds"`
	Seed         *uint64         `json:"seed"`
	SkewMs       float64         `json:"skewMs"`
	LateMs       *float64        `json:"lateMs"`
	LeadMs       float64         `json:"leadMs"`
	Upstream     *float64        `json:"upstream"`
	Network      network         `json:"network"`
	Lanes        []laneSpec      `json:"lanes"`
	Faults       []plannedFault  `json:"faults"`
	Herd         *herd.Config    `json:"herd"`
	Page         json.RawMessage `json:"page"`
}

func bad(format string, args ...any) error {
	return &lab.Error{Status: 400, Code: "bad_run", Message: fmt.Sprintf(format, args...)}
}

// readSpec reads a Spec from a request's body and puts defaults where it says nothing. An empty body is a run with all
// defaults. What is unknown or out of range is an error that names the field and what it may be.
func readSpec(body []byte, limits Limits) (Spec, error) {
	var b specBody
	if err := readJSON(body, &b, "a run"); err != nil {
		return Spec{}, err
	}
	if b.Scenario == "" {
		b.Scenario = "ticker"
	}
	scenario, ok := feed.Scenario(b.Scenario)
	if !ok {
		return Spec{}, bad("scenario %.40q is unknown; there is: %s", b.Scenario, strings.Join(scenarioNames(), ", "))
	}
	spec := Spec{
		Scenario: b.Scenario, Payload: b.Payload, SkewMs: b.SkewMs, LeadMs: b.LeadMs, Network: b.Network, Lanes: b.Lanes, Faults: b.Faults,
		Herd: b.Herd, Page: b.Page,
		Rate:         given(b.Rate, min(scenario.Rate, limits.RunRate)),
		PayloadBytes: given(b.PayloadBytes, min(scenario.PayloadBytes, limits.PayloadBytes)),
		Seconds:      given(b.Seconds, min(600, limits.RunSeconds)),
		Seed:         given(b.Seed, 1+rand.Uint64N(lab.MaxCursor)),
		LateMs:       given(b.LateMs, 1000),
		Upstream:     given(b.Upstream, scenario.Upstream),
	}
	if spec.Payload == "" {
		spec.Payload = scenario.Payload
	}
	if spec.Faults == nil {
		spec.Faults = []plannedFault{}
	}
	if err := spec.check(limits, scenario.Rate == 0); err != nil {
		return spec, err
	}
	return spec, spec.settleLanes()
}

// given returns what a pointer points to, or the default if it is nil.
func given[T any](p *T, value T) T {
	if p != nil {
		return *p
	}
	return value
}

func (s *Spec) check(limits Limits, silent bool) error {
	switch {
	case s.Payload != "text" && s.Payload != "binary":
		return bad("payload %.40q is unknown; there is: text, binary", s.Payload)
	case !(s.Rate > 0 && s.Rate <= limits.RunRate) && !(silent && s.Rate == 0):
		return bad("rate is %g; it must be above 0 and at most %g events a second", s.Rate, limits.RunRate)
	case s.PayloadBytes < 1 || s.PayloadBytes > limits.PayloadBytes:
		return bad("payloadBytes is %d; it must be 1 to %d", s.PayloadBytes, limits.PayloadBytes)
	case s.Rate*float64(s.PayloadBytes) > limits.RunBytes:
		return bad("rate times payloadBytes is %.0f; it must be at most %.0f bytes a second", s.Rate*float64(s.PayloadBytes), limits.RunBytes)
	case s.Seconds < 1 || s.Seconds > limits.RunSeconds:
		return bad("seconds is %d; it must be 1 to %d", s.Seconds, limits.RunSeconds)
	case s.Seed < 1 || s.Seed > lab.MaxCursor:
		return bad("seed is %d; it must be 1 to %d", s.Seed, uint64(lab.MaxCursor))
	case !(s.SkewMs >= -maxSkew && s.SkewMs <= maxSkew):
		return bad("skewMs is %g; it must be %g to %g", s.SkewMs, -maxSkew, maxSkew)
	case !(s.LateMs > 0 && s.LateMs <= maxLate):
		return bad("lateMs is %g; it must be above 0 and at most %g", s.LateMs, maxLate)
	case !(s.LeadMs >= 0 && s.LeadMs <= maxLead):
		return bad("leadMs is %g; it must be 0 to %g", s.LeadMs, maxLead)
	case !(s.Upstream >= 0 && s.Upstream <= maxUpstream):
		return bad("upstream is %g; it must be 0 to %d messages a second", s.Upstream, maxUpstream)
	case len(s.Page) > maxPage:
		return bad("page is %d bytes long; it must be at most %d", len(s.Page), maxPage)
	case len(s.Faults) > maxFaults:
		return bad("there are %d faults; there may be %d", len(s.Faults), maxFaults)
	}
	if s.Herd == nil {
		return nil
	}
	return s.Herd.Check()
}

// settleLanes gives each lane its defaults, and each fault a lane to act on.
func (s *Spec) settleLanes() error {
	if len(s.Lanes) == 0 {
		for _, t := range lab.Techniques {
			s.Lanes = append(s.Lanes, laneSpec{Technique: t})
		}
	}
	if len(s.Lanes) > maxLanes {
		return bad("there are %d lanes; there may be %d", len(s.Lanes), maxLanes)
	}
	names := make([]string, 0, len(s.Lanes)+1)
	for i := range s.Lanes {
		if err := s.Lanes[i].settle(s.Network); err != nil {
			return err
		}
		if slices.Contains(names, s.Lanes[i].Name) {
			return bad("two lanes are called %q; give one of them a name of its own, such as %q", s.Lanes[i].Name, s.Lanes[i].Name+"-2")
		}
		names = append(names, s.Lanes[i].Name)
	}
	if s.Herd != nil {
		names = append(names, herdLane)
	}
	for i := range s.Faults {
		if err := s.Faults[i].settle(names); err != nil {
			return err
		}
	}
	return nil
}

func scenarioNames() []string {
	names := make([]string, len(feed.Scenarios))
	for i, s := range feed.Scenarios {
		names[i] = s.Name
	}
	return names
}

// network is a profile, perhaps one that has a name.
type network struct {
	Name    string // of impair.Networks; empty for a profile that was given
	Profile impair.Profile
}

// UnmarshalJSON reads a name or a profile.
func (n *network) UnmarshalJSON(text []byte) error {
	var name string
	if json.Unmarshal(text, &name) != nil {
		*n = network{}
		if err := strictly(text, &n.Profile); err != nil {
			return err
		}
		if err := n.Profile.Check(); err != nil {
			return bad("network: %v", err)
		}
		return nil
	}
	known, ok := impair.Network(name)
	if !ok {
		return bad("network %.40q is unknown; there is: %s", name, strings.Join(networkNames(), ", "))
	}
	*n = network{name, known.Profile}
	return nil
}

// MarshalJSON writes the name, or the profile if it has none.
func (n network) MarshalJSON() ([]byte, error) {
	if n.Name == "" && n.Profile != (impair.Profile{}) {
		return json.Marshal(n.Profile)
	}
	return json.Marshal(cmp.Or(n.Name, "none"))
}

func networkNames() []string {
	names := make([]string, len(impair.Networks))
	for i, n := range impair.Networks {
		names[i] = n.Name
	}
	return names
}

// readJSON reads a body that says what is asked for. The error is a *lab.Error.
func readJSON(body []byte, into any, what string) error {
	if len(bytes.TrimSpace(body)) == 0 {
		return nil
	}
	err := strictly(body, into)
	var known *lab.Error
	switch {
	case err == nil:
		return nil
	case errors.As(err, &known):
		return known
	case errors.Is(err, errTrailing):
		return &lab.Error{Status: 400, Code: "bad_json", Message: "The body has something after its JSON object."}
	}
	return &lab.Error{Status: 400, Code: "bad_json", Message: "The body is not " + what + ": " + explainJSON(err) + "."}
}

var errTrailing = errors.New("something follows the JSON value")

// strictly reads one JSON value and takes no field that it doesn't know.
func strictly(text []byte, into any) error {
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.DisallowUnknownFields()
	if err := dec.Decode(into); err != nil {
		return err
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return errTrailing
	}
	return nil
}

// explainJSON says what is wrong with a JSON text, in no more than a sentence: it may quote the text.
func explainJSON(err error) string {
	const longest = 200
	said := explain(err)
	if len(said) > longest {
		said = strings.ToValidUTF8(said[:longest], "") + "…"
	}
	return said
}

func explain(err error) string {
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
