package app

import "wireside/wireview/tcpinfo"

// meter shares out what the kernel counts of a connection among those that it carried, one after the other. The border
// between two of them is the end of a response: by the time that a request is claimed, its segments have been counted.
// The zero value reads nothing.
type meter struct {
	conn   tcpinfo.Controller
	taken  tcpinfo.Info // shared out so far
	border tcpinfo.Info // as it stood at the end of the last response
	marked bool         // there is a border that nobody has taken up to
}

// mark notes a border.
func (m *meter) mark() {
	if m.conn == nil {
		return
	}
	if info, ok := tcpinfo.Read(m.conn); ok {
		m.border, m.marked = info, true
	}
}

// toBorder returns what was counted up to the last border; up to now if none was marked since.
func (m *meter) toBorder() (tcpinfo.Info, bool) {
	if !m.marked {
		return m.toNow()
	}
	return m.take(m.border), true
}

// toNow returns what was counted up to now.
func (m *meter) toNow() (tcpinfo.Info, bool) {
	if m.conn == nil {
		return tcpinfo.Info{}, false
	}
	info, ok := tcpinfo.Read(m.conn)
	if !ok {
		return tcpinfo.Info{}, false
	}
	return m.take(info), true
}

func (m *meter) take(upTo tcpinfo.Info) tcpinfo.Info {
	part := upTo.Since(m.taken)
	m.taken, m.marked = upTo, false
	return part
}
