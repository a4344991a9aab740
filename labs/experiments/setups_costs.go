package experiments

// The setups that the decision page measures costs with. No claim takes anything from them, so SetupsOf never returns them;
// who lists what can be run adds CostSetups. What of their trials counts is told by the package decide, which reads them.
//
// They are few and short, since somebody waits: three trials say that a median lies between the lowest and the highest with
// a probability of 75 %, and bytes hardly vary.
var costSetups = []Setup{
	// Events of 20 bytes in their JSON, and of 4,000: between them lies a straight line. The lanes of polling fetch some
	// events at a time, and many: the difference is the polls. sse-proxy is the same stream behind a proxy that holds 4,096
	// bytes back.
	{
		Name: "cost-small", Title: "Small events, 40 a second, on all lanes", Kind: KindRun, Trials: costTrials, Alone: true,
		Spec: spec(`{"rate":40,"payloadBytes":20,"seconds":2,"leadMs":300,"lanes":[
			{"technique":"polling","intervalMs":100},
			{"name":"polling-batch","technique":"polling","title":"Polling, 1 s","intervalMs":1000},
			"longpolling","sse","websocket",
			{"name":"sse-proxy","technique":"sse","title":"SSE, proxy","network":"buffering-proxy"}]}`),
	},
	{
		Name: "cost-large", Title: "Large events, 20 a second, on all lanes", Kind: KindRun, Trials: costTrials,
		Spec: spec(`{"rate":20,"payloadBytes":4000,"seconds":1,"leadMs":300,"lanes":[
			{"name":"polling-batch","technique":"polling","title":"Polling, 500 ms","intervalMs":500},
			"longpolling","sse","websocket"]}`),
	},
	// No events: what goes up is all there is, and polls that find nothing, short and long.
	{
		Name: "cost-up", Title: "Messages up, 10 a second, and empty polls", Kind: KindRun, Trials: costTrials, Alone: true,
		Spec: spec(`{"scenario":"silence","upstream":10,"seconds":1,"leadMs":300,"lanes":[
			{"technique":"polling","intervalMs":50},{"technique":"longpolling","waitMs":50},"sse","websocket"]}`),
	},
	// More events than a client can ask for one by one: what its requests come to is how fast it comes round.
	{
		Name: "cost-fast", Title: "1,000 events a second by long polling", Kind: KindRun, Trials: costTrials, Alone: true,
		Spec: spec(`{"rate":1000,"payloadBytes":20,"seconds":1,"leadMs":300,"lanes":["longpolling"]}`),
	},
	// The CPU time of many clients, which the server simulates in its own process. Of streams 10,000 events a second in all;
	// of techniques that ask, 1,000. Polls are made twice, with one event in an answer and with twenty: the difference is the
	// events.
	costHerd("cost-cpu-polling", "CPU: 100 clients that poll ten times a second", 10, `{"technique":"polling","clients":100,"intervalMs":100}`),
	costHerd("cost-cpu-polling-batch", "CPU: the same polls, with 20 events in an answer", 200, `{"technique":"polling","clients":100,"intervalMs":100}`),
	costHerd("cost-cpu-longpolling", "CPU: 100 clients by long polling, 10 events a second", 10, `{"technique":"longpolling","clients":100}`),
	costHerd("cost-cpu-sse", "CPU: 100 clients by SSE, 100 events a second", 100, `{"technique":"sse","clients":100}`),
	costHerd("cost-cpu-websocket", "CPU: 100 clients by WebSocket, 100 events a second", 100, `{"technique":"websocket","clients":100}`),
}

const costTrials = 3

// costHerd is a run whose only work is its herd, whose clients come within its first second: its one lane is one client more.
func costHerd(name, title string, rate int, herd string) Setup {
	return Setup{
		Name: name, Title: title, Kind: KindRun, Trials: costTrials, Alone: true,
		Spec: spec(`{"rate":` + Number(float64(rate), "") + `,"payloadBytes":50,"seconds":1,"leadMs":1100,"lanes":["websocket"],"herd":` + herd + `}`),
	}
}

// CostSetups returns them in the order in which to run them. The slice is the caller's own.
func CostSetups() []Setup { return append([]Setup(nil), costSetups...) }

// They are found by name like all others.
func init() { setups = append(setups, costSetups...) }
