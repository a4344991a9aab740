// Package choose is the exercise choose-technique: choose the technique for a load, and prove the choice with a ledger.
//
// # What it is for
//
// “WebSocket is fast, polling is wasteful” is hearsay. Whether it holds depends on the load, and the ledger of a run tells:
// what each lane moved on the wire, how many requests it took, what was lost, and how late events came. Polling that brings
// forty events with each answer costs no more than a WebSocket; and the cheapest is no choice if its events come too late.
//
// # What to write
//
// [Choose] gets a [exercise.Load], which says what an application does and requires, and a [exercise.Ledger], and returns the
// technique and, of each other one, all the reasons why not. Where a field’s unit matters it is in labs/decide/exercise/choose.go.
//
// First the requirements. A technique has a reason against it for each that it doesn’t meet; a requirement that is nil or
// false is none. “Per event” is always divided by the lane’s own Delivered.
//
//   - [exercise.Late]: Latency.P99 is above LateMs.
//   - [exercise.Loses]: with Lossless, Lost is above 0.
//   - [exercise.Costs]: bytes per event (C2S and S2C together) × EventsPerSecond × 3600 is above BytesPerHour.
//   - [exercise.Requests]: (requests per event × EventsPerSecond + UpPerSecond) × Clients is above RequestsPerSecond. On a
//     WebSocket, messages go up without a request: there UpPerSecond doesn’t count.
//   - [exercise.Held]: Clients is above Held. Polling holds no connection, and never has this reason.
//   - [exercise.Unmeasured]: bytes per event can’t be told, because Bytes or Delivered is absent or Delivered is 0. It needs
//     no requirement: what can’t be compared can’t be chosen.
//
// A limit itself is allowed: 30 ms are not above 30. A figure that is absent (nil) meets no requirement that needs it, and a
// lane that the ledger doesn’t have is one without any figure. The reasons are listed in the order above.
//
// Then the choice, among those without a reason against them. Take the fewest bytes per event of all of these. Whoever takes
// more than 1.05 times as many has the reason [exercise.Dearer]. Of the others, a tie, the plainest is chosen: the first in
// the order of [lab.Techniques], which is polling, long polling, SSE, WebSocket. The rest has the reason [exercise.Plainer].
//
// If there is nobody to choose, the error is an [exercise.Nobody] (return &exercise.Nobody{…}) with the reasons that all four
// techniques have. That may be none: each requirement is met by one, and all of them by nobody.
//
// # How to run it
//
//	go test ./labs/decide/exercise/choose         # what is wrong, and a hint
//	go test -v ./labs/decide/exercise/choose      # a second hint, and where the solution is
//
// The first checks use made-up ledgers, which are easy to reckon with. The last one serves the four lanes in this process,
// counts the bytes on their sockets, and holds your answer to that ledger.
//
// # How to prove it on the real server
//
// Have the server run in one terminal:
//
//	go run ./server
//
// In another one, make a run with the load’s rate and size of events, follow its four lanes for ten seconds, and get the
// run’s ledger. The first command says which run it made; put that in place of RUN:
//
//	echo '{"rate": 20, "payloadBytes": 100, "upstream": 0}' | go run ./server bench --url http://localhost:8080 --seconds 10 --spec -
//	curl -s localhost:8080/api/runs/RUN/ledger > /tmp/ledger.json
//
// Then ask your function, and see whether its choice is what the ledger says:
//
//	go test -v -run TestLedger ./labs/decide/exercise/choose -ledger /tmp/ledger.json \
//		-load '{"clients": 1000, "eventsPerSecond": 20, "lateMs": 250, "lossless": true, "held": 10000}'
//
// Try other loads on the same ledger: without lateMs, with "held": 100, with "upPerSecond": 5 and "requestsPerSecond": 2000.
// And other runs. With polls every two seconds, which is cheap where nobody minds the delay:
//
//	"lanes": [{"technique": "polling", "intervalMs": 2000}, "longpolling", "sse", "websocket"]
//
// A run can be had without bench as well: curl -s localhost:8080/api/runs -d '{"rate": 20}' makes one and says its id. Nobody
// has followed its lanes then: in its ledger, delivered, lost and latency are absent.
package choose

import (
	"wireside/labs/decide/exercise"
	"wireside/labs/lab"
)

// Started is to be true once you have begun: then the checks say what is wrong, where they skip a stub.
const Started = false

// Choose returns the technique for a load, by what the ledger says.
func Choose(load exercise.Load, ledger exercise.Ledger) (exercise.Choice, error) {
	return exercise.Choice{}, lab.ErrTODO
}
