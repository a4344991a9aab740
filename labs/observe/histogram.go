package observe

import (
	"time"

	hdr "github.com/HdrHistogram/hdrhistogram-go"
)

// What a [Histogram] tells apart: microseconds, to two significant digits, so that a bucket is never wider than 1 % of its
// values.
const (
	longest = int64(10 * time.Minute / time.Microsecond)
	digits  = 2
)

// Bucket is a value that a bucket of a histogram holds, in µs, and how many were counted into it.
type Bucket [2]int64

// Histogram counts durations in buckets that grow with their values (HDR, high dynamic range): the tail is as exact as the
// middle, and the histograms of several clients are added bucket by bucket, where quantiles could not be. Make one with
// NewHistogram; it may be used from one goroutine at a time.
type Histogram struct{ hdr *hdr.Histogram }

// NewHistogram returns an empty histogram. It takes about 26 KB, whatever it counts.
func NewHistogram() *Histogram { return &Histogram{hdr.New(1, longest, digits)} }

// Record counts a duration in µs. What is below zero counts as zero, what is above ten minutes as ten minutes.
func (h *Histogram) Record(us int64) { h.add(us, 1) }

// add counts a value n times. The library refuses only what is out of range, which the bounds exclude.
func (h *Histogram) add(us, n int64) { _ = h.hdr.RecordValues(min(max(us, 0), longest), n) }

// Buckets returns the buckets that are not empty, lowest first, each by the lowest value that it holds.
func (h *Histogram) Buckets() []Bucket {
	buckets := []Bucket{}
	for _, bar := range h.hdr.Distribution() {
		if bar.Count > 0 {
			buckets = append(buckets, Bucket{bar.From, bar.Count})
		}
	}
	return buckets
}

// Add counts what other histograms' buckets hold. They must be within bounds, as [Report.Check] sees to.
func (h *Histogram) Add(buckets []Bucket) {
	for _, b := range buckets {
		h.add(b[0], b[1])
	}
}

// Summary is what the page shows of a histogram. All but Count are in milliseconds.
type Summary struct {
	Count  int64   `json:"count"`
	Min    float64 `json:"min"`
	P50    float64 `json:"p50"`
	P90    float64 `json:"p90"`
	P99    float64 `json:"p99"`
	P999   float64 `json:"p999"`
	Max    float64 `json:"max"`
	Mean   float64 `json:"mean"`
	StdDev float64 `json:"stddev"`
}

// Summary returns the summary, nil of an empty histogram.
func (h *Histogram) Summary() *Summary {
	if h.hdr.TotalCount() == 0 {
		return nil
	}
	ms := func(us int64) float64 { return float64(us) / 1000 }
	return &Summary{
		Count:  h.hdr.TotalCount(),
		Min:    ms(h.hdr.Min()),
		P50:    ms(h.hdr.ValueAtQuantile(50)),
		P90:    ms(h.hdr.ValueAtQuantile(90)),
		P99:    ms(h.hdr.ValueAtQuantile(99)),
		P999:   ms(h.hdr.ValueAtQuantile(99.9)),
		Max:    ms(h.hdr.Max()),
		Mean:   h.hdr.Mean() / 1000,
		StdDev: h.hdr.StdDev() / 1000,
	}
}
