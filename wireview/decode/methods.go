package decode

// maxWaiting bounds how many pipelined requests are remembered. The responses to later ones are read as answers to a GET.
const maxWaiting = 256

// methods are those of the requests that wait for their response, oldest first (RFC 9112 9.3.2: responses come in the order
// of their requests).
type methods struct {
	queue   []string
	dropped int // how many after the queue's last are not remembered
	early   int // how many of those to come were answered before they were whole
}

func (m *methods) push(method string) {
	if m.early > 0 {
		m.early--
		return
	}
	if m.dropped > 0 || len(m.queue) == maxWaiting {
		m.dropped++
		return
	}
	m.queue = append(m.queue, method)
}

// pop takes the oldest; "" if it is not remembered, and false if none waits.
func (m *methods) pop() (method string, ok bool) {
	switch {
	case len(m.queue) == 1:
		method, m.queue = m.queue[0], m.queue[:0]
	case len(m.queue) > 1:
		method, m.queue = m.queue[0], m.queue[1:]
	case m.dropped > 0:
		m.dropped--
	default:
		return "", false
	}
	return method, true
}

// newest forgets all but the newest.
func (m *methods) newest() {
	switch {
	case m.dropped > 0:
		*m = methods{queue: m.queue[:0], dropped: 1}
	case len(m.queue) > 1:
		m.queue = m.queue[len(m.queue)-1:]
	}
	m.early = 0
}
