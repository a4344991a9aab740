package lessons

import (
	"maps"
	"slices"
)

// Kinds returns the kinds of blocks, sorted.
func Kinds() []string { return slices.Sorted(maps.Keys(kinds())) }
