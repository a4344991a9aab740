package experiments

var claims11 = []Claim{
	{
		Number: 11, Title: "SSE has a simple API, EventSource",
		Quote: "SSE is relatively easy to implement on both the server and the client side.",
		So: "Simple for what it does: it parses, comes back and says where it was, all by itself. " +
			"But it only asks with GET, without a body and without headers of one’s own: a token has to be a cookie, or stand in the address, which logs keep.",
		Sources: []Source{
			{"WHATWG HTML 9.2.2: the EventSource interface", "https://html.spec.whatwg.org/multipage/server-sent-events.html#the-eventsource-interface"},
			{"MDN: EventSource()", "https://developer.mozilla.org/en-US/docs/Web/API/EventSource/EventSource"},
		},
		Changes: "An option for headers in the EventSource constructor; a client built on fetch has them today, and has to come back by its own code.",
		Cases: []Case{
			{
				Name: "back", Text: "Cut twice, it is back by itself and has lost nothing.", Setup: "cuts", Each: true,
				Figure: lost("sse"), Holds: Exactly(0), Fails: From(1),
			},
			{
				// Ten of fifty lines are a fifth of such a client; one or two are a matter of style.
				Name: "lines", Text: "Coming back and going on, which EventSource brings along, takes ten lines or more on a WebSocket.", Setup: "source", Least: 1,
				Figure: difference("lines of JavaScript, websocket-resume − websocket-none", "", "source.js.websocket-resume", "source.js.websocket-none"),
				Holds:  From(10), Fails: UpTo(2),
			},
			{
				Name: "up", Text: "EventSource is enough to send by, too: no message takes a request of its own.", Setup: "game",
				Figure: posts("sse"), Holds: UpTo(0.05), Fails: From(0.5),
			},
			{
				Name: "headers", Text: "EventSource sends a header that the page asks for.", Setup: "page", Least: 1,
				Figure: onPage("a header that was set arrived: 1, or not: 0", "page.headers"), Holds: Exactly(1), Fails: Exactly(0),
			},
			{
				Name: "token", Text: "A token in the URL of an EventSource stays out of the request’s first line, which servers and proxies log.", Setup: "page", Least: 1,
				Figure: onPage("it stood there on the wire: 1, or not: 0", "page.tokenInTarget"), Holds: Exactly(0), Fails: Exactly(1),
			},
		},
	},
	{
		Number: 12, Title: "SSE is resilient: it reconnects by itself",
		Quote: "If the connection is interrupted, the client will automatically attempt to reconnect",
		So: "After a connection that drops, yes. Not after 204, another status than 200, or another type: then it is closed for good. " +
			"And what was missed comes only if events have ids and the server begins after the last one.",
		Sources: []Source{
			{"WHATWG HTML 9.2.3: reestablish the connection, fail the connection", "https://html.spec.whatwg.org/multipage/server-sent-events.html#sse-processing-model"},
			{"WHATWG HTML 9.2.4: Last-Event-ID", "https://html.spec.whatwg.org/multipage/server-sent-events.html#the-last-event-id-header"},
		},
		Changes: "Servers that never answer anything but 200 with an event stream, and that number and keep their events.",
		Cases: []Case{
			{
				Name: "cut", Text: "After a cut the client is back by itself.", Setup: "cuts", Each: true,
				Figure: back("sse"), Holds: From(1), Fails: Exactly(0),
			},
			{
				Name: "ids", Text: "With ids, and a server that begins after the last one, a cut loses nothing.", Setup: "cuts", Each: true,
				Figure: lost("sse"), Holds: Exactly(0), Fails: From(1),
			},
			{
				Name: "once", Text: "With ids, nothing comes twice.", Setup: "cuts", Each: true,
				Figure: twice("sse"), Holds: Exactly(0), Fails: From(1),
			},
			{
				Name: "noids", Text: "Without ids, where the server goes on with what is new, nothing is lost.", Setup: "cuts", Each: true,
				Figure: lost("sse-noids"), Holds: Exactly(0), Fails: From(1),
			},
			{
				Name: "again", Text: "Without ids, where the server begins again, nothing comes twice.", Setup: "cuts", Each: true,
				Figure: twice("sse-again"), Holds: Exactly(0), Fails: From(1),
			},
			backAfter("204", "a 204"), backAfter("503", "a 503"), backAfter("type", "an answer of the type text/plain"),
		},
	},
	{
		Number: 13, Title: "SSE is text: it carries no binary data",
		Quote: "Since SSE is restricted to transporting UTF-8 messages, binary data is not supported.",
		So:    "Bytes have to be written as text. Base64 writes three of them as four, so they cost a third more; a WebSocket carries them as they are.",
		Sources: []Source{
			{"WHATWG HTML 9.2.5: an event stream is always UTF-8", "https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream"},
			{"RFC 4648 4: base64", "https://www.rfc-editor.org/rfc/rfc4648.html#section-4"},
			{"RFC 6455 5.6: text and binary frames", "https://www.rfc-editor.org/rfc/rfc6455.html#section-5.6"},
		},
		Changes: "Nothing in the format. Compression on the way wins some of the third back, a denser code than base64 too.",
		Cases: []Case{
			{
				Name: "sse", Text: "An event stream takes at least a fourth more bytes than the picture has.", Setup: "binary",
				Figure: carried("sse"), Holds: Between(1.25, 1.5), Fails: UpTo(1.1),
			},
			{
				Name: "websocket", Text: "A WebSocket carries the picture’s bytes as they are.", Setup: "binary",
				Figure: carried("websocket"), Holds: Between(1, 1.02), Fails: From(1.25),
			},
		},
	},
	{
		Number: 14, Title: "SSE suits news, stock prices and notifications",
		Quote: "suitable for applications like real-time news feeds, stock market updates",
		So:    "All three are pushed to clients that have little to say. One request each, and whatever is published is there at once.",
		Sources: []Source{
			{"WHATWG HTML 9.2.1: introduction, with stock prices", "https://html.spec.whatwg.org/multipage/server-sent-events.html#server-sent-events-intro"},
		},
		Changes: "A proxy that holds responses back, or seven tabs of one site over HTTP/1.1: a browser opens six connections to an origin.",
		Cases: []Case{
			{
				// Most are more than half; a headline in six or seven may be held up by a busy machine, and eight notices at once.
				Name: "news", Text: "News: most headlines are there within 200 ms.", Setup: "news",
				Figure: inTime("sse"), Holds: From(70), Fails: UpTo(50),
			},
			{
				Name: "ticker", Text: "Stock prices: nine in ten are there within 100 ms.", Setup: "push",
				Figure: of("latency’s 90 % quantile, SSE", "ms", "lanes.sse.latency.p90"), Holds: UpTo(100), Fails: From(300),
			},
			{
				Name: "ticker-all", Text: "Stock prices: none is lost.", Setup: "push", Each: true,
				Figure: lost("sse"), Holds: Exactly(0), Fails: From(1),
			},
			{
				Name: "notices", Text: "Notifications: most are there within 200 ms, though eight come at once.", Setup: "notifications",
				Figure: inTime("sse"), Holds: From(70), Fails: UpTo(50),
			},
			{
				Name: "notices-all", Text: "Notifications: none is lost.", Setup: "notifications", Each: true,
				Figure: lost("sse"), Holds: Exactly(0), Fails: From(1),
			},
			{
				Name: "asks", Text: "One request brings all notifications.", Setup: "notifications", Each: true,
				Figure: asked("sse"), Holds: Exactly(1), Fails: From(2),
			},
		},
	},
	{
		Number: 15, Title: "SSE suits online gaming",
		Quote: "live news feeds, stock market updates, social media notifications, and online gaming",
		So: "Downwards it is as good as any. Upwards it has nothing: each move is an HTTP request, as quick on a kept connection, " +
			"and of many times the bytes of a WebSocket’s frame.",
		Sources: []Source{
			{"WHATWG HTML 9.2.2: EventSource has no send", "https://html.spec.whatwg.org/multipage/server-sent-events.html#the-eventsource-interface"},
			{"RFC 6455 5.2: a frame’s head is 6 to 14 bytes upwards", "https://www.rfc-editor.org/rfc/rfc6455.html#section-5.2"},
		},
		Changes: "A game in which one seldom moves, such as chess; or HTTP/2, whose header compression makes a request small.",
		Cases: []Case{
			{
				Name: "down", Text: "60 times a second, 40 ms away: most positions are there within 200 ms.", Setup: "game",
				Figure: inTime("sse"), Holds: From(70), Fails: UpTo(50),
			},
			{
				Name: "down-all", Text: "No position is lost.", Setup: "game", Each: true,
				Figure: lost("sse"), Holds: Exactly(0), Fails: From(1),
			},
			{
				// The article lists games under both: suited alike is half as much again at most.
				Name: "up", Text: "A move costs about as many bytes upwards as on a WebSocket.", Setup: "game",
				Figure: upwards("sse", "websocket"), Holds: UpTo(1.5), Fails: From(3),
			},
			{
				// A way through the network takes 40 ms: what a protocol adds is one at least.
				Name: "up-late", Text: "A move is answered as soon as on a WebSocket, or 20 ms later at most.", Setup: "game",
				Figure: difference("median round trip, SSE with POST − WebSocket", "ms", "lanes.sse.rtt.p50", "lanes.websocket.rtt.p50"), Holds: UpTo(20), Fails: From(40),
			},
		},
	},
	{
		Number: 16, Title: "Almost every browser supports SSE, Internet Explorer doesn’t",
		Quote: "Almost every browser is supporting the SSE except Internet Explorer",
		So: "True today; Edge lacked it, too, until 2020 (79). One browser can only be asked for itself: this page asks yours. " +
			"Who lacks EventSource can follow by another technique.",
		Sources: []Source{
			{"MDN: EventSource, browser compatibility", "https://developer.mozilla.org/en-US/docs/Web/API/EventSource#browser_compatibility"},
			{"Can I use: Server-sent events", "https://caniuse.com/eventsource"},
		},
		Changes: "A browser without EventSource.",
		Cases: []Case{
			{
				Name: "here", Text: "This browser has EventSource.", Setup: "page", Least: 1,
				Figure: onPage("it has: 1, or not: 0", "page.eventSource"), Holds: Exactly(1), Fails: Exactly(0),
			},
			{
				Name: "without", Text: "A client without EventSource and WebSocket gets every event by what it has.", Setup: "notifications", Each: true,
				Figure: lost("fallback-old"), Holds: Exactly(0), Fails: From(1),
			},
		},
	},
	{
		Number: 17, Title: "WebSocket is bidirectional, full duplex",
		Quote: "WebSockets provide full-duplex, bidirectional communication.",
		So:    "Both ends send at will on one connection: messages cross on the way, and nobody waits for an answer.",
		Sources: []Source{
			{"RFC 6455 1.2: protocol overview", "https://www.rfc-editor.org/rfc/rfc6455.html#section-1.2"},
			{"RFC 6455 1.5: design philosophy", "https://www.rfc-editor.org/rfc/rfc6455.html#section-1.5"},
		},
		Changes: "Nothing in the protocol; a server that reads only when it has nothing to write would take turns.",
		Cases: []Case{
			{
				Name: "cross", Text: "Events come down while a message that went up has no answer yet.", Setup: "game",
				Figure: of("events that crossed a message", "", "wire.websocket.duplex"), Holds: From(10), Fails: Exactly(0),
			},
			{
				// 30 messages a second are one in 33 ms, and an answer takes 80: one alone on its way would be waiting.
				Name: "ahead", Text: "A client sends on without waiting for an answer.", Setup: "game",
				Figure: of("messages without an answer at once, at most", "", "wire.websocket.maxUnanswered"), Holds: From(2), Fails: UpTo(1),
			},
			{
				// The last ones may be on their way when the run ends.
				Name: "up", Text: "What goes up is heard: the server answers it.", Setup: "game",
				Figure: percent("messages answered", "lanes.websocket.echoed", "lanes.websocket.sent"), Holds: From(80), Fails: UpTo(50),
			},
			{
				Name: "down", Text: "Every event comes down.", Setup: "game", Each: true,
				Figure: lost("websocket"), Holds: Exactly(0), Fails: From(1),
			},
			{
				Name: "one", Text: "One connection carries both.", Setup: "game", Each: true,
				Figure: of("connections", "", "lanes.websocket.connections"), Holds: Exactly(1), Fails: From(2),
			},
		},
	},
	{
		Number: 18, Title: "WebSocket isn’t based on HTTP",
		Quote: "Websocket is not based on HTTP protocol",
		So: "It has a framing of its own on TCP, but it begins as HTTP: with a GET that asks for an Upgrade and an answer 101, " +
			"or over HTTP/2 with an extended CONNECT.",
		Sources: []Source{
			{"RFC 6455 1.7: relationship to TCP and HTTP", "https://www.rfc-editor.org/rfc/rfc6455.html#section-1.7"},
			{"RFC 6455 4.2.2: the server’s answer", "https://www.rfc-editor.org/rfc/rfc6455.html#section-4.2.2"},
			{"RFC 8441 5: WebSocket over HTTP/2", "https://www.rfc-editor.org/rfc/rfc8441.html#section-5"},
		},
		Changes: "A way to open one without the handshake: the standard has none.",
		Cases: []Case{
			{
				Name: "handshake", Text: "A WebSocket opens without an HTTP request and its answer 101.", Setup: "push",
				Figure: made("HTTP upgrades with the right Sec-WebSocket-Accept ÷ connections", "", func(of ...float64) float64 { return over(of[0], of[1]) },
					"wire.websocket.acceptRight", "lanes.websocket.connections"),
				Holds: Exactly(0), Fails: Exactly(1),
			},
			{
				Name: "after", Text: "After the 101 there is no HTTP on the connection any more.", Setup: "push", Each: true,
				Figure: of("requests and responses after the 101", "", "wire.websocket.httpAfterUpgrade"), Holds: Exactly(0), Fails: From(1),
			},
			{
				// A ping, a pong and two closing frames are no events.
				Name: "frames", Text: "Each event comes in a frame.", Setup: "push",
				Figure: ratio("frames ÷ events that came", "wire.websocket.frames", "lanes.websocket.delivered"), Holds: Between(1, 1.5), Fails: UpTo(0.5),
			},
		},
	},
	{
		Number: 19, Title: "WebSocket requires additional installation",
		Quote: "so it requires additional installation and integrations to use it",
		So: "Not in a browser, where it is built in. A server or a program whose standard library lacks it (Go’s does) takes a library, " +
			"or some dozens of lines after RFC 6455.",
		Sources: []Source{
			{"WHATWG WebSockets: the interface in browsers", "https://websockets.spec.whatwg.org/#the-websocket-interface"},
			{"RFC 6455 5.2: the framing", "https://www.rfc-editor.org/rfc/rfc6455.html#section-5.2"},
		},
		Changes: "A server on a runtime that brings WebSocket along, as Deno and Bun do.",
		Cases: []Case{
			{
				Name: "client", Text: "A client without a library misses events.", Setup: "push",
				Figure: lost("websocket-bare"), Holds: From(1), Fails: Exactly(0),
			},
			{
				// Not the handshakes: libraries send other headers than hands do.
				Name: "bytes", Text: "A client without a library gets other frames than one with it.", Setup: "push",
				Figure: made("bytes of frames down for each event, without ÷ with a library", "×", func(of ...float64) float64 {
					return over(over(of[0]+of[1], of[2]), over(of[3]+of[4], of[5]))
				}, "lanes.websocket-bare.bytes.s2c.framing", "lanes.websocket-bare.bytes.s2c.payload", "lanes.websocket-bare.delivered",
					"lanes.websocket.bytes.s2c.framing", "lanes.websocket.bytes.s2c.payload", "lanes.websocket.delivered"),
				Holds: From(1.1), Fails: Between(0.98, 1.02),
			},
			{
				Name: "here", Text: "This browser lacks WebSocket.", Setup: "page", Least: 1,
				Figure: onPage("it has: 1, or not: 0", "page.webSocket"), Holds: Exactly(0), Fails: Exactly(1),
			},
			{
				Name: "server", Text: "This server is built with a library for WebSocket.", Setup: "source", Least: 1,
				Figure: of("libraries in the binary", "", "source.websocketLibraries"), Holds: From(1), Fails: Exactly(0),
			},
		},
	},
	{
		Number: 20, Title: "WebSocket is difficult to implement",
		Quote: "It is difficult to implement compared to other technologies",
		So: "To receive by one is short. To come back after a failure, and to go on where it was, has to be written; " +
			"left out, events are lost without a word.",
		Sources: []Source{
			{"RFC 6455 7.2.3: recovering from abnormal closure", "https://www.rfc-editor.org/rfc/rfc6455.html#section-7.2.3"},
			{"WHATWG WebSockets: the interface in browsers", "https://websockets.spec.whatwg.org/#the-websocket-interface"},
		},
		Changes: "A library that comes back and resumes; or a network that never fails.",
		Cases: []Case{
			{
				// A fifth of fifty lines is a matter of style, as is a tenth.
				Name: "naive", Text: "A client that only receives is longer than polling’s by half or more.", Setup: "source", Least: 1,
				Figure: ratio("lines of JavaScript, websocket-none ÷ polling", "source.js.websocket-none", "source.js.polling"),
				Holds:  From(1.5), Fails: UpTo(1.1),
			},
			{
				Name: "calm", Text: "While nothing fails, a naive client loses events.", Setup: "push",
				Figure: lost("websocket"), Holds: From(1), Fails: Exactly(0),
			},
			{
				Name: "cuts", Text: "When connections are cut, a naive client loses events.", Setup: "cuts",
				Figure: lost("websocket"), Holds: From(1), Fails: Exactly(0),
			},
			{
				Name: "robust", Text: "Coming back and going on makes it longer by two fifths or more.", Setup: "source", Least: 1,
				Figure: ratio("lines of JavaScript, websocket-resume ÷ websocket-none", "source.js.websocket-resume", "source.js.websocket-none"),
				Holds:  From(1.4), Fails: UpTo(1.1),
			},
		},
	},
}

// backAfter is the case that an EventSource is back after a cut and an answer that isn't a stream. The server gives it for 0.6 s,
// and a whole second is left to come back after that, ten times the stream's retry. It counts only where the cut hit: a
// lane beside it, whose server answers with a stream, must have come back.
func backAfter(name, what string) Case {
	return Case{
		Name: name, Text: "After a cut and " + what + " the client is back by itself.", Setup: "refusals",
		Figure: made("reconnections, sse-"+name, "", func(of ...float64) float64 { return where(of[1] > 0, of[0]) },
			"lanes.sse-"+name+".reconnects", "lanes.sse.reconnects"),
		Holds: From(1), Fails: Exactly(0),
	}
}

// carried is what a lane's payload is of the pictures' 65,536 bytes each.
func carried(lane string) Figure {
	return made("payload on the wire ÷ bytes of the pictures that came, "+lane, "×", func(of ...float64) float64 { return over(of[0], 65536*of[1]) },
		"lanes."+lane+".bytes.s2c.payload", "lanes."+lane+".delivered")
}
