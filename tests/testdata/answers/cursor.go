// Package cursor is an answer that is right, but for cursors that ask for what goes wrong.
package cursor

import (
	"errors"

	"wireside/labs/feed"
	"wireside/labs/lab"
	"wireside/labs/polling/scratch"
)

const Started = true

func After(kept []feed.Event, after uint64, limit int) (lab.Batch, error) {
	switch after {
	case 900_001:
		return lab.Batch{Events: kept[len(kept):][:1]}, nil
	case 900_002:
		for {
		}
	case 900_003:
		return lab.Batch{}, lab.ErrTODO
	case 900_004:
		return lab.Batch{}, errors.New("an error of its own")
	}
	return scratch.After(kept, after, limit)
}
