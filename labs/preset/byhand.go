package preset

var byHand = []Preset{
	{
		Slug: "by-hand", Kind: ByHand, Title: "WebSocket without a library",
		Text: "The same feed twice: over a WebSocket library, and over RFC 6455 written out from the standard library up, which is " +
			"what the exercises come to.",
		Watch: "What the server sends on both lanes, from its 101 to the last frame: the same bytes, but for the date and the answer " +
			"to another key. Then the ledger, which says it in sums. Your own code can be a third lane: Implementation, in a lane’s form.",
		Claims: []int{18, 19},
		Spec: spec(`{"rate":5,"seconds":120,"upstream":1,"lanes":["websocket",
			{"name":"websocket-scratch","technique":"websocket","title":"By hand","impl":"scratch"}]}`),
	},
}
