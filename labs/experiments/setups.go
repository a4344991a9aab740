package experiments

import (
	"encoding/json"
	"slices"
)

// Setups returns all setups by their names. The map is the caller's own.
func Setups() map[string]Setup {
	all := make(map[string]Setup, len(setups))
	for _, s := range setups {
		all[s.Name] = s
	}
	return all
}

// FindSetup returns the setup with the given name.
func FindSetup(name string) (Setup, bool) {
	i := slices.IndexFunc(setups, func(s Setup) bool { return s.Name == name })
	if i < 0 {
		return Setup{}, false
	}
	return setups[i], true
}

// SetupsOf returns the setups that claims take trials from, each once, in the order in which to run them.
func SetupsOf(claims ...Claim) []Setup {
	var wanted []string
	for _, c := range claims {
		for _, k := range c.Cases {
			wanted = append(wanted, k.Setup)
		}
	}
	var found []Setup
	for _, s := range setups {
		if slices.Contains(wanted, s.Name) {
			found = append(found, s)
		}
	}
	return found
}

// trials is of how many a setup's sample consists: as many as a verdict needs.
const trials = DefaultLeast

// A browser opens six connections to an origin, WebSockets not counted (and on HTTP/1.1, which all lanes speak). So no setup has
// more than five lanes of other techniques, and fewer where their clients send as well.
//
// An event in a hundred that goes missing is to be seen for sure: where a case says that nothing is lost, all trials
// together publish 600 events or more, of which 599 arrive by chance with a probability of 0.2 %.
var setups = []Setup{
	{
		Name: "source", Title: "This program's own source and build", Kind: KindSource, Trials: 1,
	},
	{
		Name: "page", Title: "What this browser has, asked on this page", Kind: KindPage, Trials: 1,
	},
	{
		Name: "push", Title: "100 events a second for two seconds, no network in between", Kind: KindRun, Trials: trials, Alone: true, Wire: true,
		Spec: spec(`{"rate":100,"seconds":2,"leadMs":400,"lanes":[
			{"technique":"polling","intervalMs":100},
			{"name":"polling-close","technique":"polling","title":"Polling, close","intervalMs":100,"keepAlive":false},
			"longpolling","sse","websocket",
			{"name":"websocket-bare","technique":"websocket","title":"WS, no library","library":false}]}`),
	},
	{
		Name: "intervals", Title: "Polling every 200, 400 and 800 ms, 100 events a second", Kind: KindRun, Trials: trials, Alone: true,
		Spec: spec(`{"rate":100,"seconds":2,"leadMs":300,"lanes":[
			{"name":"polling-200","technique":"polling","title":"Polling, 200 ms","intervalMs":200},
			{"name":"polling-400","technique":"polling","title":"Polling, 400 ms","intervalMs":400},
			{"name":"polling-800","technique":"polling","title":"Polling, 800 ms","intervalMs":800},
			"sse"]}`),
	},
}

// spec is a run's JSON that stands in this package.
func spec(s string) json.RawMessage { return json.RawMessage(s) }
