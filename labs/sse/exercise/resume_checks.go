package exercise

import (
	"errors"
	"fmt"

	"wireside/labs/book"
	"wireside/labs/feed"
	"wireside/labs/lab"
	"wireside/labs/sse/scratch"
)

var resumeChecks = []book.Check[Resumer]{
	{
		Name: "no ID: all that is kept",
		Spec: lastEventID,
		Hint: "A client that comes for the first time sends no Last-Event-ID. It has missed nothing: for it the feed begins with the oldest event that is kept.",
		More: "If lastEventID is empty return all of kept, and no gap even if it begins with event 5.",
		Run: resumes(
			request{1, 3, "", resumed{Events: events(1, 3)}},
			request{5, 8, "", resumed{Events: events(5, 8)}},
		),
	},
	{
		Name: "an ID: what follows it",
		Spec: lastEventID,
		Hint: "The ID names the last event that the client has seen. It must come neither twice nor not at all.",
		More: "Return the events whose Seq is greater than the ID.",
		Run: resumes(
			request{1, 5, "2", resumed{Events: events(3, 5)}},
			request{1, 5, "4", resumed{Events: events(5, 5)}},
			request{1, 12, "9", resumed{Events: events(10, 12)}},
		),
	},
	{
		Name: "a window that has moved on",
		Spec: contract,
		Hint: "kept need not begin with event 1: an ID is no index. The first of kept tells which events are there.",
		More: "Compare with the Seq of the events, or subtract kept[0].Seq from the ID for the index.",
		Run: resumes(
			request{101, 105, "102", resumed{Events: events(103, 105)}},
			request{101, 105, "101", resumed{Events: events(102, 105)}},
			request{9, 11, "10", resumed{Events: events(11, 11)}},
		),
	},
	{
		Name: "the newest ID: nothing",
		Spec: contract,
		Hint: "A client that has seen the newest event lacks nothing. That is no reset.",
		More: "If the ID is the Seq of the last of kept, the Resumption is the zero one.",
		Run: resumes(
			request{1, 5, "5", resumed{}},
			request{7, 7, "7", resumed{}},
		),
	},
	{
		Name: "an ID that has left the window",
		Spec: contract,
		Hint: "What lies between the ID and the oldest event that is kept is lost for this client. It must be told, else it takes what it gets for all there was.",
		More: "The gap goes from the one after the ID to the one before the oldest kept, both included. All of kept follows. 0 is an ID too: of who has seen nothing yet, and wants all.",
		Run: resumes(
			request{101, 103, "40", resumed{Events: events(101, 103), Gap: "41 to 100"}},
			request{101, 103, "99", resumed{Events: events(101, 103), Gap: "100 to 100"}},
			request{3, 4, "0", resumed{Events: events(3, 4), Gap: "1 to 2"}},
		),
	},
	{
		Name: "the edge of the window",
		Spec: contract,
		Hint: "A client may have seen just the event before the oldest one that is kept. What does it lack?",
		More: "If the one after the ID is the oldest kept there is no gap: a gap must have an event in it at least.",
		Run: resumes(
			request{101, 103, "100", resumed{Events: events(101, 103)}},
			request{1, 2, "0", resumed{Events: events(1, 2)}},
		),
	},
	{
		Name: "an ID that is ahead: another feed",
		Spec: contract,
		Hint: "The server was restarted, and counts from 1 again. This client comes with an ID that no event here has had yet.",
		More: "If the ID is greater than that of the newest event: Reset, and all of kept. To wait until the feed has come that far would skip all before it.",
		Run: resumes(
			request{1, 5, "500", resumed{Events: events(1, 5), Reset: true}},
			request{3, 5, "6", resumed{Events: events(3, 5), Reset: true}},
			request{1, 2, "9007199254740991", resumed{Events: events(1, 2), Reset: true}},
		),
	},
	{
		Name: "nothing was published yet",
		Spec: contract,
		Hint: "kept may be empty: it has no first and no last event then. Which IDs can be of a feed that has published nothing?",
		More: "With kept empty an ID above 0 is ahead, and so of another feed. 0 and none are not.",
		Run: resumes(
			request{1, 0, "", resumed{}},
			request{1, 0, "0", resumed{}},
			request{1, 0, "3", resumed{Reset: true}},
		),
	},
	{
		Name: "no ID at all, but rubbish",
		Spec: contract,
		Hint: "Anybody can send any header. What is not a whole number from 0 to 2⁵³−1 is no ID of ours.",
		More: "strconv.ParseUint refuses signs, letters and what is too long; lab.MaxCursor is the greatest. Return the error: to begin anew instead would hide somebody’s mistake.",
		Run:  refusesID("banana", "-1", "+1", "1.5", "0x10", "1 2", "9007199254740992", "99999999999999999999999"),
	},
}

// request is a client that comes back: events first to last are kept, none if last is less.
type request struct {
	first, last uint64
	id          string
	want        resumed
}

// resumed is a Resumption for people.
type resumed struct {
	Events []string
	Gap    string
	Reset  bool
}

// events are some, as resumed shows them.
func events(first, last uint64) (shown []string) {
	for _, e := range kept(first, last) {
		shown = append(shown, fmt.Sprintf("%d %s", e.Seq, e.Data))
	}
	return shown
}

// kept are the events of a feed's window.
func kept(first, last uint64) (events []feed.Event) {
	for seq := first; seq <= last; seq++ {
		events = append(events, feed.Event{Seq: seq, At: int64(1_000_000 * seq), Data: fmt.Sprintf("“event %d”", seq)})
	}
	return events
}

// call shows the call of an answer.
func (r request) call() string {
	switch {
	case r.last < r.first:
		return fmt.Sprintf("Resume(nil, %q)", r.id)
	case r.last == r.first:
		return fmt.Sprintf("Resume([event %d], %q)", r.first, r.id)
	}
	return fmt.Sprintf("Resume([events %d to %d], %q)", r.first, r.last, r.id)
}

// resume calls an answer.
func (r request) resume(resume Resumer) (scratch.Resumption, error) {
	defer naming(r.call())
	return resume(kept(r.first, r.last), r.id)
}

// resumes holds an answer to what clients are sent.
func resumes(requests ...request) func(book.Run, Resumer) error {
	return func(_ book.Run, resume Resumer) error {
		for _, r := range requests {
			got, err := r.resume(resume)
			if err := succeeded(err, r.call()); err != nil {
				return err
			}
			seen := resumed{Reset: got.Reset}
			for _, e := range got.Events {
				seen.Events = append(seen.Events, fmt.Sprintf("%d %s", e.Seq, e.Data))
			}
			if got.Gap != nil {
				seen.Gap = fmt.Sprintf("%d to %d", got.Gap.From, got.Gap.To)
			}
			if err := book.Same(r.want, seen, "%s", r.call()); err != nil {
				return err
			}
		}
		return nil
	}
}

// refusesID holds an answer to errors.
func refusesID(ids ...string) func(book.Run, Resumer) error {
	return func(_ book.Run, resume Resumer) error {
		for _, id := range ids {
			r := request{first: 1, last: 3, id: id}
			_, err := r.resume(resume)
			if err != nil && !errors.Is(err, lab.ErrTODO) {
				continue
			}
			seen := "none"
			if err != nil {
				seen = err.Error()
			}
			return book.Same(outcome{"any, for this is no ID"}, outcome{seen}, "%s", r.call())
		}
		return nil
	}
}
