package decide

import "fmt"

// Rules says how Rank orders, a sentence or a few each, with the numbers that it compares and with what it takes for granted.
func Rules() []string {
	return []string{
		"What works stands before what needs care, and that before what doesn’t fit at all; each says why.",
		"Then the costs: bytes on the wire and CPU time, of all clients together. A score says how many times as much a technique takes as the cheapest that fits, in the worse of the two. CPU is left out where it wasn’t measured for all of them.",
		fmt.Sprintf("Scores within %g times are a tie. Of those that tie, the one with fewer lines of client code stands first; where the lines are the same within %g times, too, the plainer one: ordinary answers before an endless one before a protocol of its own.", Tie, LinesTie),
		fmt.Sprintf("Each figure takes %d trials at least, and stands with an interval. Of three trials it is the lowest to the highest: the true median lies between them with a probability of 75 %%. Six trials make it 97 %%. Where the intervals leave the order open, it says so. What wasn’t measured is left out, never guessed.", Least),
		fmt.Sprintf("Polling asks once in the time by which an event may be late. More than %d times a second needs care, more than %d doesn’t fit.", manyPolls, mostPolls),
		fmt.Sprintf("Events are taken to come at random, one at a time. A long poll is held for %d s if nothing happens, or for half of a proxy’s patience.", heldSeconds),
		"Estimates, since these aren’t measured: a message up is as large as an event; a POST, and a long poll whose time is over, take the CPU time of a poll; a message up by WebSocket takes that of an event down; an event of any size takes that of one of 50 bytes. TCP and IP headers are 40 bytes a segment, one more for each 1,460 bytes, and don’t count for the order.",
		"The CPU time is the server’s, with that of the clients that it simulates. Bytes are those of HTTP/1.1 with this browser’s own headers. Not in the estimates: opening connections, the memory that they take, heartbeats, TLS, and the network’s own delay.",
		"Client code is this lab’s own: JavaScript for browsers, Go for scripts.",
	}
}
