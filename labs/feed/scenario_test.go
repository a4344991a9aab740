package feed

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"image/png"
	"math"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

// record runs a feed for as long as it says and returns its events, with stamps that count from the start.
func record(t *testing.T, cfg Config, span time.Duration) (events []Event) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), span+time.Microsecond)
		defer cancel()
		cfg.Window, cfg.WindowBytes = 1<<20, 1<<30
		f := New(cfg)
		start := time.Now().UnixMicro()
		f.Run(ctx)
		events = f.After(0, 0).Events
		for i := range events {
			events[i].At -= start
		}
	})
	return events
}

func TestScenarios(t *testing.T) {
	seen := map[string]bool{}
	for _, s := range Scenarios {
		if found, ok := Scenario(s.Name); !ok || found.Text != s.Text || seen[s.Name] {
			t.Errorf("%s: found %v, seen before %v", s.Name, ok, seen[s.Name])
		}
		seen[s.Name] = true
		if s.PayloadBytes < 1 || s.Rate < 0 || s.Upstream < 0 || s.Payload != "text" && s.Payload != "binary" || !strings.HasSuffix(s.Text, ".") {
			t.Errorf("%+v", s)
		}
	}
	if _, ok := Scenario("banana"); ok {
		t.Error("there is a scenario banana")
	}
}

// TestAverageRate also holds that each event is of exactly the bytes that were asked for.
func TestAverageRate(t *testing.T) {
	for _, s := range Scenarios {
		for _, faster := range []float64{1, 10} {
			rate := s.Rate * faster
			span := time.Hour
			if rate > 0 {
				span = time.Duration(600 / rate * float64(time.Second))
			}
			events := record(t, Config{Scenario: s.Name, Rate: rate, Seed: 7, Binary: s.Payload == "binary"}, span)
			want := rate * span.Seconds()
			if got := float64(len(events)); math.Abs(got-want) > max(want*0.05, 9) {
				t.Errorf("%s at %g/s: %v events in %v, want about %v", s.Name, rate, got, span, want)
			}
			for i, e := range events {
				if len(e.Data) != s.PayloadBytes || e.Binary != (s.Payload == "binary") || e.Seq != uint64(i+1) {
					t.Fatalf("%s: %d bytes, want %d: %+v", s.Name, len(e.Data), s.PayloadBytes, e)
				}
			}
		}
	}
}

// TestFirstEventComesSoon is for the scenarios whose pace is uneven: nobody is to wait for ten seconds to see anything.
func TestFirstEventComesSoon(t *testing.T) {
	for _, name := range []string{News, Notifications, Chat} {
		info, _ := Scenario(name)
		for seed := range uint64(20) {
			if events := record(t, Config{Scenario: name, Rate: info.Rate, Seed: seed + 1}, soon+burstWithin); len(events) == 0 {
				t.Errorf("%s, seed %d: nothing within %v", name, seed+1, soon)
			}
		}
	}
}

func TestSameSeedSameFeed(t *testing.T) {
	for _, s := range Scenarios {
		run := func(seed uint64, rate float64) []Event {
			return record(t, Config{Scenario: s.Name, Rate: rate, Seed: seed, Binary: s.Payload == "binary"}, time.Duration(min(20/s.Rate, 3600)*float64(time.Second)))
		}
		first := run(1, s.Rate)
		if diff := cmp.Diff(first, run(1, s.Rate)); diff != "" {
			t.Errorf("%s: the same seed made something else\n%s", s.Name, diff)
		}
		if s.Rate == 0 {
			continue
		}
		if len(first) < 5 {
			t.Fatalf("%s: only %d events", s.Name, len(first))
		}
		if other := run(2, s.Rate); cmp.Equal(first, other) {
			t.Errorf("%s: another seed made the same", s.Name)
		}
		for i, e := range run(1, s.Rate/2) {
			if e.Data != first[i].Data {
				t.Errorf("%s: at another rate event %d is %q, not %q", s.Name, e.Seq, e.Data, first[i].Data)
			}
		}
	}
	if cmp.Equal(record(t, Config{Rate: 5}, time.Minute), record(t, Config{Rate: 5}, time.Minute)) {
		t.Error("two feeds without a seed are the same")
	}
}

// TestAnyLength asks every author for data of all small sizes and some large ones.
func TestAnyLength(t *testing.T) {
	for _, s := range Scenarios {
		if s.author == nil {
			continue
		}
		for _, asText := range []func(author) author{func(a author) author { return a }, asText} {
			next := asText(s.author(rand.New(rand.NewPCG(1, 1))))
			for n := range 200 {
				if got := next(n); len(got) != n {
					t.Fatalf("%s: %d bytes, want %d: %q", s.Name, len(got), n, got)
				}
			}
			for _, n := range []int{1000, 4096, 10_000, 128 << 10} {
				if got := next(n); len(got) != n {
					t.Fatalf("%s: %d bytes, want %d", s.Name, len(got), n)
				}
			}
		}
	}
}

func TestBursts(t *testing.T) {
	at := func(rate float64) (offsets []time.Duration) {
		next := bursts(rate, rand.New(rand.NewPCG(3, 3)))
		for range 10 * burstEvents {
			offsets = append(offsets, next())
		}
		return offsets
	}
	for i, due := range at(1.6) {
		begin := 625*time.Millisecond + time.Duration(i/burstEvents)*5*time.Second
		if due < begin || due >= begin+burstWithin {
			t.Errorf("event %d is due at %v, want within %v of %v", i, due, burstWithin, begin)
		}
	}
	var before time.Duration
	for i, due := range at(1000) { // eight a hundredth of a second: the bursts touch
		if due < before {
			t.Errorf("event %d is due at %v, before the one before it", i, due)
		}
		before = due
	}
}

func TestIrregular(t *testing.T) {
	next := irregular(0.1, rand.New(rand.NewPCG(3, 3)))
	before := next()
	var least, most time.Duration = time.Hour, 0
	for range 1000 {
		due := next()
		least, most = min(least, due-before), max(most, due-before)
		before = due
	}
	if least < 2500*time.Millisecond || least > 3*time.Second || most > 17500*time.Millisecond || most < 17*time.Second {
		t.Errorf("intervals from %v to %v, want 2.5 s to 17.5 s", least, most)
	}
}

func TestRareBeyondReason(t *testing.T) {
	for _, s := range Scenarios {
		if s.pace == nil {
			continue
		}
		next := s.pace(math.SmallestNonzeroFloat64, rand.New(rand.NewPCG(1, 1)))
		for before := time.Duration(0); before < forever; {
			due := next()
			if due < before || due < 0 {
				t.Fatalf("%s: due at %v after %v", s.Name, due, before)
			}
			before = due
		}
	}
}

func TestTexts(t *testing.T) {
	for name, want := range map[string]string{
		News:          `^[A-Z][a-z ]+ of [A-Z][A-Za-z ]+ [a-z][a-z' ]+\.+$`,
		Ticker:        `^WIRE \d+\.\d\d [+-]0\.\d\d\.+$`,
		Notifications: `^[A-Z][a-z]+ \d{3} [a-z]+ .*\d.*\.+$`,
		Chat:          `^[A-Z][a-z]+: [^"\\\n]+\.+$|\n\ndata: \{"seq":999999999,.*\}\n\n\.+$`,
	} {
		info, _ := Scenario(name)
		for _, e := range record(t, Config{Scenario: name, Rate: 1}, 500*time.Second) {
			if !regexp.MustCompile(want).MatchString(e.Data) || len(e.Data) != info.PayloadBytes {
				t.Errorf("%s: %q", name, e.Data)
			}
		}
	}
}

func TestPasted(t *testing.T) {
	var with []uint64
	for _, e := range record(t, Config{Scenario: Chat, Rate: 1}, 40*time.Second) {
		if strings.Contains(e.Data, Pasted) {
			with = append(with, e.Seq)
		} else if strings.ContainsAny(e.Data, "\n\r\"\\") {
			t.Errorf("a line to be escaped: %q", e.Data)
		}
	}
	if diff := cmp.Diff([]uint64{5, 15, 25, 35}, with); diff != "" {
		t.Errorf("lines with something pasted (-want +got)\n%s", diff)
	}
	for _, e := range record(t, Config{Scenario: Chat, Rate: 1, PayloadBytes: len(Pasted)}, 40*time.Second) {
		if strings.Contains(e.Data, "\n") {
			t.Errorf("a part of it: %q", e.Data)
		}
	}
}

func TestGame(t *testing.T) {
	for _, n := range []int{30, 60, 160, 500} {
		for i, e := range record(t, Config{Scenario: Game, Rate: 30, PayloadBytes: n}, 100*time.Second) {
			var state struct {
				Tick    int
				Players []struct{ X, Y int }
			}
			if err := json.Unmarshal([]byte(e.Data), &state); err != nil || state.Tick != i+1 {
				t.Fatalf("%v, tick %d of %d: %q", err, state.Tick, i+1, e.Data)
			}
			if n >= 160 && len(state.Players) != players {
				t.Errorf("%d players in %d bytes", len(state.Players), n)
			}
			for _, p := range state.Players {
				if p.X < 0 || p.X >= fieldWidth || p.Y < 0 || p.Y >= fieldHeight {
					t.Errorf("out of the field: %+v", p)
				}
			}
		}
	}
}

func TestPicture(t *testing.T) {
	for _, n := range []int{90, 100, 500, 1000, 6000, 20_000} {
		for _, e := range record(t, Config{Scenario: Picture, Rate: 2, PayloadBytes: n, Binary: true}, 5*time.Second) {
			if _, err := png.Decode(strings.NewReader(e.Data)); err != nil || len(e.Data) != n {
				t.Errorf("%d bytes: %v, %d", n, err, len(e.Data))
			}
		}
		for _, e := range record(t, Config{Scenario: Picture, Rate: 2, PayloadBytes: n * 4 / 3}, 5*time.Second) {
			picture, err := base64.StdEncoding.DecodeString(strings.TrimRight(e.Data, " "))
			if err == nil {
				_, err = png.Decode(bytes.NewReader(picture))
			}
			if err != nil || e.Binary || len(e.Data) != n*4/3 {
				t.Errorf("%d bytes of text: %v, %d", n*4/3, err, len(e.Data))
			}
		}
	}
}

func TestSkew(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for _, skew := range []time.Duration{0, 3 * time.Second, -time.Hour} {
			f := New(Config{Skew: skew})
			want := time.Now().Add(skew).UnixMicro()
			if diff := cmp.Diff([]int64{want, want}, []int64{f.Publish("x").At, f.Now()}); diff != "" {
				t.Errorf("%v (-want +got)\n%s", skew, diff)
			}
		}
	})
}

func TestFinish(t *testing.T) {
	f := New(Config{Binary: true})
	if !f.Publish("a").Binary {
		t.Error("a feed of bytes published text")
	}
	f.Publish("b")
	got := fmt.Sprint(f.Finish(), f.Publish("c").Seq, f.Finish(), f.Last(), closed(f.Done()))
	if diff := cmp.Diff("2 0 2 2 true", got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func BenchmarkAuthors(b *testing.B) {
	for _, s := range Scenarios {
		if s.author == nil {
			continue
		}
		b.Run(s.Name, func(b *testing.B) {
			next := s.author(rand.New(rand.NewPCG(1, 1)))
			b.ReportAllocs()
			for b.Loop() {
				next(s.PayloadBytes)
			}
		})
	}
}
