package lessons

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestReadQuantity(t *testing.T) {
	for text, want := range map[string]quantity{
		"":                             {},
		"a second":                     {},
		"bytes":                        {},
		"5":                            {found: true, number: 5},
		"2.5 events a second":          {found: true, number: 2.5},
		"5 a second":                   {found: true, number: 5},
		"5/s":                          {found: true, number: 5},
		"1,234,567.5 bytes":            {found: true, number: 1234567.5, kind: ofBytes},
		"about 21 bytes of it":         {found: true, number: 21, kind: ofBytes},
		"64 KiB":                       {found: true, number: 65536, kind: ofBytes},
		"1.5 kB":                       {found: true, number: 1500, kind: ofBytes},
		"250 ms":                       {found: true, number: 250, kind: ofTime},
		"25 s at most":                 {found: true, number: 25000, kind: ofTime},
		"two minutes":                  {found: true, number: 120000, kind: ofTime},
		"Half a second":                {found: true, number: 500, kind: ofTime},
		"0.5 a second":                 {found: true, number: 0.5},
		"half of them":                 {found: true, number: 0.5},
		"90 %":                         {found: true, number: 0.9, kind: ofWhole},
		"90%":                          {found: true, number: 0.9, kind: ofWhole},
		"no byte":                      {found: true, kind: ofBytes},
		"two hundred thousand clients": {found: true, number: 200000},
		"a hundred ms":                 {found: true, number: 100, kind: ofTime},
	} {
		got, err := readQuantity(text)
		if err != nil {
			t.Errorf("%q: %v", text, err)
		}
		if diff := cmp.Diff(want, got, cmp.AllowUnexported(quantity{})); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
	for _, text := range []string{"2 to 14 bytes", "two of 4", "1,5", "12,34"} {
		if q, err := readQuantity(text); err == nil {
			t.Errorf("%q: got %v, want an error", text, q)
		}
	}
}

// Each figure has the unit that the bench gives it in.
func TestUnitOfFigure(t *testing.T) {
	units := map[kindOfUnit][]string{}
	for _, figure := range Figures {
		units[unitOfFigure(figure)] = append(units[unitOfFigure(figure)], figure)
	}
	want := map[kindOfUnit][]string{
		ofTime:  {"latency.min", "latency.p50", "latency.p90", "latency.p99", "latency.max", "rtt.p50", "open.p50"},
		ofWhole: {"emptyShare"},
		ofBytes: {"wirePerEvent", "payloadPerEvent", "framingPerEvent", "httpPerEvent", "upPerEvent", "downPerEvent"},
		plainNumber: {"delivered", "lost", "duplicated", "reordered", "late", "unreadable", "foreign", "reconnects", "requests",
			"connections", "sent", "echoed", "emptyAnswers", "requestsPerEvent"},
	}
	if diff := cmp.Diff(want, units); diff != "" {
		t.Errorf("units (-want +got):\n%s", diff)
	}
}
