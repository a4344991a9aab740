package decide

import (
	"slices"

	"wireside/labs/experiments"
)

// Needs returns the names of the values that Rank takes from trials, by setup. The map is the caller's own.
func Needs() map[string][]string {
	needs := make(map[string][]string)
	for i := range measured {
		for _, v := range measured[i].of {
			if !slices.Contains(needs[v.setup], v.name) {
				needs[v.setup] = append(needs[v.setup], v.name)
			}
		}
	}
	return needs
}

// Setups returns the names of the setups that feed Rank, in the order in which to run them.
func Setups() []string {
	names := []string{source}
	for _, s := range experiments.CostSetups() {
		names = append(names, s.Name)
	}
	return names
}
