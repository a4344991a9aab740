package lab

import (
	"encoding/json"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wireside/labs/feed"
)

func TestBody(t *testing.T) {
	f := feed.New(feed.Config{Window: 4})
	batches := NewBatches(f, 3, nil)
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

// TestBodyWithoutWhatIsDropped goes through a feed of which three of four events are left out, in answers of two.
func TestBodyWithoutWhatIsDropped(t *testing.T) {
	f := feed.New(feed.Config{Window: 6})
	batches := NewBatches(f, 2, func(seq uint64) bool { return seq%4 != 0 })
	for range 9 {
		f.Publish("x")
	}
	type want struct {
		Next  uint64
		Seqs  []uint64
		Gap   *feed.Gap
		Empty bool
	}
	for after, want := range map[uint64]want{
		0: {5, []uint64{4}, &feed.Gap{From: 1, To: 3}, false},
		3: {5, []uint64{4}, nil, false},
		4: {6, nil, nil, true},
		6: {8, []uint64{8}, nil, false},
		8: {9, nil, nil, true},
		9: {9, nil, nil, true},
	} {
		body := batches.Body(after, true)
		var batch Batch
		if err := json.Unmarshal(body.JSON, &batch); err != nil {
			t.Fatalf("%s: %v", body.JSON, err)
		}
		if batch.Events == nil {
			t.Errorf("after %d: %s has no list of events", after, body.JSON)
		}
		got := want
		got.Next, got.Gap, got.Empty, got.Seqs = batch.Next, batch.Gap, body.Empty(), nil
		for _, e := range batch.Events {
			got.Seqs = append(got.Seqs, e.Seq)
		}
		if diff := cmp.Diff(want, got); diff != "" || body.Next != batch.Next || body.Events != len(batch.Events) {
			t.Errorf("after %d: %+v (-want +got)\n%s", after, body, diff)
		}
	}
	for range 2 { // the window moves on: what it begins with is left out as well
		f.Publish("x")
	}
	if body := batches.Body(4, true); body.Empty() || body.Events != 0 || body.Next != 7 {
		t.Errorf("a gap and then nothing: %s", body.JSON)
	}
}

// TestBodiesAreShared also holds that After and Next determine the bytes, while the window moves.
func TestBodiesAreShared(t *testing.T) {
	f := feed.New(feed.Config{Window: 8})
	batches := NewBatches(f, 3, nil)
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
	batches := NewBatches(f, 0, nil)
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
