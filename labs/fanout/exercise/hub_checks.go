package exercise

import (
	"strings"

	"wireside/labs/book"
)

// contract is what demands it: no standard speaks of hubs.
var contract = book.Spec{Name: "the contract, labs/fanout/exercise/hub.go"}

var hubChecks = []book.Check[NewHub]{
	{
		Name: "each message to each reader, in order",
		Spec: contract,
		Hint: "What does a reader get that subscribes in the middle? And if each send had a goroutine of its own, in which order would they run?",
		More: "Keep the readers in a map or a slice, with a channel made by make(chan string, capacity) each. Publish locks a mutex and sends to all of them in a loop, by itself: no goroutine, no unbuffered channel.",
		Run:  onHub(checkOrder),
	},
	{
		Name: "a reader that never reads",
		Spec: contract,
		Hint: "A send to a channel that is full waits for its reader. How does one try to send, and go on if it can’t be?",
		More: "select with the send in a case and a default is a try. This has to hold for each policy (CutOff is looked at later), and whoever waits while it holds the lock holds up everybody. If a check hangs without a word: a goroutine that locks a sync.Mutex which it holds already waits for ever.",
		Run:  onHub(checkNeverReads),
	},
	{
		Name: "drop the newest",
		Spec: contract,
		Hint: "Which of the messages stay, the first that came or the last? And once something was read, there is room again.",
		More: "If the try fails, the channel stays as it is and the message is forgotten.",
		Run:  onHub(checkDropNewest),
	},
	{
		Name: "drop the oldest",
		Spec: contract,
		Hint: "Who may take from a channel? Not only its reader.",
		More: "If the try fails, take one message out of the channel (a try as well: the reader may be quicker), then send. With the lock held nobody else sends, so there is room.",
		Run:  onHub(checkDropOldest),
	},
	{
		Name: "the count of what was missed",
		Spec: contract,
		Hint: "There are two sides on which a message is dropped. Is each of them counted, each time, for that reader alone?",
		More: "Count where you drop, under the lock, and only what really was dropped. Missed reads the count under the same lock.",
		Run:  onHub(checkMissed),
	},
	{
		Name: "cut the slow one off",
		Spec: contract,
		Hint: "What waits can still be read after close(channel). And who must not send to that channel any more?",
		More: "When the try fails: note the reason, take the reader out of the hub, close its channel. All of it under the lock, so that no Publish comes between.",
		Run:  onHub(checkCutOff),
	},
	{
		Name: "leave",
		Spec: contract,
		Hint: "A send on a closed channel panics, and so does closing it twice. What must have happened before the channel is closed?",
		More: "Leave does what cutting off does, with another reason; if the reader has a reason already, nothing. Don’t wait until it has read what waits, and don’t wait for a goroutine that might be the one that calls.",
		Run:  onHub(checkLeave),
	},
	{
		Name: "close",
		Spec: contract,
		Hint: "What do those get who are waiting for a message, those who subscribe later, and those who had left before?",
		More: "End every reader in the way that Leave does, with ErrClosed, and keep in mind that the hub is closed. A goroutine that you have started must end now.",
		Run:  onHub(checkClose),
	},
	{
		Name: "a reader without room",
		Spec: contract,
		Hint: "What would a channel without room do to a try to send?",
		More: "Look at the capacity before the reader is made, and return an error of your own.",
		Run:  onHub(checkNoRoom),
	},
	{
		Name: "a reader that is quicker",
		Spec: contract,
		Hint: "Publish looks whether there is room, and then does something. What may the reader have done in between, and what does a receive from an empty channel do?",
		More: "Take the oldest out with a select and a default as well, and count it only if one was there. After that there is room, whoever has made it: with the lock held nobody else sends.",
		Run:  onHub(checkQuicker),
	},
	{
		Name: "many at once",
		Spec: contract,
		Hint: "Run it with go test -race. Each thing that two goroutines touch needs the lock: the readers, the counts, the reasons, and the channel where it is closed.",
		More: "For a reader that stays, what it received and what it missed are together all that was published. If they are not: is a message counted that the reader has taken after all, or is something done outside the lock between the try and the count?",
		Run:  onHub(checkManyAtOnce),
	},
}

func checkOrder(t *trial) error {
	first, err := t.subscribe(200, DropNewest)
	if err != nil {
		return err
	}
	if err := t.publish("before"); err != nil {
		return err
	}
	second, err := t.subscribe(200, CutOff)
	if err != nil {
		return err
	}
	text := strings.Join(numbers("m", 100), " ")
	if err := t.now("Publish of m1 to m100, one after the other", func() {
		for message := range strings.FieldsSeq(text) {
			t.hub.Publish(message)
		}
	}); err != nil {
		return err
	}
	if err := same("before "+text, t.waiting(first), "Subscribe; Publish(\"before\"), then m1 to m100: what the reader gets"); err != nil {
		return err
	}
	return same(text, t.waiting(second), "Publish(\"before\"); Subscribe; then m1 to m100: what the reader gets")
}

func checkNeverReads(t *trial) error {
	quick, err := t.subscribe(1, DropOldest)
	if err != nil {
		return err
	}
	for _, policy := range []Policy{DropNewest, DropOldest} {
		if _, err := t.subscribe(2, policy); err != nil {
			return err
		}
		for _, message := range []string{"a", "b", "c", "d"} {
			if err := t.publish(message); err != nil {
				return err
			}
			if err := same(message, t.waiting(quick), "one reader reads nothing (Subscribe(2, %v)), another reads each message: what that one gets after Publish(%q)", policy, message); err != nil {
				return err
			}
		}
	}
	return nil
}

func checkDropNewest(t *trial) error {
	r, err := t.subscribe(3, DropNewest)
	if err != nil {
		return err
	}
	for _, step := range []struct{ publish, expected string }{{"a b c d e", "a b c"}, {"f g", "f g"}, {"h i j k", "h i j"}} {
		if err := t.publish(step.publish); err != nil {
			return err
		}
		if err := same(step.expected, t.waiting(r), "Subscribe(3, DropNewest), nothing is waiting; Publish of %s: what waits then", step.publish); err != nil {
			return err
		}
	}
	return nil
}

func checkDropOldest(t *trial) error {
	r, err := t.subscribe(3, DropOldest)
	if err != nil {
		return err
	}
	for _, step := range []struct{ publish, expected string }{{"a b c d e", "c d e"}, {"f g", "f g"}, {"h i j k l m n", "l m n"}} {
		if err := t.publish(step.publish); err != nil {
			return err
		}
		if err := same(step.expected, t.waiting(r), "Subscribe(3, DropOldest), nothing is waiting; Publish of %s: what waits then", step.publish); err != nil {
			return err
		}
	}
	return nil
}

func checkMissed(t *trial) error {
	for _, policy := range []Policy{DropNewest, DropOldest} {
		r, err := t.subscribe(2, policy)
		if err != nil {
			return err
		}
		for _, step := range []struct {
			publish string
			missed  int
		}{{"a b", 0}, {"c", 1}, {"d e", 3}} {
			if err := t.publish(step.publish); err != nil {
				return err
			}
			if err := same(step.missed, t.missed(r), "Subscribe(2, %v), and nobody reads: Missed() after Publish of %s", policy, step.publish); err != nil {
				return err
			}
		}
		t.waiting(r)
		if err := t.publish("f g h"); err != nil {
			return err
		}
		if err := same(4, t.missed(r), "Missed() was 3 (%v), all that waited was read: Missed() after Publish of f g h", policy); err != nil {
			return err
		}
	}
	return nil
}
