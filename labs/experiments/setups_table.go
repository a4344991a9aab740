package experiments

import "strconv"

// trials is of how many runs a setup's sample consists: as many as a verdict needs.
const trials = DefaultLeast

// A browser opens six connections to an origin, WebSockets not counted (and on HTTP/1.1, which all lanes speak). So no setup has
// more than five lanes of other techniques, and fewer where their clients send as well.
//
// An event in a hundred that goes missing is to be seen for sure: where a case says that nothing is lost, all trials
// together publish 600 events or more; that none of 600 is among the one in a hundred has a probability of 0.2 %.
//
// leadMs is a silence in which the lanes open; a herd's clients take a second to come.
var setups = []Setup{
	{
		Name: "source", Title: "This program’s own source and build", Kind: KindSource, Trials: 1,
	},
	{
		Name: "page", Title: "What this browser has, asked on this page", Kind: KindPage, Trials: 1,
	},
	{
		Name: "push", Title: "100 events a second, for two seconds", Kind: KindRun, Trials: trials, Alone: true, Wire: true,
		Spec: spec(`{"rate":100,"seconds":2,"leadMs":300,"lanes":[
			{"technique":"polling","intervalMs":100},
			{"name":"polling-close","technique":"polling","title":"Polling, close","intervalMs":100,"keepAlive":false},
			"longpolling","sse","websocket",
			{"name":"websocket-bare","technique":"websocket","title":"WS, no library","library":false}]}`),
	},
	{
		Name: "intervals", Title: "Polling every 200, 400 and 800 ms, 100 events a second", Kind: KindRun, Trials: trials, Alone: true,
		Spec: spec(`{"rate":100,"seconds":2,"leadMs":300,"lanes":[
			{"name":"polling-200","technique":"polling","title":"Polling, 200 ms","intervalMs":200},
			{"name":"polling-400","technique":"polling","title":"Polling, 400 ms","intervalMs":400},
			{"name":"polling-800","technique":"polling","title":"Polling, 800 ms","intervalMs":800},
			"sse"]}`),
	},
	// A browser sends requests upwards on five connections at most: 20 a second, of a tenth of a second each, are not too many.
	{
		Name: "warm", Title: "100 events and 20 messages up a second, 50 ms each way", Kind: KindRun, Trials: trials, Alone: true,
		Spec: spec(`{"rate":100,"upstream":20,"seconds":1,"leadMs":400,"network":{"latencyMs":50},"lanes":["sse","websocket"]}`),
	},
	{
		Name: "cold", Title: "A single message up, 50 ms each way", Kind: KindRun, Trials: trials,
		Spec: spec(`{"rate":2,"upstream":1,"seconds":1,"leadMs":400,"network":{"latencyMs":50},"lanes":["sse","websocket"]}`),
	},
	{
		Name: "narrow", Title: "Eight messages up a second, through 32 kbit/s", Kind: KindRun, Trials: trials,
		Spec: spec(`{"rate":2,"upstream":8,"seconds":1,"leadMs":400,"network":{"latencyMs":10,"kbps":32},"lanes":["sse","websocket"]}`),
	},
	{
		Name: "game", Title: "A game: 60 events down and 30 messages up a second, 40 ms each way", Kind: KindRun, Trials: trials, Wire: true,
		Spec: spec(`{"scenario":"game","rate":60,"upstream":30,"seconds":2,"leadMs":400,"lateMs":200,"network":{"latencyMs":40},"lanes":["sse","websocket"]}`),
	},
	{
		Name: "silence", Title: "A second in which nothing is published", Kind: KindRun, Trials: trials,
		Spec: spec(`{"scenario":"silence","seconds":1,"leadMs":300,"lanes":[{"technique":"polling","intervalMs":100},
			{"name":"polling-noetag","technique":"polling","title":"Polling, no ETag","intervalMs":100,"etag":false}]}`),
	},
	{
		Name: "news", Title: "News: four headlines a second, now and then", Kind: KindRun, Trials: trials,
		Spec: spec(`{"scenario":"news","rate":4,"seconds":2,"leadMs":300,"lateMs":200,"lanes":[{"technique":"polling","intervalMs":100},"longpolling","sse","websocket"]}`),
	},
	{
		Name: "notifications", Title: "Notifications: 60 a second, by eights", Kind: KindRun, Trials: trials,
		Spec: spec(`{"scenario":"notifications","rate":60,"seconds":2,"leadMs":300,"lateMs":200,"lanes":["longpolling","sse","websocket",
			{"name":"fallback-old","technique":"fallback","title":"Without SSE and WS","lacks":["websocket","sse"]}]}`),
	},
	{
		Name: "binary", Title: "20 pictures of 64 KiB a second", Kind: KindRun, Trials: trials,
		Spec: spec(`{"scenario":"picture","rate":20,"payloadBytes":65536,"seconds":1,"leadMs":300,"lanes":["sse","websocket"]}`),
	},
	{
		Name: "size-10", Title: "Events of 10 bytes", Kind: KindRun, Trials: trials,
		Spec: spec(`{"rate":100,"payloadBytes":10,"seconds":1,"leadMs":300,"lanes":["sse","websocket"]}`),
	},
	{
		Name: "size-1k", Title: "Events of 1 KiB", Kind: KindRun, Trials: trials,
		Spec: spec(`{"rate":100,"payloadBytes":1024,"seconds":1,"leadMs":300,"lanes":["sse","websocket"]}`),
	},
	{
		Name: "size-100k", Title: "Events of 100 KiB", Kind: KindRun, Trials: trials,
		Spec: spec(`{"rate":20,"payloadBytes":102400,"seconds":1,"leadMs":300,"lanes":["sse","websocket"]}`),
	},
	{
		Name: "cuts", Title: "100 events a second, and two cuts of all connections", Kind: KindRun, Trials: trials,
		Spec: spec(`{"rate":100,"seconds":2,"leadMs":300,"lanes":[
			{"technique":"sse","retryMs":100},
			{"name":"sse-noids","technique":"sse","title":"SSE, no ids","ids":false,"cursor":"now","retryMs":100},
			{"name":"sse-again","technique":"sse","title":"SSE, no ids, all again","ids":false,"retryMs":100},
			"websocket",
			{"name":"websocket-backoff","technique":"websocket","title":"WS, backoff","reconnect":"backoff","cursor":"now"},
			{"name":"websocket-resume","technique":"websocket","title":"WS, resume","reconnect":"resume"}],
			"faults":[{"kind":"cut","at":0.4,"every":0.7,"times":2}]}`),
	},
	{
		Name: "refusals", Title: "A cut, and then 204, 503 or another type for 0.6 s", Kind: KindRun, Trials: trials,
		Spec: spec(`{"rate":100,"seconds":2,"leadMs":300,"lanes":[
			{"technique":"sse","retryMs":100},
			{"name":"sse-204","technique":"sse","title":"SSE, 204","retryMs":100},
			{"name":"sse-503","technique":"sse","title":"SSE, 503","retryMs":100},
			{"name":"sse-type","technique":"sse","title":"SSE, text/plain","retryMs":100}],
			"faults":[{"kind":"status","lane":"sse-204","status":204,"at":0.4,"seconds":0.6},
				{"kind":"status","lane":"sse-503","status":503,"at":0.4,"seconds":0.6},
				{"kind":"status","lane":"sse-type","status":200,"type":"text/plain","at":0.4,"seconds":0.6},
				{"kind":"cut","at":0.5}]}`),
	},
	{
		Name: "stall", Title: "100 events a second, and 0.4 s in which nothing passes", Kind: KindRun, Trials: trials,
		Spec: spec(`{"rate":100,"seconds":1,"leadMs":300,"lanes":["sse","websocket"],"faults":[{"kind":"stall","at":0.3,"seconds":0.4}]}`),
	},
	herdPolls(100, false), herdPolls(1000, true),
	herdFollows("longpolling", "by long polling"), herdFollows("sse", "by SSE"), herdFollows("websocket", "by WebSocket"),
	herdReturns("herd-fixed", "half a second", 0), herdReturns("herd-jitter", "a random part of half a second", 1),
}

// herdPolls is a run whose simulated clients poll once a second. In the first second, the lead, they come; five events are
// published in the second one.
func herdPolls(clients int, alone bool) Setup {
	n := strconv.Itoa(clients)
	return herdRun("herd-"+n, n+" simulated clients poll once a second", alone, `["sse",{"technique":"polling","intervalMs":1000}]`,
		`{"technique":"polling","clients":`+n+`,"intervalMs":1000}`)
}

// herdFollows is such a run whose simulated clients, a hundred, follow by another technique.
func herdFollows(technique, how string) Setup {
	return herdRun("herd-"+technique, "100 simulated clients "+how, false, `["sse"]`, `{"technique":"`+technique+`","clients":100}`)
}

func herdRun(name, title string, alone bool, lanes, herd string) Setup {
	return Setup{
		Name: name, Title: title + ", five events a second", Kind: KindRun, Trials: trials, Alone: alone,
		Spec: spec(`{"rate":5,"seconds":1,"leadMs":1000,"lanes":` + lanes + `,"herd":` + herd + `}`),
	}
}

// herdReturns is a run whose simulated clients are cut off all at once, and what differs is the share of their pause that is
// random. Of nine trials one may be far off, in which the machine was busy with something else.
func herdReturns(name, pause string, jitter int) Setup {
	return Setup{
		Name: name, Title: "100 simulated clients are cut off, and each comes back after " + pause, Kind: KindRun, Trials: 9, Alone: jitter == 0,
		Spec: spec(`{"rate":10,"seconds":1,"leadMs":1000,"lanes":["websocket"],
			"herd":{"technique":"websocket","clients":100,"reconnect":"backoff","jitter":` + strconv.Itoa(jitter) + `},
			"faults":[{"kind":"cut","lane":"herd","at":0.3}]}`),
	}
}
