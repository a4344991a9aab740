package tests

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/fasthttp/websocket"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// incident is what is held of one: the message and the stack hold these texts.
type incident struct {
	Lane, Exercise, Message, Stack string
	Times                          int
}

func (r *learnersRun) incidents(t *testing.T) []incident {
	t.Helper()
	var state struct{ Incidents []incident }
	r.ask(t, "GET", "/api/runs/"+r.ID, "", &state)
	return state.Incidents
}

// tells wants incidents to be those of the run, and to be told by its live view.
func (r *learnersRun) tells(t *testing.T, told <-chan incident, want []incident) {
	t.Helper()
	byName := cmpopts.SortSlices(func(a, b incident) bool {
		return slices.Compare([]string{a.Exercise, a.Message}, []string{b.Exercise, b.Message}) < 0
	})
	// What is wanted of a text is that it holds what is wanted; a stack where none is wanted is one too many.
	alike := cmp.Comparer(func(a, b incident) bool {
		holds := func(a, b string) bool { return strings.Contains(a, b) || strings.Contains(b, a) }
		return a.Lane == b.Lane && a.Exercise == b.Exercise && a.Times == b.Times && holds(a.Message, b.Message) &&
			(a.Stack == "") == (b.Stack == "") && holds(a.Stack, b.Stack) && !strings.Contains(a.Stack+b.Stack, "yours.Wait")
	})
	settle := func(list []incident) []incident { // in the order of what is wanted
		for i := range list {
			for _, w := range want {
				if list[i].Exercise == w.Exercise && strings.Contains(list[i].Message, w.Message) {
					list[i].Message = w.Message
				}
			}
		}
		return list
	}
	if diff := cmp.Diff(want, settle(r.incidents(t)), byName, alike); diff != "" {
		t.Errorf("the run's incidents (-want +got)\n%s", diff)
	}
	seen := make(map[string]incident)
	for deadline := time.After(time.Minute); ; {
		list := make([]incident, 0, len(seen))
		for _, i := range seen {
			list = append(list, i)
		}
		if cmp.Equal(want, settle(list), byName, alike) {
			return
		}
		select {
		case i := <-told:
			seen[i.Exercise+i.Message] = i
		case <-deadline:
			t.Errorf("the live view's incidents (-want +got)\n%s", cmp.Diff(want, settle(list), byName, alike))
			return
		}
	}
}

// watch looks at the live view of a run, and returns its incidents.
func (r *learnersRun) watch(t *testing.T) <-chan incident {
	t.Helper()
	ws, _, err := websocket.DefaultDialer.Dial("ws://"+r.addr+"/api/runs/"+r.ID+"/wire?detail=0", nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { ws.Close() })
	told := make(chan incident, 1000)
	go func() {
		for {
			var m struct{ Incident *incident }
			if err := ws.ReadJSON(&m); err != nil {
				return
			}
			if m.Incident != nil {
				told <- *m.Incident
			}
		}
	}()
	return told
}

// follow has clients of the reference's lanes see each event, until the run is over.
func (r *learnersRun) follow(t *testing.T, lanes ...string) {
	t.Helper()
	for _, lane := range lanes {
		read := r.reader(t, lane)
		r.following.Go(func() {
			next := uint64(1)
			for {
				text, err := read()
				if err == io.EOF || websocket.IsCloseError(err, websocket.CloseNormalClosure) {
					break
				} else if err != nil {
					t.Errorf("%s: %v", lane, err)
					break
				}
				var event struct{ Seq uint64 }
				if json.Unmarshal(text, &event); event.Seq == 0 {
					continue // no event
				}
				if event.Seq != next {
					t.Errorf("%s: event %d comes in place of %d", lane, event.Seq, next)
				}
				next = event.Seq + 1
			}
			if published := r.published(t); next != published+1 {
				t.Errorf("%s: it ends after event %d of %d", lane, next-1, published)
			}
		})
	}
}

// reader returns what reads the next piece of a lane that may be an event.
func (r *learnersRun) reader(t *testing.T, lane string) func() ([]byte, error) {
	t.Helper()
	if strings.HasPrefix(lane, "sse") {
		in := r.stream(t, lane, "&after=0")
		return func() ([]byte, error) {
			line, err := in.ReadBytes('\n')
			return bytes.TrimPrefix(line, []byte("data: ")), err
		}
	}
	dialer := websocket.Dialer{NetDialContext: r.dialer.DialContext}
	ws, _, err := dialer.Dial("ws://"+r.addr+r.Lanes[lane]+"&after=0", nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { ws.Close() })
	return func() ([]byte, error) {
		_, text, err := ws.ReadMessage()
		return text, err
	}
}

func (r *learnersRun) published(t *testing.T) uint64 {
	var now runInfo
	r.ask(t, "GET", "/api/runs/"+r.ID, "", &now)
	return now.Published
}

// finish ends a run, and waits until those who follow it have had all.
func (r *learnersRun) finish(t *testing.T) {
	t.Helper()
	eventually(t, "there is something to follow", func() bool { return r.published(t) >= 20 })
	r.ask(t, "POST", "/api/runs/"+r.ID+"/stop", "", nil)
	r.following.Wait()
}

// explained holds that a run's units cover every byte of its connections once, and returns them. All clients have come to their
// end.
func (l *learners) explained(t *testing.T, r *learnersRun) []unit {
	t.Helper()
	noted := l.dialer.noted("run=" + r.ID)
	var bytes int64
	for _, n := range noted {
		bytes += n
	}
	var sum ledger
	eventually(t, "the record has every byte", func() bool {
		l.ask(t, "GET", "/api/runs/"+r.ID+"/ledger", "", &sum)
		return sum.Wire.Pending == 0 && sum.Wire.Bytes >= bytes
	})
	units := l.units(t, r.ID)
	var total int64
	for _, u := range units {
		checkTiles(t, u)
		total += u.Length
	}
	if sum.Wire.Unexplained != 0 || sum.Wire.Bytes != total || total != bytes || total == 0 {
		t.Errorf("run %s: the ledger says %+v; the units come to %d bytes, and the clients' sockets to %d", r.ID, sum.Wire, total, bytes)
	}
	record := make(map[string]bool)
	for _, all := range reassemble(t, units) {
		record[string(all)] = true
	}
	for all := range noted {
		if !record[all] {
			t.Errorf("run %s: nothing of the record is what a client's socket saw: %.300q", r.ID, all)
		}
	}
	return units
}

// noted returns what crossed the connections on which a text was sent, in each direction, and how many bytes that are in all.
func (d *tapDialer) noted(text string) map[string]int64 {
	d.mu.Lock()
	defer d.mu.Unlock()
	noted := make(map[string]int64)
	for _, c := range d.conns {
		c.mu.Lock()
		if sent, received := c.sent.String(), c.received.String(); strings.Contains(sent, text) {
			noted[sent] += int64(len(sent))
			noted[received] += int64(len(received))
		}
		c.mu.Unlock()
	}
	return noted
}

// units returns what the inspector has of a run.
func (l *learners) units(t *testing.T, id string) (units []unit) {
	t.Helper()
	resp, err := http.Get(l.url + "/api/runs/" + id + "/units")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	for dec := json.NewDecoder(resp.Body); ; {
		var u unit
		if err := dec.Decode(&u); err == io.EOF {
			return units
		} else if err != nil {
			t.Fatal(err)
		}
		units = append(units, u)
	}
}
