package exercise

import (
	"fmt"

	"wireside/labs/book"
	"wireside/labs/feed"
	"wireside/labs/lab"
)

var cursorChecks = []book.Check[After]{
	{
		Name: "what follows the cursor",
		Spec: contract,
		Hint: "The cursor is the number of an event that the client has seen already.",
		More: "The cursor’s own event is not new: only an event with a greater Seq is. Next is the Seq of the last event in this answer.",
		Run: cursorRun(
			cursorCase{events(1, 5), 3, 10, lab.Batch{Events: events(4, 5), Next: 5}},
			cursorCase{events(1, 5), 0, 10, lab.Batch{Events: events(1, 5), Next: 5}},
			cursorCase{events(1, 5), 4, 10, lab.Batch{Events: events(5, 5), Next: 5}},
		),
	},
	{
		Name: "nothing new",
		Spec: contract,
		Hint: "What should the client ask with next time, if it has just learned nothing?",
		More: "Without an event there is no last event to take Next from. The client goes on with the cursor that it has; with 0 it " +
			"would get everything once more.",
		Run: cursorRun(
			cursorCase{events(1, 5), 5, 10, lab.Batch{Next: 5}},
			cursorCase{nil, 0, 10, lab.Batch{}},
			cursorCase{nil, 7, 10, lab.Batch{Next: 7}},
		),
	},
	{
		Name: "a cursor ahead of the newest event",
		Spec: contract,
		Hint: "The server may have been started anew, and the client may know more than it. Next is the client’s.",
		More: "When nothing follows the cursor, Next is the cursor as it came, also if it is greater than every Seq that is kept. " +
			"There is no gap: nothing has been missed.",
		Run: cursorRun(
			cursorCase{events(1, 5), 9, 10, lab.Batch{Next: 9}},
			cursorCase{events(11, 15), lab.MaxCursor, 2, lab.Batch{Next: lab.MaxCursor}},
		),
	},
	{
		Name: "more than the limit",
		Spec: contract,
		Hint: "Where does the client have to go on when the limit has cut the answer off?",
		More: "Next belongs to this answer, not to the feed: it is the last event that is in it. If it were the newest event that there " +
			"is, what the limit has cut off would never be asked for.",
		Run: cursorRun(
			cursorCase{events(1, 5), 1, 2, lab.Batch{Events: events(2, 3), Next: 3}},
			cursorCase{events(1, 5), 3, 2, lab.Batch{Events: events(4, 5), Next: 5}},
			cursorCase{events(1, 5), 3, 9, lab.Batch{Events: events(4, 5), Next: 5}},
		),
	},
	{
		Name: "a limit of 0",
		Spec: contract,
		Hint: "How many events may an answer have whose limit is 0?",
		More: "0 stands for no limit, not for none: look at the limit only if it is greater than 0.",
		Run: cursorRun(
			cursorCase{events(1, 5), 1, 0, lab.Batch{Events: events(2, 5), Next: 5}},
			cursorCase{events(1, 5), 5, 0, lab.Batch{Next: 5}},
		),
	},
	{
		Name: "a window that has moved on",
		Spec: contract,
		Hint: "The oldest event that is kept need not be number 1. Where is event 13, if kept begins with 11?",
		More: "A Seq is not an index. Look for the first event whose Seq is greater than the cursor, or count from kept[0].Seq.",
		Run: cursorRun(
			cursorCase{events(11, 15), 12, 10, lab.Batch{Events: events(13, 15), Next: 15}},
			cursorCase{events(11, 15), 13, 1, lab.Batch{Events: events(14, 14), Next: 14}},
		),
	},
	{
		Name: "events that have left the window",
		Spec: contract,
		Hint: "Some of what the client has not seen is gone. Does your answer say so, and which is the first event of those, which the last?",
		More: "If the first event that you return is not the one right after the cursor, those between have left the window. Gap goes " +
			"from the one to the other, and holds both ends: asked after 3, with 11 the oldest, 4 to 10 are missing.",
		Run: cursorRun(
			cursorCase{events(11, 15), 3, 10, lab.Batch{Events: events(11, 15), Next: 15, Gap: &feed.Gap{From: 4, To: 10}}},
			cursorCase{events(11, 15), 0, 2, lab.Batch{Events: events(11, 12), Next: 12, Gap: &feed.Gap{From: 1, To: 10}}},
			cursorCase{events(11, 15), 9, 10, lab.Batch{Events: events(11, 15), Next: 15, Gap: &feed.Gap{From: 10, To: 10}}},
		),
	},
	{
		Name: "the cursor right before the window",
		Spec: contract,
		Hint: "The event that follows the cursor is the oldest that is kept. What is missing between them?",
		More: "Cursor 10 and oldest event 11 are neighbours: nothing lies between, so there is no Gap. A Gap from 11 to 10 would hold no event.",
		Run: cursorRun(
			cursorCase{events(11, 15), 10, 10, lab.Batch{Events: events(11, 15), Next: 15}},
			cursorCase{events(11, 15), 11, 10, lab.Batch{Events: events(12, 15), Next: 15}},
		),
	},
}

// cursorCase is a call of After, and what it returns.
type cursorCase struct {
	kept  []feed.Event
	after uint64
	limit int
	want  lab.Batch
}

// cursorRun holds an answer to some cases, in order.
func cursorRun(cases ...cursorCase) func(book.Run, After) error {
	return func(_ book.Run, after After) error {
		for _, c := range cases {
			call := fmt.Sprintf("After(%s, after %d, limit %d)", kept(c.kept), c.after, c.limit)
			got, err := after(append([]feed.Event{}, c.kept...), c.after, c.limit)
			if err != nil {
				return fmt.Errorf("%s returned an error: %w", call, err)
			}
			if len(got.Events) == 0 {
				got.Events = nil // an empty list is as good as none
			}
			if err := book.Same(c.want, got, "%s", call); err != nil {
				return err
			}
		}
		return nil
	}
}

// events returns those with the numbers from first to last.
func events(first, last uint64) (list []feed.Event) {
	for seq := first; seq <= last; seq++ {
		list = append(list, feed.Event{Seq: seq, Data: fmt.Sprint("news ", seq)})
	}
	return list
}

// kept says which events a list has.
func kept(list []feed.Event) string {
	if len(list) == 0 {
		return "no events"
	}
	return fmt.Sprintf("events %d to %d", list[0].Seq, list[len(list)-1].Seq)
}
