package experiments

// streamFacts are of an event stream: blocks, the blocks that it consisted of; dispatched, those that a browser makes an event of;
// withId, withType and withData, those with an id, event or data field; comments and retries, comment lines and retry
// fields. Of a compressed stream the fields are not known.
type streamFacts struct {
	blocks, dispatched, withID, withType, withData, comments, retries int64
	hidden                                                            bool // a block's fields are not known
}

func (f *streamFacts) event(u *Unit) {
	f.blocks++
	if u.Value.Dispatched {
		f.dispatched++
	}
	f.hidden = f.hidden || len(u.Fields) == 0
	var id, kind, data int64
	for _, field := range u.Fields {
		switch field.Name {
		case "id":
			id = 1
		case "event":
			kind = 1
		case "data":
			data = 1
		case "comment":
			f.comments++
		case "retry":
			f.retries++
		}
	}
	f.withID, f.withType, f.withData = f.withID+id, f.withType+kind, f.withData+data
}

func (f *streamFacts) tell(add func(fact string, n int64)) {
	add("blocks", f.blocks)
	add("dispatched", f.dispatched)
	if f.hidden {
		return
	}
	add("withId", f.withID)
	add("withType", f.withType)
	add("withData", f.withData)
	add("comments", f.comments)
	add("retries", f.retries)
}
