package decide

import "wireside/labs/experiments"

// Rank orders the techniques for the answers, by what fits and then by what the trials say of the costs. Trials of setups
// that it knows nothing of don't count. The error is a *lab.Error that names the answer which can't be.
func Rank(a Answers, trials []experiments.Trial) (Ranking, error) {
	if err := a.Check(); err != nil {
		return Ranking{}, err
	}
	return Ranking{Answers: a}, nil
}

// Rules says how Rank orders, a sentence each, with the numbers that it compares.
func Rules() []string { return nil }

// Needs returns the names of the values that Rank takes from trials, by setup. The slices are the caller's own.
func Needs() map[string][]string { return map[string][]string{} }

// Setups returns the names of the setups that feed Rank, in the order in which to run them.
func Setups() []string { return nil }
