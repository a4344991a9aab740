package app

import "wireside/wireview/tcpinfo"

// meter shares out what the kernel counts of a connection among those that it carries, one after the other. The border
// between two of them is the end of a response: by the time that a request is claimed, its segments have been counted. On a
// connection that has not changed hands, which most never do, the kernel is asked now and then only: it takes a microsecond.
type meter struct {
	socket socket
	owner  owner // to whom the count goes; none if its ring is nil
	shared bool  // the connection has changed hands

	taken  tcpinfo.Info // shared out so far
	border tcpinfo.Info // as it stood at the end of the last response
	marked bool         // that is the last response, and nobody has taken up to it
	asked  int64        // when the kernel was last asked for a border, Unix time in microseconds
}

// borderEvery is how often an unshared connection's borders are asked for, in microseconds.
const borderEvery = 50_000

// charge lets the count go to another owner from the last response's end on. The first owner gets the handshake, too.
func (m *meter) charge(to owner) {
	if to == m.owner {
		return
	}
	before := m.owner
	m.owner = to
	if before == (owner{}) && !m.shared {
		return
	}
	m.shared = true
	if m.marked {
		m.share(before, m.border)
	} else if now, ok := tcpinfo.Read(m.socket); ok {
		m.share(before, now)
	}
}

// chargeNobody is charge for an exchange that belongs to no run.
func (m *meter) chargeNobody() {
	m.shared = true
	m.charge(owner{})
}

// answered notes a border: a response, or a part of it, was written at the given time.
func (m *meter) answered(at int64) {
	m.marked = false
	if !m.shared && at-m.asked < borderEvery {
		return
	}
	m.asked = at
	if now, ok := tcpinfo.Read(m.socket); ok {
		m.border, m.marked = now, true
	}
}

// read brings the owner's count up to date.
func (m *meter) read() {
	if m.owner.ring == nil {
		return
	}
	if now, ok := tcpinfo.Read(m.socket); ok {
		m.share(m.owner, now)
	}
}

// share gives an owner what was counted up to a reading.
func (m *meter) share(to owner, upTo tcpinfo.Info) {
	counted := upTo.Since(m.taken)
	m.taken, m.marked = upTo, false
	if to.ring != nil {
		to.ring.TCP(m.socket.ID(), to.lane, counted)
	}
}
