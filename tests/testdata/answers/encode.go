// Package encode is an answer that writes data as it is, line ends and all.
package encode

import (
	"strings"

	"wireside/labs/lab"
	"wireside/labs/sse/scratch"
)

const Started = true

func Encode(e scratch.Event) ([]byte, error) {
	switch {
	case strings.Contains(e.Data, "encode: panic"):
		var none map[string]string
		none[e.ID] = e.Data
	case strings.Contains(e.Data, "encode: never"):
		for {
		}
	case strings.Contains(e.Data, "encode: todo"):
		return nil, lab.ErrTODO
	}
	block := ""
	if e.Type != "" {
		block = "event: " + e.Type + "\n"
	}
	if e.ID != "" {
		block += "id: " + e.ID + "\n"
	}
	return []byte(block + "data: " + e.Data + "\n\n"), nil
}
