package exercise

import (
	"time"

	"wireside/labs/book"
)

const second = time.Second

// contract is the place of what no standard demands.
var contract = book.Spec{Name: "the contract"}

// rfc6202 is a section of RFC 6202, which is no standard but says how long polling is done.
func rfc6202(section string) book.Spec {
	return book.Spec{Name: "RFC 6202 " + section, URL: "https://www.rfc-editor.org/rfc/rfc6202.html#section-" + section}
}

var holdChecks = []book.Check[HoldFunc]{
	{
		Name: "what is there already",
		Spec: contract,
		Hint: "The client lags behind. Is there anything to wait for?",
		More: "Look with log.After before you wait. If it finds events, return them at once.",
		Run: play(
			scene{what: "events 2 and 3 are there", kept: 3, after: 1, wait: 30 * second,
				want: outcome{[]uint64{2, 3}, noError, "0s"}},
			scene{what: "event 3 is there, and there is no time to wait", kept: 3, after: 2, wait: 0,
				want: outcome{[]uint64{3}, noError, "0s"}},
		),
	},
	{
		Name: "no time to wait",
		Spec: contract,
		Hint: "How long is a wait of 0, and is its end an error?",
		More: "A wait of 0 is none, not one without an end: look, and return what there is. A context whose time is 0 has an error at once: it is not your caller’s.",
		Run: play(
			scene{what: "there is nothing new", kept: 3, after: 3, wait: 0, want: outcome{nil, noError, "0s"}},
		),
	},
	{
		Name: "an event while it waits",
		Spec: rfc6202("2.1"),
		Hint: "How soon after an event does the answer go out? Compare At: - expected, + seen.",
		More: "The channel of log.Changed is closed the moment that an event comes: wait for it with select. To look now and then is " +
			"polling again, only within the server.",
		Run: play(
			scene{what: "event 4 comes after 3.2507s", kept: 3, after: 3, wait: 30 * second, publish: at(3250700 * time.Microsecond),
				want: outcome{[]uint64{4}, noError, "3.2507s"}},
			scene{what: "event 1, the first of all, comes after 29.999s", kept: 0, after: 0, wait: 30 * second, publish: at(29999 * time.Millisecond),
				want: outcome{[]uint64{1}, noError, "29.999s"}},
		),
	},
	{
		Name: "nothing until the deadline",
		Spec: rfc6202("5.5"),
		Hint: "Nothing has come. Did anything go wrong?",
		More: "An answer without news is an answer: no events, and no error. If you wait with context.WithTimeout, its error is not " +
			"that of the ctx that you were given.",
		Run: play(
			scene{what: "nothing comes", kept: 3, after: 3, wait: 30 * second, want: outcome{nil, noError, "30s"}},
			scene{what: "nothing comes", kept: 3, after: 3, wait: 250 * time.Millisecond, want: outcome{nil, noError, "250ms"}},
		),
	},
	{
		Name: "the client leaves",
		Spec: contract,
		Hint: "Nobody wants the answer any more. Who keeps holding it?",
		More: "Wait for ctx.Done() as well, and return ctx.Err(). Else each reader who closes the page leaves a held question behind.",
		Run: play(
			scene{what: "the client leaves after 5s", kept: 3, after: 3, wait: 30 * second, leaves: 5 * second,
				want: outcome{nil, itsError, "5s"}},
		),
	},
	{
		Name: "an event between the look and the wait",
		Spec: contract,
		Hint: "Event 4 comes right after a look that found nothing. Do you still hear of it? In which order do you call After and Changed?",
		More: "Changed tells of the events after its own call. Take the channel first, then look, then wait for that channel: an event in " +
			"between has closed it already. Taken after the look, it waits for the event after that.",
		Run: play(
			scene{what: "event 4 comes right after the first call of After", kept: 3, after: 3, wait: 30 * second, look: true,
				want: outcome{[]uint64{4}, noError, "0s"}},
			scene{what: "event 4 comes right after the first call of Changed", kept: 3, after: 3, wait: 30 * second, changed: true,
				want: outcome{[]uint64{4}, noError, "0s"}},
		),
	},
	{
		Name: "a wake that brings nothing",
		Spec: contract,
		Hint: "An event comes, but it is not after the cursor. Is that an answer?",
		More: "A cursor may be ahead of the newest event. After a wake, look again; if nothing follows the cursor, wait again, for the " +
			"channel that Changed returns then.",
		Run: play(
			scene{what: "event 4 comes after 5s, 5 after 10s, and 6 after 15s", kept: 3, after: 5, wait: 30 * second,
				publish: at(5*second, 10*second, 15*second), want: outcome{[]uint64{6}, noError, "15s"}},
		),
	},
	{
		Name: "what is left of the wait",
		Spec: contract,
		Hint: "After a wake that has brought nothing: for how long is the question held from then on? Compare At: - expected, + seen.",
		More: "The deadline belongs to the question, not to the round. Make one timer before the loop; time.After within it begins anew " +
			"each time.",
		Run: play(
			scene{what: "event 4 comes after 10s, and 5 after 20s", kept: 3, after: 5, wait: 30 * second,
				publish: at(10*second, 20*second), want: outcome{nil, noError, "30s"}},
		),
	},
	{
		Name: "an event at the deadline",
		Spec: contract,
		Hint: "The wait is over, and the channel is open still. Are you sure that there is nothing?",
		More: "The timer and the event may come together, and the timer be the one that you see, since select takes any that is ready. Look once more before you answer with nothing.",
		Run: play(
			scene{what: "After has event 4 from 1ms before the deadline on, and the channel is not closed yet", kept: 3, after: 3, wait: 30 * second,
				store: 29999 * time.Millisecond, want: outcome{[]uint64{4}, noError, "30s"}},
		),
	},
	{
		Name: "nothing left behind",
		Spec: contract,
		Hint: "Hold has returned, and no event comes any more. Does something that you have started still wait for one?",
		More: "A goroutine that waits for the channel alone waits until there is an event, for each question that was ever asked. Wait in " +
			"Hold itself, with one select; or see that the goroutine’s select ends too: with a context that you cancel on return.",
		Run: play(
			scene{what: "nothing comes, then or later", kept: 3, after: 3, wait: 30 * second, silent: true, want: outcome{nil, noError, "30s"}},
			scene{what: "the client leaves after 5s, and nothing comes, then or later", kept: 3, after: 3, wait: 30 * second,
				leaves: 5 * second, silent: true, want: outcome{nil, itsError, "5s"}},
		),
	},
}

func at(times ...time.Duration) []time.Duration { return times }
