package experiments

var claims21 = []Claim{
	{
		Number: 21, Title: "Being bidirectional, WebSocket keeps the connection open",
		Quote: "it is bidirectional, meaning it keeps the connection between the client and server open",
		So:    "It does stay open, but that isn’t what sets it apart: an event stream, a long poll and a kept connection between two polls stay open, too.",
		Sources: []Source{
			{"RFC 9112 9.3: connections persist by default", "https://www.rfc-editor.org/rfc/rfc9112.html#section-9.3"},
			{"WHATWG HTML 9.2.3: processing model", "https://html.spec.whatwg.org/multipage/server-sent-events.html#sse-processing-model"},
		},
		Changes: "Servers that close after each answer: then polling’s connections don’t last.",
		Cases: []Case{
			shut("sse", "An event stream, which goes one way, doesn’t keep its connection open."),
			shut("longpolling", "Long polling, request by request, doesn’t keep a connection open."),
			shut("polling", "Polling, request by request, doesn’t keep a connection open."),
		},
	},
	{
		Number: 22, Title: "WebSocket pushes, as opposed to HTTPS",
		Quote: "This allows us to push changes to the client whenever necessary, as opposed to using HTTPS.",
		So: "These are no opposites: SSE pushes over HTTPS, and a WebSocket is over TLS as well (wss). " +
			"It can’t be measured here: the lab speaks plain HTTP, so that its bytes can be read.",
		Sources: []Source{
			{"RFC 6455 3: wss, WebSocket over TLS", "https://www.rfc-editor.org/rfc/rfc6455.html#section-3"},
			{"RFC 9110 4.2.2: https is HTTP over TLS", "https://www.rfc-editor.org/rfc/rfc9110.html#section-4.2.2"},
			{"WHATWG HTML 9.2.3: an event stream is an HTTP response", "https://html.spec.whatwg.org/multipage/server-sent-events.html#sse-processing-model"},
		},
	},
	{
		Number: 23, Title: "WebSocket has lower overhead than SSE, as it doesn’t rely on requests",
		Quote: "lower overhead compared to SSE because they don’t rely on the request-response model",
		So: "The reason is wrong of what comes down: both make one request. What goes up beside an event stream is a request each time. The overhead down is lower by fourteen to twenty bytes an event, field names and chunk sizes against a frame’s head: " +
			"a lot for a small event, next to nothing for a large one.",
		Sources: []Source{
			{"RFC 6455 5.2: a frame’s head is 2 to 10 bytes downwards", "https://www.rfc-editor.org/rfc/rfc6455.html#section-5.2"},
			{"RFC 9112 7.1: chunks", "https://www.rfc-editor.org/rfc/rfc9112.html#section-7.1"},
			{"WHATWG HTML 9.2.5: fields and line ends", "https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream"},
		},
		Changes: "The size of an event; compression; HTTP/2, which frames a stream by nine bytes.",
		Cases: []Case{
			lighter("10", "size-10", "10 bytes"), lighter("1k", "size-1k", "1 KiB"), lighter("100k", "size-100k", "100 KiB"),
			{
				// An event is written at once and leaves in a segment of its own, whose headers are 40 bytes or more, on either lane. On a
				// busy machine now and then two leave together.
				Name: "segments", Text: "An event of 10 bytes takes fewer TCP segments on WebSocket than on SSE.", Setup: "size-10",
				Figure: made("data segments down for each event, SSE − WebSocket", "", func(of ...float64) float64 { return over(of[0]-of[1], of[2]) },
					"lanes.sse.tcp.dataSegmentsOut", "lanes.websocket.tcp.dataSegmentsOut", "published"),
				Holds: From(0.6), Fails: UpTo(-0.6), Tie: Between(-0.4, 0.4),
			},
			{
				Name: "because", Text: "SSE makes more requests than WebSocket.", Setup: "size-10",
				Figure: difference("requests, SSE − WebSocket", "", "lanes.sse.requests", "lanes.websocket.requests"), Holds: From(1), Fails: Exactly(0),
			},
		},
	},
	{
		Number: 24, Title: "WebSocket has lower latency than SSE",
		Quote: "WebSockets provide bidirectional communication with lower latency",
		So: "Downwards there is no difference: both write an event to a connection that is open. Upwards SSE’s clients send a request: " +
			"on a connection that is kept it is as quick; a new one takes a round trip more, and on a narrow line its headers take their time.",
		Sources: []Source{
			{"RFC 6455 1.5: as close to TCP as the Web allows", "https://www.rfc-editor.org/rfc/rfc6455.html#section-1.5"},
			{"RFC 9112 9.3: requests on a kept connection", "https://www.rfc-editor.org/rfc/rfc9112.html#section-9.3"},
			{"RFC 9293 3.5: TCP’s handshake, a round trip", "https://www.rfc-editor.org/rfc/rfc9293.html#section-3.5"},
		},
		Changes: "A browser’s six connections, all taken, so that requests wait; a proxy that buffers; HTTP/2, where all share a connection.",
		Cases: []Case{
			{
				// What a protocol adds is a way through the network at least, 50 ms here. Less than half of that is the machine's or the
				// browser's, not the protocol's.
				Name: "down", Text: "Downwards, over a network of 50 ms, WebSocket’s median event is there earlier than SSE’s.", Setup: "warm",
				Figure: difference("median latency, WebSocket − SSE", "ms", "lanes.websocket.latency.p50", "lanes.sse.latency.p50"),
				Holds:  UpTo(-50), Fails: From(50), Tie: Between(-25, 25),
			},
			{
				// A request and its answer are one way each, as are a message and its echo.
				Name: "up", Text: "Upwards, over such a network and on kept connections, WebSocket’s round trip is shorter.", Setup: "warm",
				Figure: difference("median round trip, WebSocket − SSE with POST", "ms", "lanes.websocket.rtt.p50", "lanes.sse.rtt.p50"),
				Holds:  UpTo(-50), Fails: From(50), Tie: Between(-25, 25),
			},
			{
				// A connection of its own takes a round trip more, TCP's handshake: 100 ms here. A browser may have one left from
				// before. That a single message has a round trip twenty or thirty longer is the machine's doing.
				Name: "cold", Text: "Upwards, over such a network, the round trip of a client’s first message is shorter on WebSocket.", Setup: "cold",
				Figure: difference("round trip of the only message, WebSocket − SSE with POST", "ms", "lanes.websocket.rtt.p50", "lanes.sse.rtt.p50"),
				Holds:  UpTo(-50), Fails: From(50), Tie: Between(-40, 40),
			},
			{
				// A request and its answer, of 300 bytes or more, take 75 ms and more at this rate; a frame, as short as it is, 5.
				Name: "narrow", Text: "Upwards, through 32 kbit/s, WebSocket’s round trip is shorter.", Setup: "narrow",
				Figure: difference("median round trip, WebSocket − SSE with POST", "ms", "lanes.websocket.rtt.p50", "lanes.sse.rtt.p50"),
				Holds:  UpTo(-20), Fails: From(20), Tie: Between(-10, 10),
			},
			{
				// A connection of its own takes a round trip, TCP's handshake: 100 ms. A browser may have one left for the stream, and
				// never has for a WebSocket: then it is open later.
				Name: "open", Text: "A WebSocket is open earlier than an event stream.", Setup: "warm",
				Figure: difference("time until it is open, WebSocket − SSE", "ms", "lanes.websocket.open.p50", "lanes.sse.open.p50"),
				Holds:  UpTo(-50), Fails: From(50), Tie: Between(-40, 40),
			},
		},
	},
	{
		Number: 25, Title: "WebSocket is more complex than SSE",
		Quote: "Implementing WebSockets can be more complex than SSE due to the bidirectional nature",
		So: "Mostly so, for another reason: EventSource comes back and resumes by itself, a WebSocket’s user has to write that. " +
			"What is left, message by message, is the same.",
		Sources: []Source{
			{"WHATWG HTML 9.2.3: an EventSource comes back", "https://html.spec.whatwg.org/multipage/server-sent-events.html#sse-processing-model"},
			{"RFC 6455 7.2.3: recovering from abnormal closure", "https://www.rfc-editor.org/rfc/rfc6455.html#section-7.2.3"},
		},
		Changes: "A WebSocket library that comes back; or an EventSource whose silence has to be noticed, whose requests need headers, whose user sends a lot.",
		Cases: []Case{
			{
				Name: "naive", Text: "Cut twice, a naive WebSocket client loses more events than an EventSource: ten or more.", Setup: "cuts",
				Figure: made("events lost, WebSocket − SSE", "", func(of ...float64) float64 { return of[0] - of[1] }, "lanes.websocket.lost", "lanes.sse.lost"),
				Holds:  From(10), Fails: UpTo(0),
			},
			{
				Name: "recover", Text: "Coming back and going on takes ten lines or more on WebSocket.", Setup: "source", Least: 1,
				Figure: difference("lines of JavaScript, websocket-resume − websocket-none", "", "source.js.websocket-resume", "source.js.websocket-none"),
				Holds:  From(10), Fails: UpTo(2),
			},
			{
				// Both of this lab's clients come back, go on, notice silence and count. What a lane shares with others stands in files
				// of its own, and reading a message is shared by WebSocket's alone: a fifth either way is no difference.
				Name: "whole", Text: "A whole client, that does all that, is longer by WebSocket than by SSE.", Setup: "source", Least: 1,
				Figure: ratio("lines of JavaScript, websocket-resume ÷ sse", "source.js.websocket-resume", "source.js.sse"),
				Holds:  From(1.3), Fails: UpTo(0.7), Tie: Between(0.8, 1.25),
			},
		},
	},
	{
		Number: 26, Title: "A closed WebSocket doesn’t come back by itself",
		Quote: "the client does not try to reconnect to the server",
		So:    "True of the browsers’ API: after close there is nothing more. What comes back is written around it, and resumes only if the client says what it has seen.",
		Sources: []Source{
			{"WHATWG WebSockets: the interface in browsers", "https://websockets.spec.whatwg.org/#the-websocket-interface"},
			{"RFC 6455 7.2.3: recovering from abnormal closure", "https://www.rfc-editor.org/rfc/rfc6455.html#section-7.2.3"},
		},
		Changes: "A library around the browser’s API: most have it.",
		Cases: []Case{
			{
				Name: "stays", Text: "After a cut a WebSocket stays closed.", Setup: "cuts", Each: true,
				Figure: back("websocket"), Holds: Exactly(0), Fails: From(1),
			},
			{
				Name: "loses", Text: "What is published after that is lost.", Setup: "cuts", Each: true,
				Figure: lost("websocket"), Holds: From(1), Fails: Exactly(0),
			},
			{
				Name: "code", Text: "With code that opens another one, the client is back.", Setup: "cuts", Each: true,
				Figure: back("websocket-resume"), Holds: From(1), Fails: Exactly(0),
			},
			{
				Name: "gap", Text: "Without more than that, what was published in between is lost.", Setup: "cuts", Each: true,
				Figure: lost("websocket-backoff"), Holds: From(1), Fails: Exactly(0),
			},
			{
				Name: "resume", Text: "If it says what it has seen last, nothing is lost.", Setup: "cuts", Each: true,
				Figure: lost("websocket-resume"), Holds: Exactly(0), Fails: From(1),
			},
		},
	},
	{
		Number: 27, Title: "To recover, poll the server until it is back",
		Quote: "you’ll need to write extra code to poll the server",
		So: "One client may. Many that lost their server at once and come back after the same pause hit it all at once: " +
			"the standard asks for a random delay first, and for longer ones after each failure.",
		Sources: []Source{
			{"RFC 6455 7.2.3: a random delay, then backoff", "https://www.rfc-editor.org/rfc/rfc6455.html#section-7.2.3"},
			{"AWS: exponential backoff and jitter", "https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/"},
		},
		Changes: "How many clients lose the server at the same moment: with a handful, any pause will do.",
		Cases: []Case{
			{
				Name: "one", Text: "One client that tries again after a cut is back.", Setup: "cuts", Each: true,
				Figure: back("websocket-backoff"), Holds: From(1), Fails: Exactly(0),
			},
			spreadOut("fixed", "fixed", "the same half second"), spreadOut("random", "jitter", "a random part of half a second"),
		},
	},
	{
		Number: 28, Title: "WebSocket is ideal for low latency",
		Quote: "WebSockets are ideal for applications that require low-latency, real-time interactions.",
		So: "While the network is calm, yes. But it is one TCP stream, in order: when the network stalls, everything behind the gap waits, " +
			"just as on an event stream.",
		Sources: []Source{
			{"RFC 9293 2.2: a reliable, in-order stream", "https://www.rfc-editor.org/rfc/rfc9293.html#section-2.2"},
			{"RFC 9114 1.1: what one lost packet holds up on TCP", "https://www.rfc-editor.org/rfc/rfc9114.html#section-1.1"},
			{"W3C WebTransport: datagrams", "https://www.w3.org/TR/webtransport/"},
		},
		Changes: "A network that loses nothing; or WebTransport, whose datagrams don’t wait for each other.",
		Cases: []Case{
			{
				Name: "calm", Text: "In calm, the median event is there within 20 ms.", Setup: "push",
				Figure: of("median latency, WebSocket", "ms", "lanes.websocket.latency.p50"), Holds: UpTo(20), Fails: From(100),
			},
			{
				// 0.4 s of 1 are two fifths of the events.
				Name: "stall", Text: "With a stall of 0.4 s in the network, 99 in 100 events are there within 100 ms.", Setup: "stall",
				Figure: of("latency’s 99 % quantile, WebSocket", "ms", "lanes.websocket.latency.p99"), Holds: UpTo(100), Fails: From(200),
			},
			{
				// Half of the stall is a difference.
				Name: "sse", Text: "With that stall, WebSocket’s tail is shorter than SSE’s.", Setup: "stall",
				Figure: difference("latency’s 99 % quantile, WebSocket − SSE", "ms", "lanes.websocket.latency.p99", "lanes.sse.latency.p99"),
				Holds:  UpTo(-200), Fails: From(200), Tie: Between(-120, 120),
			},
		},
	},
	{
		Number: 29, Title: "SSE for server push, WebSocket for two ways",
		Quote: "SSE is simpler and more suitable for unidirectional updates",
		So:    "A fair rule. Downwards SSE costs little more and comes back by itself; upwards, and often, a WebSocket’s frames cost a fraction. SSE with POST works as well.",
		Sources: []Source{
			{"WHATWG HTML 9.2.1: introduction", "https://html.spec.whatwg.org/multipage/server-sent-events.html#server-sent-events-intro"},
			{"RFC 6455 1.1: background, two-way communication", "https://www.rfc-editor.org/rfc/rfc6455.html#section-1.1"},
		},
		Changes: "Clients that seldom send: then SSE with POST is enough for two ways. Events in binary, or very small: then WebSocket for push.",
		Cases: []Case{
			{
				Name: "push", Text: "For push alone, an event takes at most 1.5 times the bytes by SSE that it takes by WebSocket.", Setup: "push",
				Figure: ratio("all bytes, SSE ÷ WebSocket", "lanes.sse.bytes.total", "lanes.websocket.bytes.total"), Holds: UpTo(1.5), Fails: From(2),
			},
			{
				// What one notices of an event that comes later begins at some tens of milliseconds.
				Name: "late", Text: "For push alone, SSE’s median event is late by 20 ms more than WebSocket’s at most.", Setup: "push",
				Figure: difference("median latency, SSE − WebSocket", "ms", "lanes.sse.latency.p50", "lanes.websocket.latency.p50"), Holds: UpTo(20), Fails: From(50),
			},
			{
				Name: "back", Text: "For push alone, two cuts lose nothing by SSE.", Setup: "cuts", Each: true,
				Figure: lost("sse"), Holds: Exactly(0), Fails: From(1),
			},
			{
				Name: "two-ways", Text: "For two ways, a message up costs a third of the bytes by WebSocket, or less.", Setup: "game",
				Figure: upwards("websocket", "sse"), Holds: UpTo(0.33), Fails: From(0.67),
			},
			{
				Name: "two-ways-all", Text: "For two ways, WebSocket loses nothing on the way down.", Setup: "game", Each: true,
				Figure: lost("websocket"), Holds: Exactly(0), Fails: From(1),
			},
		},
	},
	{
		Number: 30, Title: "Both back end and front end must change for any of these",
		Quote: "we have to make make changes on both side back-end and front-end",
		So: "Push takes both. Polling an address that is there already changes the client alone. " +
			"It can’t be measured: it depends on what the application has.",
		Sources: []Source{
			{"RFC 6202 2.1: polling is made of ordinary requests", "https://www.rfc-editor.org/rfc/rfc6202.html#section-2.1"},
			{"RFC 9110 9.3.1: GET", "https://www.rfc-editor.org/rfc/rfc9110.html#section-9.3.1"},
		},
	},
}

// shut is the case that a lane doesn't stay open while something is published.
func shut(lane, text string) Case {
	return Case{Name: lane, Text: text, Setup: "push", Figure: share(lane), Holds: UpTo(50), Fails: From(95)}
}

// lighter is the case that WebSocket's overhead for events of a size is lower than SSE's by more than one byte in a hundred: less
// than that is no reason to choose.
func lighter(name, setup, size string) Case {
	return Case{
		Name: name, Text: "For events of " + size + ", WebSocket’s framing takes fewer bytes than SSE’s.", Setup: setup,
		Figure: made("of all bytes down, what SSE’s framing takes beyond WebSocket’s", "%", func(of ...float64) float64 { return 100 * over(of[0]-of[1], of[2]) },
			"lanes.sse.bytes.s2c.framing", "lanes.websocket.bytes.s2c.framing", "lanes.sse.bytes.s2c.total"),
		Holds: From(1.2), Fails: UpTo(-1.2), Tie: Between(-1, 1),
	}
}

// spreadOut is the case that clients who lost their connections at once come back spread out. A random pause of up to half a second
// puts a fifth into a tenth of a second; chance adds a little, and a machine that is busy with something else for a tenth
// puts two together. The same pause puts all into one, or into two when it falls between them: then half at least into the larger.
func spreadOut(name, setup, pause string) Case {
	return Case{
		Name: name, Text: "A hundred clients that try again after " + pause + " come back spread out: fewer than half in the same tenth of a second.", Setup: "herd-" + setup,
		Figure: percent("most connections in a tenth of a second, of all clients", "herd.peakConnects", "herd.clients"),
		Holds:  UpTo(45), Fails: From(50),
	}
}
