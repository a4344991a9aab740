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

// spec is a run's JSON that stands in this package.
func spec(s string) json.RawMessage { return json.RawMessage(s) }
