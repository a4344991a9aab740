package lab

import (
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wireside/labs/feed"
)

func TestBody(t *testing.T) {
	f := feed.New(feed.Config{Window: 4})
	batches := NewBatches(f, 3)
	type want struct {
		After, Next uint64
		Events      int
		Gap         string
	}
	for _, step := range []struct {
		name    string
		publish int
		after   uint64
		given   bool
		want    want
	}{
		{"nothing yet, no cursor", 0, 0, false, want{0, 0, 0, ""}},
		{"nothing yet, a cursor", 0, 9, true, want{9, 9, 0, ""}},
		{"two events", 2, 0, true, want{0, 2, 2, ""}},
		{"caught up", 0, 2, true, want{2, 2, 0, ""}},
		{"more than fit", 2, 0, true, want{0, 3, 3, ""}},
		{"the rest", 0, 3, true, want{3, 4, 1, ""}},
		{"a gap", 3, 0, true, want{0, 6, 3, `"gap":{"from":1,"to":3}`}},
		{"the same without a cursor has none", 0, 0, false, want{3, 6, 3, ""}},
		{"a cursor ahead", 0, 99, true, want{99, 99, 0, ""}},
	} {
		for range step.publish {
			f.Publish("x")
		}
		body := batches.Body(step.after, step.given)
		got := want{body.After, body.Next, body.Events, ""}
		if i := strings.Index(string(body.JSON), `"gap"`); i >= 0 {
			got.Gap = strings.TrimSuffix(string(body.JSON[i:]), "}")
		}
		if diff := cmp.Diff(step.want, got); diff != "" {
			t.Errorf("%s (-want +got)\n%s", step.name, diff)
		}
	}
}

// TestBodiesAreShared also holds that After and Next determine the bytes, while the window moves.
func TestBodiesAreShared(t *testing.T) {
	f := feed.New(feed.Config{Window: 8})
	batches := NewBatches(f, 3)
	f.Publish("x")
	if a, b := batches.Body(0, true), batches.Body(0, true); &a.JSON[0] != &b.JSON[0] {
		t.Error("the same answer was encoded twice")
	}
	var wg sync.WaitGroup
	var seen sync.Map
	for range 4 {
		wg.Go(func() {
			for after := uint64(0); after < 500; {
				body := batches.Body(after, true)
				key := [2]uint64{body.After, body.Next}
				if before, _ := seen.LoadOrStore(key, string(body.JSON)); before != string(body.JSON) {
					t.Errorf("%v: %s and %s", key, before, body.JSON)
				}
				after = body.Next
				f.Publish("x")
			}
		})
	}
	wg.Wait()
}

func TestCacheIsBounded(t *testing.T) {
	f := feed.New(feed.Config{})
	batches := NewBatches(f, 0)
	f.Publish(strings.Repeat("x", cachedBytes/4))
	for i := range 10 * cachedBodies {
		f.Publish("x")
		batches.Body(uint64(i%7), true)
		batches.Body(uint64(i), true)
		if len(batches.bodies) > cachedBodies || batches.bytes > cachedBytes {
			t.Fatalf("%d bodies of %d bytes are kept", len(batches.bodies), batches.bytes)
		}
	}
	f.Publish(strings.Repeat("x", 2*cachedBytes))
	batches.Body(f.Last()-1, true)
	if len(batches.bodies) != 1 {
		t.Errorf("%d bodies are kept beside one above the limit", len(batches.bodies)-1)
	}
}
