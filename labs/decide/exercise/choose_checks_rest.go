package exercise

import "wireside/labs/lab"

func askAbsent() []asked {
	load := func(require func(*Load)) Load {
		l := Load{Clients: 1, EventsPerSecond: 1}
		require(&l)
		return l
	}
	none := load(func(*Load) {})
	ws := func(change func(*Account)) Ledger { return example().with(lab.WebSocket, change) }
	noLane := example()
	delete(noLane.Lanes, lab.WebSocket)
	zero := int64(0)
	return []asked{
		{load: load(func(l *Load) { l.LateMs = most(2000) }), ledger: ws(func(a *Account) { a.Latency = nil }), choice: chosen(dearer, dearer, nil, why(Late))},
		{load: none, ledger: ws(func(a *Account) { a.Latency = nil }), choice: chosen(dearer, dearer, dearer, nil)},
		{load: load(func(l *Load) { l.Lossless = true }), ledger: ws(func(a *Account) { a.Lost = nil }), choice: chosen(dearer, dearer, nil, why(Loses))},
		{load: load(func(l *Load) { l.RequestsPerSecond = most(50) }), ledger: ws(func(a *Account) { a.Requests = nil }), choice: chosen(dearer, dearer, nil, why(Requests))},
		{load: none, ledger: ws(func(a *Account) { a.Bytes = nil }), choice: chosen(dearer, dearer, nil, why(Unmeasured))},
		{load: none, ledger: ws(func(a *Account) { a.Delivered = nil }), choice: chosen(dearer, dearer, nil, why(Unmeasured))},
		{load: none, ledger: ws(func(a *Account) { a.Delivered = &zero }), choice: chosen(dearer, dearer, nil, why(Unmeasured))},
		{load: none, ledger: noLane, choice: chosen(dearer, dearer, nil, why(Unmeasured))},
	}
}

func askAll() []asked {
	strict := Load{
		Clients: 100, EventsPerSecond: 1, LateMs: most(35), Lossless: true, BytesPerHour: most(300 * 3600), RequestsPerSecond: most(150), Held: most(1000),
	}
	l := example().with(lab.LongPolling, func(a *Account) { *a.Lost = 2 })
	l = l.with(lab.SSE, func(a *Account) { a.Delivered = nil })
	few := Load{Clients: 100, EventsPerSecond: 1, LateMs: most(1000), BytesPerHour: most(1000 * 3600), Held: most(10)}
	return []asked{
		{load: strict, ledger: l, choice: chosen(why(Late, Costs, Requests), why(Late, Loses, Costs), why(Costs, Requests, Unmeasured), nil)},
		{load: few, ledger: example().perEvent(lab.SSE, 2000), choice: chosen(nil, why(Held), why(Costs, Held), why(Held))},
	}
}

func askTie() []asked {
	load := Load{Clients: 1, EventsPerSecond: 1}
	bytes := func(polling, longpolling, sse, websocket int64) Ledger {
		return example().perEvent(lab.Polling, polling).perEvent(lab.LongPolling, longpolling).perEvent(lab.SSE, sse).perEvent(lab.WebSocket, websocket)
	}
	strict := load
	strict.LateMs = most(35)
	return []asked{
		{load: load, ledger: bytes(500, 400, 104, 100), choice: chosen(dearer, dearer, nil, plainer)},
		{load: load, ledger: bytes(500, 400, 106, 100), choice: chosen(dearer, dearer, dearer, nil)},
		{load: load, ledger: bytes(500, 400, 100, 104), choice: chosen(dearer, dearer, nil, plainer)},
		{load: load, ledger: bytes(112, 108, 104, 100), choice: chosen(dearer, dearer, nil, plainer)},
		{load: load, ledger: bytes(102, 103, 101, 100), choice: chosen(nil, plainer, plainer, plainer)},
		{load: strict, ledger: bytes(90, 91, 104, 100), choice: chosen(why(Late), why(Late), nil, plainer)},
	}
}

func askNobody() []asked {
	load := Load{Clients: 100, EventsPerSecond: 1}
	ask := func(require func(*Load), ledger Ledger, needs ...Reason) asked {
		own := load
		require(&own)
		return asked{load: own, ledger: ledger, nobody: &Nobody{needs}}
	}
	return []asked{
		ask(func(l *Load) { l.LateMs = most(1) }, example(), Late),
		ask(func(l *Load) { l.LateMs, l.BytesPerHour, l.Held = most(1), most(10), most(10) }, example(), Late, Costs),
		ask(func(l *Load) { l.LateMs, l.Held = most(100), most(10) }, example()),
		ask(func(*Load) {}, Ledger{}, Unmeasured),
	}
}
