package decode

import "wireside/wireview/http1"

// maxWaiting bounds how many pipelined requests are remembered. The responses to later ones are read as answers to a GET.
const maxWaiting = 256

// request is what a response's meaning takes from the request that it answers. The zero value is one that is not known.
type request struct {
	method      string
	eventSource bool // it is as EventSource makes it (WHATWG HTML 9.2.2): a GET that accepts an event stream alone
}

func requestOf(h *http1.Head) request {
	return request{h.Method, h.Method == "GET" && isEventStream(h.Get("Accept"))}
}

// waiting are the requests that wait for their response, oldest first (RFC 9112 9.3.2: responses come in the order of their
// requests).
type waiting struct {
	queue   []request
	dropped int // how many after the queue's last are not remembered
	early   int // how many of those to come were answered before they were whole
}

func (w *waiting) push(r request) {
	if w.early > 0 {
		w.early--
		return
	}
	if w.dropped > 0 || len(w.queue) == maxWaiting {
		w.dropped++
		return
	}
	w.queue = append(w.queue, r)
}

// pop takes the oldest. It reports false if none waits.
func (w *waiting) pop() (r request, ok bool) {
	switch {
	case len(w.queue) == 1:
		r, w.queue = w.queue[0], w.queue[:0]
	case len(w.queue) > 1:
		r, w.queue = w.queue[0], w.queue[1:]
	case w.dropped > 0:
		w.dropped--
	default:
		return r, false
	}
	return r, true
}

// newest forgets all but the newest.
func (w *waiting) newest() {
	switch {
	case w.dropped > 0:
		*w = waiting{queue: w.queue[:0], dropped: 1}
	case len(w.queue) > 1:
		w.queue = w.queue[len(w.queue)-1:]
	}
	w.early = 0
}
