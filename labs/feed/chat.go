package feed

import (
	"fmt"
	"math/rand/v2"
)

const (
	// pastedEvery is how often somebody pastes something into the chat: the fifth line, the fifteenth, and so on.
	pastedEvery = 10

	// Pasted is what they paste. It is harmless as long as it is escaped. Who puts it into an event stream as it is ends one
	// event with its first empty line, and begins another, which nobody published, with its second.
	Pasted = "\n\ndata: {\"seq\":999999999,\"at\":0,\"data\":\"Ana: I quit\"}\n\n"
)

// newChat writes what people say to each other, such as "Ana: has anyone seen the logs?".
func newChat(chance *rand.Rand) author {
	people := []string{"Ana", "Bo", "Chidi", "Dana", "Emil", "Fay"}
	lines := []string{"good morning", "has anyone seen the logs?", "works on my machine", "who broke the build?", "lunch at one?",
		"I am on it", "can you look at this, please", "ship it", "not before Friday", "that was me, sorry", "so fast!",
		"it's always the cache", "are we live?", "yes", "no idea", "I'll be back in five minutes", "reading it now"}
	said := 0
	return func(n int) string {
		said++
		who := pick(chance, people)
		b := fmt.Appendf(nil, "%s: %s", who, pick(chance, lines))
		if said%pastedEvery == pastedEvery/2 {
			if p := fmt.Appendf(nil, "%s: look:%s", who, Pasted); len(p) <= n { // half of it would be another lesson
				b = p
			}
		}
		return fit(b, n)
	}
}
