package experiments

import (
	"math"
	"strconv"
)

// The article is Aryan Bisht's, "Mastering Real-Time Data Exchange with WebSocket and SSN" (2023). Quotations are short and
// in its own words. Where a threshold is not plain, a comment at its case says why it stands there.
var claims01 = []Claim{
	{
		Number: 1, Title: "The technique is called SSN",
		Quote: "SSN (Server Sent Event)",
		So:    "It is SSE, for Server-Sent Events. A name can’t be measured: this one stands in the standard, and further down in the article itself.",
		Sources: []Source{
			{"WHATWG HTML 9.2: Server-sent events", "https://html.spec.whatwg.org/multipage/server-sent-events.html#server-sent-events"},
		},
	},
	{
		Number: 2, Title: "There are two ways to real-time updates",
		Quote: "So there are two ways to achieve real-time update think",
		So: "The article lists three, and there are more: long polling, reading a response as a stream with fetch, WebTransport. " +
			"How many ways there are can’t be measured; that each of these exists stands in its standard.",
		Sources: []Source{
			{"RFC 6202 2: long polling", "https://www.rfc-editor.org/rfc/rfc6202.html#section-2"},
			{"Fetch: a response’s body is a stream", "https://fetch.spec.whatwg.org/#body-mixin"},
			{"W3C WebTransport", "https://www.w3.org/TR/webtransport/"},
			{"RFC 6455: WebSocket", "https://www.rfc-editor.org/rfc/rfc6455.html"},
		},
	},
	{
		Number: 3, Title: "Polling isn’t fully real time: how late it is depends on its interval",
		Quote: "does not provide a fully-real time system that depends on the request intervals",
		So: "An event waits for the next poll: for anything from nothing to the interval T, T/2 on average, and the network’s time comes on top. " +
			"What is pushed doesn’t wait.",
		Sources: []Source{
			{"RFC 6202 2.1: what polling costs, and why the others exist", "https://www.rfc-editor.org/rfc/rfc6202.html#section-2.1"},
		},
		Changes: "Events that are always published just before the next poll: where server and client share a beat, polling is as quick as push.",
		Cases: []Case{
			half("200", 200), half("400", 400), half("800", 800),
			{
				// Uniform in [0,T], nine in ten wait less than 0.9 T. A constant wait of T/2 would give the same mean, and 0.5 here.
				Name: "spread", Text: "Polling every 400 ms, one event in ten waits longer than 0.8 of that: the wait is spread over all of the interval.", Setup: "intervals",
				Figure: made("latency’s 90 % quantile ÷ T", "×", func(of ...float64) float64 { return of[0] / 400 }, "lanes.polling-400.latency.p90"),
				Holds:  Between(0.8, 1.15), Fails: UpTo(0.6),
			},
			{
				Name: "push", Text: "Polling every 200 ms, the median event is late by ten times what it is on an event stream, at least.", Setup: "intervals",
				Figure: ratio("median latency, polling-200 ÷ SSE", "lanes.polling-200.latency.p50", "lanes.sse.latency.p50"),
				Holds:  From(10), Fails: UpTo(2),
			},
		},
	},
	{
		Number: 4, Title: "Polls are sent even if nothing is new",
		Quote: "Requests are sent by the client even if there is no update on the server",
		So: "A client can’t know whether there is news before it asks. An ETag makes the answer smaller (304, no body); " +
			"the question is sent all the same.",
		Sources: []Source{
			{"RFC 9110 13.1.2: If-None-Match", "https://www.rfc-editor.org/rfc/rfc9110.html#section-13.1.2"},
			{"RFC 9110 15.4.5: 304 Not Modified", "https://www.rfc-editor.org/rfc/rfc9110.html#section-15.4.5"},
		},
		Changes: "Events more frequent than polls: then each answer brings some, as at 100 events a second.",
		Cases: []Case{
			{
				Name: "silence", Text: "Polling ten times a second sends requests in a second in which nothing is published.", Setup: "silence",
				Figure: asked("polling"), Holds: From(3), Fails: UpTo(1),
			},
			{
				// Only where a 304 has come at all was the ETag of any use.
				Name: "etag", Text: "An ETag spares none of these requests: with it the client sends three in four or more.", Setup: "silence",
				Figure: made("requests with ETag and answers 304 ÷ without", "×", func(of ...float64) float64 { return where(of[1] > 0, over(of[0], of[2])) },
					"lanes.polling.requests", "lanes.polling.statuses.304", "lanes.polling-noetag.requests"),
				Holds: From(0.75), Fails: UpTo(0.5),
			},
			{
				// Four events a second fill four of ten answers at most. They come at random: now and then there are six.
				Name: "rare", Text: "With four events a second and ten polls, two in five answers or more bring nothing.", Setup: "news",
				Figure: percent("answers that bring nothing", "lanes.polling.emptyAnswers", "lanes.polling.requests"),
				Holds:  From(40), Fails: UpTo(30),
			},
		},
	},
	{
		Number: 5, Title: "Polling needs an active connection at all times",
		Quote: "we need an active connection to the server at all times",
		So: "It needs a connection while it asks. Whether one is kept in between is the choice of client and server; " +
			"polling that closes after each answer misses nothing, since its cursor says what it has seen.",
		Sources: []Source{
			{"RFC 9112 9.3: persistence is optional", "https://www.rfc-editor.org/rfc/rfc9112.html#section-9.3"},
			{"RFC 9112 9.6: closing after an answer", "https://www.rfc-editor.org/rfc/rfc9112.html#section-9.6"},
		},
		Changes: "Polls so close together that the next begins before the last connection is gone.",
		Cases: []Case{
			{
				Name: "open", Text: "A client that polls ten times a second is connected all the time.", Setup: "push",
				Figure: share("polling-close"), Holds: From(95), Fails: UpTo(50),
			},
			{
				Name: "miss", Text: "Without a connection between the polls, events are missed.", Setup: "push",
				Figure: lost("polling-close"), Holds: From(1), Fails: Exactly(0),
			},
		},
	},
	{
		Number: 6, Title: "Polling will soon overflow the server",
		Quote: "soon will overflow the server from the requests",
		So: "N clients make N/T requests a second, whether there is news or not: nobody can say “soon” without N and T. " +
			"A thousand that ask once a second are little for one machine. What is pushed spares these requests; long polling doesn’t, where news is frequent.",
		Sources: []Source{
			{"RFC 6202 2.1: polling’s load", "https://www.rfc-editor.org/rfc/rfc6202.html#section-2.1"},
			{"RFC 9110 15.6.4: 503 Service Unavailable", "https://www.rfc-editor.org/rfc/rfc9110.html#section-15.6.4"},
		},
		Changes: "More clients, a shorter interval, an answer that is dear to make (this one comes from memory), or a weaker machine.",
		Cases: []Case{
			polled(100, "A hundred", "a hundred"), polled(1000, "A thousand", "a thousand"),
			{
				Name: "failures", Text: "With a thousand clients, one poll in a hundred fails.", Setup: "herd-1000",
				Figure: percent("polls that failed, of all", "herd.failures", "herd.requests"), Holds: From(1), Fails: UpTo(0.1),
			},
			{
				// The simulated clients use the same process, and about as much as the server, which here takes their connections as well.
				Name: "core", Text: "A thousand clients that poll once a second fill a core of this machine.", Setup: "herd-1000",
				Figure: percent("CPU time ÷ time, of one core, clients included", "process.cpuMs", "process.wallMs"),
				Holds:  From(95), Fails: UpTo(70),
			},
			{
				Name: "line", Text: "A thousand clients that poll once a second fill a line of 100 Mbit/s.", Setup: "herd-1000",
				Figure: made("bytes of a poll and its answer, a thousand times a second", "Mbit/s", func(of ...float64) float64 {
					return over(of[0], of[1]) * 8 * 1000 / 1e6
				}, "lanes.polling.bytes.total", "lanes.polling.requests"),
				Holds: From(95), Fails: UpTo(70),
			},
			{
				Name: "late", Text: "While a thousand clients poll, the server has no time for others: an event stream’s median event is late by a second.", Setup: "herd-1000",
				Figure: of("median latency, SSE", "ms", "lanes.sse.latency.p50"), Holds: From(1000), Fails: UpTo(200),
			},
			spared("longpolling", "by long polling"), spared("sse", "on event streams"), spared("websocket", "on WebSockets"),
		},
	},
	{
		Number: 7, Title: "SSE pushes over a single, long-lived HTTP connection",
		Quote: "over a single, long-lived HTTP connection",
		So:    "True of HTTP/1.1, which is what is measured here. On HTTP/2, which isn’t, it is one stream of a connection that others share.",
		Sources: []Source{
			{"WHATWG HTML 9.2.3: processing model", "https://html.spec.whatwg.org/multipage/server-sent-events.html#sse-processing-model"},
			{"RFC 9113 5: streams and multiplexing", "https://www.rfc-editor.org/rfc/rfc9113.html#section-5"},
		},
		Changes: "HTTP/2, where there is no connection of its own; a proxy that ends what is idle; a cut, after which there is a second one.",
		Cases: []Case{
			{
				Name: "connections", Text: "An event stream takes one connection.", Setup: "push", Each: true,
				Figure: of("connections, SSE", "", "lanes.sse.connections"), Holds: Exactly(1), Fails: From(2),
			},
			{
				Name: "requests", Text: "It takes one HTTP request.", Setup: "push", Each: true,
				Figure: of("requests, SSE", "", "lanes.sse.requests"), Holds: Exactly(1), Fails: From(2),
			},
			{
				Name: "open", Text: "The connection is open all the time that something is published.", Setup: "push", Each: true,
				Figure: share("sse"), Holds: From(95), Fails: UpTo(80),
			},
			{
				Name: "all", Text: "Every event comes over it.", Setup: "push", Each: true,
				Figure: lost("sse"), Holds: Exactly(0), Fails: From(1),
			},
		},
	},
	{
		Number: 8, Title: "SSE goes one way, from the server to the client",
		Quote: "establish a unidirectional real-time communication channel from the server to the client",
		So:    "After its request an EventSource sends nothing. What a client has to say takes requests of its own.",
		Sources: []Source{
			{"WHATWG HTML 9.2.2: EventSource has no send", "https://html.spec.whatwg.org/multipage/server-sent-events.html#the-eventsource-interface"},
			{"WHATWG HTML 9.2.3: processing model", "https://html.spec.whatwg.org/multipage/server-sent-events.html#sse-processing-model"},
		},
		Changes: "Nothing on HTTP/1.1, where the request has no body. On HTTP/2 frames of the protocol’s own go up, but nothing that a page could say.",
		Cases: []Case{
			{
				// It counts only where such bytes are seen: those of the WebSocket beside it, whose client says goodbye at least.
				Name: "up", Text: "After the request’s head nothing goes up on an event stream.", Setup: "push", Each: true,
				Figure: made("bytes up that belong to no request head", "B", func(of ...float64) float64 { return where(of[1] > 0, of[0]) },
					"wire.sse.upstreamAfterHead", "wire.websocket.upstreamAfterHead"),
				Holds: Exactly(0), Fails: From(1),
			},
			{
				Name: "down", Text: "Every event comes down on it.", Setup: "push", Each: true,
				Figure: lost("sse"), Holds: Exactly(0), Fails: From(1),
			},
			{
				Name: "post", Text: "Each message of a client beside an event stream is a request of its own.", Setup: "game",
				Figure: posts("sse"), Holds: Between(0.95, 1.05), Fails: UpTo(0.5),
			},
		},
	},
	{
		Number: 9, Title: "SSE needs no asking again and again, in contrast to polling and WebSocket",
		Quote: "This is in contrast to traditional polling or WebSocket-based solutions.",
		So:    "In contrast to polling, yes. A WebSocket makes one request too, its handshake, and is pushed to without asking from then on.",
		Sources: []Source{
			{"RFC 6455 1.2: messages go either way at will after the handshake", "https://www.rfc-editor.org/rfc/rfc6455.html#section-1.2"},
			{"WHATWG HTML 9.2.3: processing model", "https://html.spec.whatwg.org/multipage/server-sent-events.html#sse-processing-model"},
		},
		Changes: "A protocol on top of WebSocket in which the client has to ask for each message.",
		Cases: []Case{
			{
				Name: "sse", Text: "On an event stream the client asks once.", Setup: "push", Each: true,
				Figure: asked("sse"), Holds: Exactly(1), Fails: From(2),
			},
			{
				Name: "polling", Text: "Polling asks again and again.", Setup: "push",
				Figure: asked("polling"), Holds: From(5), Fails: UpTo(1),
			},
			{
				Name: "websocket", Text: "WebSocket asks again and again.", Setup: "push",
				Figure: asked("websocket"), Holds: From(5), Fails: UpTo(1),
			},
		},
	},
	{
		Number: 10, Title: "An event consists of a type and data",
		Quote: "Each event consists of a type and data payload.",
		So: "Data it must have: a block without it is no event. The type may be left out and is “message” then. " +
			"And there is more on the wire: ids, retry times, comments.",
		Sources: []Source{
			{"WHATWG HTML 9.2.6: interpreting an event stream", "https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation"},
			{"WHATWG HTML 9.2.5: parsing an event stream", "https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream"},
		},
		Changes: "A server that names a type in every event, and leaves ids, retry and comments out.",
		Cases: []Case{
			{
				// What the client got against what the wire carried: were a block without data an event, there would be more. It
				// counts only where there was one.
				Name: "data", Text: "The client gets an event for each block with data, and for none without.", Setup: "push", Each: true,
				Figure: made("events that the client got − blocks with data", "", func(of ...float64) float64 {
					return where(of[2] > of[1], math.Abs(of[0]-of[1]))
				}, "lanes.sse.delivered", "wire.sse.withData", "wire.sse.blocks"),
				Holds: Exactly(0), Fails: From(1),
			},
			{
				Name: "type", Text: "Every event that the client gets names its type.", Setup: "push",
				Figure: percent("events with a type, of those that the client got", "wire.sse.withType", "lanes.sse.delivered"), Holds: From(99), Fails: UpTo(50),
			},
			{
				Name: "else", Text: "Nothing but types and data is in an event stream.", Setup: "push",
				Figure: made("ids, comments and retry times", "", func(of ...float64) float64 { return of[0] + of[1] + of[2] },
					"wire.sse.withId", "wire.sse.comments", "wire.sse.retries"),
				Holds: Exactly(0), Fails: From(1),
			},
		},
	},
}

// half is the case that a polling lane's mean latency is half of its interval T, in ms. Of events at any time between two polls it
// is T/2; a run of two seconds isn't a whole number of intervals, whose edges make a tenth more or less of it. Answers that came
// at once would be off by all of it.
func half(name string, interval float64) Case {
	lane := "polling-" + name
	return Case{
		Name: name, Text: "Polling every " + name + " ms is late by half of that on average.", Setup: "intervals",
		Figure: made("how far the mean latency is from T/2, of T/2", "%", func(of ...float64) float64 {
			return 100 * math.Abs(of[0]/(interval/2)-1)
		}, "lanes."+lane+".latency.mean"),
		Holds: UpTo(30), Fails: From(60),
	}
}

// polled is the case that so many clients that poll once a second make as many requests a second. They ask for the first time after
// the lead, within a second, and once more when that is over: these don't count.
func polled(clients int, many, times string) Case {
	n := float64(clients)
	return Case{
		Name: strconv.Itoa(clients), Text: many + " clients that poll once a second send " + times + " requests a second.", Setup: "herd-" + strconv.Itoa(clients),
		Figure: difference("requests in a second", "", "herd.requests", "herd.final"), Holds: Between(0.8*n, 1.2*n), Fails: UpTo(0.5 * n),
	}
}

// spared is the case that a technique spares the requests that polling takes, one a second for each client. Those that its clients
// come with, in the lead, don't count.
func spared(technique, how string) Case {
	return Case{
		Name: technique, Text: "A hundred clients " + how + " send half as many requests as a hundred that poll, or fewer, at five events a second.", Setup: "herd-" + technique,
		Figure: made("requests in a second, of one for each client", "×", func(of ...float64) float64 { return over(of[0]-of[1], of[1]) }, "herd.requests", "herd.clients"),
		Holds:  UpTo(0.5), Fails: From(1),
	}
}
