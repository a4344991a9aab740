package app

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"wireside/labs/experiments"
	"wireside/labs/lab"
	"wireside/wireview/tap"

	"github.com/gofiber/fiber/v2"
)

// claimState is a claim in JSON: what it says, and the rules that stand before anything is measured.
type claimState struct {
	Claim      int                  `json:"claim"`
	Title      string               `json:"title"`
	Quote      string               `json:"quote,omitempty"`
	So         string               `json:"so"`
	Sources    []experiments.Source `json:"sources"`
	Measurable bool                 `json:"measurable"`
	Setups     []string             `json:"setups"`
	Changes    string               `json:"changes,omitempty"`
	Rules      string               `json:"rules,omitempty"` // their hash: results by other rules can't be compared
	Cases      []caseState          `json:"cases"`
}

type caseState struct {
	Case   string `json:"case"`
	Text   string `json:"text"`
	Figure string `json:"figure"`
	Unit   string `json:"unit,omitempty"`
	Rule   string `json:"rule"`
	Kind   string `json:"kind"` // "median" or "each"
	Least  int    `json:"least"`
	Only   string `json:"only,omitempty"` // "page": only a browser can tell
}

type setupState struct {
	Name   string           `json:"name"`
	Title  string           `json:"title"`
	Kind   experiments.Kind `json:"kind"`
	Spec   map[string]any   `json:"spec,omitempty"` // the body of POST /api/runs, broken if that was asked for
	Trials int              `json:"trials"`
	Alone  bool             `json:"alone"`
}

// serverState is the machine that a result was measured on.
func serverState() experiments.Server {
	return experiments.Server{OS: runtime.GOOS, Arch: runtime.GOARCH, CPUs: runtime.NumCPU(), Go: runtime.Version()}
}

func describeClaim(c experiments.Claim) claimState {
	s := claimState{
		Claim: c.Number, Title: c.Title, Quote: c.Quote, So: c.So, Sources: c.Sources, Measurable: len(c.Cases) > 0,
		Setups: []string{}, Changes: c.Changes, Cases: []caseState{},
	}
	for _, setup := range experiments.SetupsOf(c) {
		s.Setups = append(s.Setups, setup.Name)
	}
	if s.Measurable {
		s.Rules = c.Rules()
	}
	for _, k := range c.Cases {
		kind := "median"
		if k.Each {
			kind = "each"
		}
		s.Cases = append(s.Cases, caseState{
			k.Name, k.Text, k.Figure.Name, k.Figure.Unit, k.Rule(), kind, cmp.Or(k.Least, experiments.DefaultLeast), k.Figure.Only,
		})
	}
	return s
}

func describeSetup(s experiments.Setup, broken string) (setupState, error) {
	state := setupState{Name: s.Name, Title: s.Title, Kind: s.Kind, Trials: s.Trials, Alone: s.Alone}
	if s.Kind != experiments.KindRun {
		return state, nil
	}
	if err := json.Unmarshal(s.Spec, &state.Spec); err != nil {
		return state, fmt.Errorf("setup %s: %w", s.Name, err)
	}
	if broken == "" {
		return state, nil
	}
	var err error
	state.Spec, err = experiments.Break(state.Spec, broken)
	return state, err
}

// setupStates are setups by their names, in JSON in the order in which to run them.
type setupStates []setupState

// MarshalJSON writes an object.
func (s setupStates) MarshalJSON() ([]byte, error) {
	text := []byte{'{'}
	for i, setup := range s {
		if i > 0 {
			text = append(text, ',')
		}
		body, err := json.Marshal(setup)
		if err != nil {
			return nil, err
		}
		text = append(strconv.AppendQuote(text, setup.Name), ':')
		text = append(text, body...)
	}
	return append(text, '}'), nil
}

func describeSetups(setups []experiments.Setup, broken string) (setupStates, error) {
	states := make(setupStates, len(setups))
	for i, s := range setups {
		var err error
		if states[i], err = describeSetup(s, broken); err != nil {
			return nil, err
		}
	}
	return states, nil
}

// showClaims lists the claims, with the rules by which each is judged, and what has to be run for them and for the decision
// page. ?break= names a way to break the lab; the setups are then broken in it.
func showClaims(c *fiber.Ctx) error {
	all := experiments.All()
	broken := strings.Clone(c.Query("break"))
	setups, err := describeSetups(append(experiments.SetupsOf(all...), experiments.CostSetups()...), broken)
	if err != nil {
		return err
	}
	claims := make([]claimState, len(all))
	for i, claim := range all {
		claims[i] = describeClaim(claim)
	}
	return c.JSON(fiber.Map{
		"article": experiments.Article, "claims": claims, "setups": setups, "breaks": experiments.Breaks,
		"broken": broken, "server": serverState(),
	})
}

// showClaim describes one claim, with its setups.
func showClaim(c *fiber.Ctx) error {
	claim, err := claimOf(c)
	if err != nil {
		return err
	}
	setups, err := describeSetups(experiments.SetupsOf(claim), strings.Clone(c.Query("break")))
	if err != nil {
		return err
	}
	return c.JSON(struct {
		claimState
		Specs  setupStates        `json:"setupSpecs"`
		Server experiments.Server `json:"server"`
	}{describeClaim(claim), setups, serverState()})
}

// claimOf finds the claim that a path names.
func claimOf(c *fiber.Ctx) (experiments.Claim, error) {
	text := strings.Clone(c.Params("n"))
	n, err := strconv.Atoi(text)
	if claim, ok := experiments.Find(n); err == nil && ok {
		return claim, nil
	}
	return experiments.Claim{}, &lab.Error{Status: 404, Code: "no_such_claim", Message: fmt.Sprintf("There is no claim %.40q; they are numbered from 1 to %d.", text, len(experiments.All()))}
}

// The limits of what a verdict may be asked for with.
const (
	maxTrials = 512
	maxClient = 64 // bytes of a client's name
)

// judged is what a verdict is asked for with.
type judged struct {
	Trials []experiments.Trial `json:"trials"`
	Client experiments.Client  `json:"client"`
	Broken string              `json:"broken"`
}

// judge answers with what a claim comes to by the trials that are given. Nothing is kept.
func judge(c *fiber.Ctx) error {
	claim, err := claimOf(c)
	if err != nil {
		return err
	}
	var asked judged
	if err := readJSON(c.Body(), &asked, "what a verdict is asked for with"); err != nil {
		return err
	}
	if len(claim.Cases) == 0 {
		return &lab.Error{Status: 409, Code: "not_measurable", Message: fmt.Sprintf("Claim %d can't be measured; its sources tell: %s.", claim.Number, claim.Sources[0].URL)}
	}
	if len(asked.Trials) > maxTrials {
		return badTrials("there are %d trials; there may be %d", len(asked.Trials), maxTrials)
	}
	switch {
	case asked.Client.Kind != "page" && asked.Client.Kind != "go":
		return badTrials("client.kind is %.40q; it must be page or go", asked.Client.Kind)
	case len(asked.Client.Name) > maxClient || strings.ContainsFunc(asked.Client.Name, unseen):
		return badTrials("client.name must be text of at most %d bytes, without control characters", maxClient)
	case asked.Broken != "" && !slices.ContainsFunc(experiments.Breaks, func(b experiments.Breakage) bool { return b.Name == asked.Broken }):
		return badTrials("broken is %.40q, which is no way to break the lab that is known here", asked.Broken)
	}
	result := experiments.Judge(claim, asked.Trials)
	result.At, result.Client, result.Broken, result.Server = tap.Now(), asked.Client, asked.Broken, serverState()
	return c.JSON(result)
}

// unseen reports whether a character is one that no Result may hold.
func unseen(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) }

func badTrials(format string, args ...any) error {
	return &lab.Error{Status: 400, Code: "bad_trials", Message: fmt.Sprintf(format, args...)}
}

// checkResult judges a result once more, from its own values by the rules of this server. One of other rules is nothing wrong,
// and can't be judged here: the answer says why.
func checkResult(c *fiber.Ctx) error {
	results, err := experiments.ReadResults(c.Body())
	if err != nil {
		return err
	}
	if len(results) != 1 {
		return &lab.Error{Status: 400, Code: "bad_result", Message: fmt.Sprintf("This holds %d results; give one.", len(results))}
	}
	again, err := experiments.Check(results[0])
	var other *lab.Error
	switch {
	case errors.As(err, &other) && other.Status == fiber.StatusConflict:
		return c.JSON(fiber.Map{"agrees": false, "otherRules": other.Message})
	case err != nil:
		return err
	}
	return c.JSON(fiber.Map{"agrees": results[0].Agrees(again), "result": again})
}
