package exercise

import (
	"wireside/labs/book"
	"wireside/labs/lab"
)

// contract is what demands it: no standard speaks of choosing.
var contract = book.Spec{Name: "the contract, labs/decide/exercise/choose.go"}

var chooseChecks = []book.Check[Choose]{
	{
		Name: "the fewest bytes",
		Spec: contract,
		Hint: "Nothing is required. Which lane moved the fewest bytes? All others are dearer, and have to be in Not.",
		More: "Go through lab.Techniques twice: find the fewest bytes first, then say of each technique how it compares with that.",
		Run:  asking(askFewest),
	},
	{
		Name: "bytes in both directions",
		Spec: contract,
		Hint: "A client that asks sends something, too.",
		More: "The bytes of a lane are C2S.Total and S2C.Total together.",
		Run:  asking(askDirections),
	},
	{
		Name: "bytes for each event",
		Spec: contract,
		Hint: "Did all lanes bring as many events? And 119 bytes for 10 events, how many is that for one?",
		More: "Divide a lane’s bytes by its own Delivered, as floating-point numbers: int64(119) / 10 loses what is behind the point.",
		Run:  asking(askPerEvent),
	},
	{
		Name: "requirements come first",
		Spec: contract,
		Hint: "The cheapest of all is no choice if its events come too late, or not all. “At most” takes in the limit itself, and what is not required is no reason.",
		More: "First find, for each technique, the requirements that it doesn’t meet: here LateMs and Lossless, if they are there. Compare the bytes only of those that meet all.",
		Run:  asking(askRequirements),
	},
	{
		Name: "what it costs to serve",
		Spec: contract,
		Hint: "BytesPerHour is for one client, RequestsPerSecond for all of them. And which of the four holds no connection between two requests?",
		More: "With each event a second a client costs its bytes per event 3,600 times an hour. Requests are per event as well, and of all clients. Polling holds no connection open, each of the others one a client.",
		Run:  asking(askCosts),
	},
	{
		Name: "messages that go up",
		Spec: contract,
		Hint: "With which technique does a message up need no request of its own?",
		More: "Requests a second of a client: requests per event × EventsPerSecond, and, for all but WebSocket, UpPerSecond. Then times Clients.",
		Run:  asking(askUp),
	},
	{
		Name: "a figure that is absent",
		Spec: contract,
		Hint: "What nobody has measured proves nothing, and a requirement that isn’t there needs no figure. What of a lane that the ledger doesn’t have?",
		More: "A requirement whose figure is nil is not met. Bytes per event need Bytes and a Delivered above 0; without them a technique is Unmeasured, whatever else it meets. Reading a map at a key that isn’t there gives an Account full of nil.",
		Run:  asking(askAbsent),
	},
	{
		Name: "all the reasons",
		Spec: contract,
		Hint: "More than one thing can be against a technique. And what meets some requirement is not dearer: it is out.",
		More: "Append to a list in the order of the constants: Late, Loses, Costs, Requests, Held, Unmeasured. Dearer and Plainer are only said of those whose list is empty.",
		Run:  asking(askAll),
	},
	{
		Name: "a tie",
		Spec: contract,
		Hint: "A few per cent are no reason for something more complicated. Within 5 % of what?",
		More: "Of those that meet everything, take all with at most 1.05 times the fewest bytes, the fewest of all, not of a neighbour. The first of them in the order of lab.Techniques is chosen, the others are Plainer.",
		Run:  asking(askTie),
	},
	{
		Name: "nobody",
		Spec: contract,
		Hint: "If nothing is left to choose: what do all four lists have in common? It may be nothing.",
		More: "Return &exercise.Nobody{Needs: …} as the error, with each reason that is in all four lists, in their order.",
		Run:  asking(askNobody),
	},
	{
		Name: "the four lanes, measured here",
		Spec: contract,
		Hint: "This ledger is a real one: the lanes have just been served and followed in this process, and their bytes counted on the sockets. If the other checks pass, and this one doesn’t, compare your arithmetic with the figures.",
		More: "The figures stand below the difference. 1 request for 300 events is a three-hundredth, for each event and client.",
		Run:  checkMeasured,
	},
}

func askFewest() []asked {
	slow := example() // polls that bring many events at once are cheap
	slow.Lanes[lab.Polling] = lane(4, 600, 7_400, 24_000)
	return []asked{
		{load: Load{Clients: 1, EventsPerSecond: 1}, ledger: example(), choice: chosen(dearer, dearer, dearer, nil)},
		{load: Load{Clients: 1, EventsPerSecond: 1}, ledger: slow, choice: chosen(nil, dearer, dearer, dearer)},
	}
}

func askDirections() []asked {
	l := example()
	l.Lanes[lab.Polling] = lane(200, 14_000, 5_000, 990)
	l.Lanes[lab.SSE] = lane(1, 200, 9_800, 30)
	l.Lanes[lab.WebSocket] = lane(1, 300, 12_700, 30)
	return []asked{{load: Load{Clients: 1, EventsPerSecond: 1}, ledger: l, choice: chosen(dearer, dearer, nil, dearer)}}
}

func askPerEvent() []asked {
	l := example().with(lab.SSE, func(a *Account) { // ten times as many events as on the others
		*a.Delivered, a.Bytes = 1000, &Bytes{Total{300}, Total{79_999}}
	})
	small := example() // 11.9 and 11.3 bytes for each event are no tie
	small.Lanes[lab.SSE], small.Lanes[lab.WebSocket] = lane(1, 200, 990, 30), lane(1, 300, 830, 30)
	return []asked{
		{load: Load{Clients: 1, EventsPerSecond: 1}, ledger: l, choice: chosen(dearer, dearer, nil, dearer)},
		{load: Load{Clients: 1, EventsPerSecond: 1}, ledger: small, choice: chosen(dearer, dearer, dearer, nil)},
	}
}

// hundred is a call for a hundred clients, with a requirement.
func hundred(require func(*Load), ledger Ledger, choice Choice) asked {
	load := Load{Clients: 100, EventsPerSecond: 1}
	require(&load)
	return asked{load: load, ledger: ledger, choice: choice}
}

func askRequirements() []asked {
	late := example().with(lab.WebSocket, func(a *Account) { a.Latency = &Latency{31} })
	loses := example().with(lab.WebSocket, func(a *Account) { *a.Lost = 1 })
	return []asked{
		hundred(func(l *Load) { l.LateMs = most(30) }, example(), chosen(why(Late), why(Late), dearer, nil)),
		hundred(func(l *Load) { l.LateMs = most(30) }, late, chosen(why(Late), why(Late), nil, why(Late))),
		hundred(func(l *Load) { l.Lossless = true }, loses, chosen(dearer, dearer, nil, why(Loses))),
		hundred(func(*Load) {}, loses, chosen(dearer, dearer, dearer, nil)),
	}
}

func askCosts() []asked {
	seldom := example().with(lab.Polling, func(a *Account) { *a.Requests = 160 })
	big := example().perEvent(lab.WebSocket, 600)
	return []asked{
		hundred(func(l *Load) { l.BytesPerHour = most(450 * 3600) }, big, chosen(why(Costs), dearer, nil, why(Costs))),
		hundred(func(l *Load) { l.RequestsPerSecond = most(150) }, example(), chosen(why(Requests), dearer, dearer, nil)),
		hundred(func(l *Load) { l.RequestsPerSecond = most(150) }, seldom, chosen(why(Requests), dearer, dearer, nil)),
		hundred(func(l *Load) { l.Held = most(99) }, example(), chosen(nil, why(Held), why(Held), why(Held))),
		hundred(func(l *Load) { l.Held = most(100) }, example(), chosen(dearer, dearer, dearer, nil)),
		hundred(func(l *Load) { l.Held = most(0) }, example(), chosen(nil, why(Held), why(Held), why(Held))),
	}
}

func askUp() []asked {
	quiet := example().perEvent(lab.SSE, 50)
	return []asked{
		{load: Load{Clients: 100, EventsPerSecond: 1, RequestsPerSecond: most(150)}, ledger: quiet, choice: chosen(why(Requests), dearer, nil, dearer)},
		{
			load:   Load{Clients: 100, EventsPerSecond: 1, UpPerSecond: 2, RequestsPerSecond: most(150)},
			ledger: quiet, choice: chosen(why(Requests), why(Requests), why(Requests), nil),
		},
		{load: Load{Clients: 100, EventsPerSecond: 1, UpPerSecond: 2}, ledger: quiet, choice: chosen(dearer, dearer, nil, dearer)},
	}
}
