package observe

import (
	"fmt"

	"wireside/labs/lab"
)

// maxBuckets is the limit of buckets in one of a report's histograms; a histogram has about 2,900.
const maxBuckets = 4096

// maxCount is the limit of every count: far more than a client can count in a day, and millions of clients' still add up.
const maxCount = 1_000_000_000_000

// Counts are what a client counted on one lane. The package's comment defines them.
type Counts struct {
	Delivered    int64 `json:"delivered"`
	Lost         int64 `json:"lost"`
	Duplicated   int64 `json:"duplicated"`
	Reordered    int64 `json:"reordered"`
	Late         int64 `json:"late"`
	Early        int64 `json:"early"`        // events that came before they were published, by more than the clocks' error: it counts as 0 µs
	Unreadable   int64 `json:"unreadable"`   // messages that could not be parsed
	Foreign      int64 `json:"foreign"`      // events that this feed can't have published
	Requests     int64 `json:"requests"`     // for events; what goes upstream is Sent
	EmptyAnswers int64 `json:"emptyAnswers"` // polls that brought nothing
	Reconnects   int64 `json:"reconnects"`   // streams opened once more
	Sent         int64 `json:"sent"`         // messages upstream
	Echoed       int64 `json:"echoed"`       // of them, those whose echo came
	Finished     bool  `json:"finished"`     // the lane is closed: what has not come will not
}

// Report is what a client says of one lane.
type Report struct {
	Counts
	Latency []Bucket `json:"latency"` // from publication to arrival, of first receptions
	RTT     []Bucket `json:"rtt"`     // from a message upstream to its echo
	Open    []Bucket `json:"open"`    // from a request that opens a stream until that is open; of what polls, from its first one to the answer
}

// Check judges a report that anybody may have sent. The error is a *lab.Error, bad_report, that names the field.
func (r Report) Check() error {
	for name, n := range r.numbers() {
		if n < 0 || n > maxCount {
			return badReport("%s is %d; it must be 0 to %d", name, n, maxCount)
		}
	}
	if err := checkBuckets("latency", r.Latency); err != nil {
		return err
	}
	if err := checkBuckets("rtt", r.RTT); err != nil {
		return err
	}
	return checkBuckets("open", r.Open)
}

// numbers are the counts by their names.
func (c Counts) numbers() map[string]int64 {
	return map[string]int64{
		"delivered": c.Delivered, "lost": c.Lost, "duplicated": c.Duplicated, "reordered": c.Reordered, "late": c.Late,
		"early": c.Early, "unreadable": c.Unreadable, "foreign": c.Foreign, "requests": c.Requests,
		"emptyAnswers": c.EmptyAnswers, "reconnects": c.Reconnects, "sent": c.Sent, "echoed": c.Echoed,
	}
}

func checkBuckets(name string, buckets []Bucket) error {
	if len(buckets) > maxBuckets {
		return badReport("%s has %d buckets; it may have %d", name, len(buckets), maxBuckets)
	}
	left := int64(maxCount)
	for i, b := range buckets {
		if b[0] < 0 || b[0] > longest {
			return badReport("%s[%d] is of %d µs; it must be 0 to %d", name, i, b[0], longest)
		}
		if b[1] < 1 || b[1] > left {
			return badReport("%s[%d] counts %d; it must be 1 or more, and all of them %d at most", name, i, b[1], maxCount)
		}
		left -= b[1]
	}
	return nil
}

func badReport(format string, args ...any) error {
	return &lab.Error{Status: 400, Code: "bad_report", Message: fmt.Sprintf(format, args...)}
}
