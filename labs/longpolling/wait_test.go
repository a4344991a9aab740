package longpolling

import (
	"errors"
	"testing"
	"time"

	"wireside/labs/lab"
)

func TestParseWait(t *testing.T) {
	for value, want := range map[string]time.Duration{
		"0": 0, "25s": 25 * time.Second, "500ms": 500 * time.Millisecond, "1m": time.Minute, "25": 25 * time.Second,
		"0.5": 500 * time.Millisecond, "60": MaxWait, "60s": MaxWait,
	} {
		if got, err := ParseWait(value); got != want || err != nil {
			t.Errorf("wait=%s is %v, %v, want %v", value, got, err, want)
		}
	}
	for _, value := range []string{"", "banana", "-1", "-1s", "-1e300", "61", "60.001s", "1h", "1e300", "NaN", "Inf", "25 s"} {
		got, err := ParseWait(value)
		var refused *lab.Error
		if !errors.As(err, &refused) || refused.Status != 400 || refused.Code != "bad_wait" {
			t.Errorf("wait=%s is %v, %v, want bad_wait", value, got, err)
		}
	}
}
