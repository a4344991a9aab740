package exercise

import "strconv"

func length(value string) (uint64, error) {
	return strconv.ParseUint(value, 10, 64) // takes no sign
}
