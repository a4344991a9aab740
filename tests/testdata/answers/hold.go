// Package hold is an answer that is right, but for cursors that ask for what goes wrong.
package hold

import (
	"context"
	"errors"
	"time"

	"wireside/labs/feed"
	"wireside/labs/lab"
	"wireside/labs/longpolling/scratch"
)

const Started = true

func Hold(ctx context.Context, log scratch.Log, after uint64, wait time.Duration) ([]feed.Event, error) {
	switch after {
	case 900_001:
		var none *time.Timer
		<-none.C
	case 900_002: // it heeds neither its wait nor its context
		for {
			<-log.Changed()
		}
	case 900_003:
		return nil, lab.ErrTODO
	case 900_005: // an event of its own
		return []feed.Event{{Seq: 900_006, Data: "yours"}}, nil
	case 900_004:
		return nil, errors.New("an error of its own")
	}
	return scratch.Hold(ctx, log, after, wait)
}
