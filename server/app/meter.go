package app

import "wireside/wireview/tcpinfo"

// meter shares out what the kernel counts of a connection among those that it carries, one after the other. The border
// between two of them is the end of a response: by the time that a request is claimed, its segments have been counted. The
// kernel is asked after each response only once a connection has changed hands, which most never do.
type meter struct {
	socket socket
	owner  owner // to whom the count goes; none if its ring is nil
	shared bool  // the connection has changed hands

	taken  tcpinfo.Info // shared out so far
	border tcpinfo.Info // as it stood at the end of the last response
	marked bool         // there is a border that nobody has taken up to
}

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

// answered notes a border, if it may come to be one between two owners.
func (m *meter) answered() {
	if !m.shared {
		return
	}
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
