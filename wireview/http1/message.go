package http1

import "wireside/wireview/wire"

func (d *Decoder) stepHead(p []byte) int {
	src, taken, bad := d.lines(p, d.cfg.MaxHead, HeadTooLarge, d.head.read)
	if bad != nil {
		d.exchange = d.count + 1
		d.fail(bad)
		return taken
	}
	if src == nil {
		return taken
	}
	framing, bad := d.head.frame(d.account())
	if bad != nil {
		d.fail(bad)
		return taken
	}
	d.head.contentRules(framing)
	if d.closing {
		d.head.flagged(AfterClose)
	}
	if d.cfg.Role == Requests || d.head.status/100 != 1 {
		d.closing = d.head.closes
	}
	d.announce(src, framing)
	if d.cfg.Role == Requests {
		d.emit(wire.KindRequest, src, 0, d.head.flag)
	} else {
		d.emit(wire.KindResponse, src, 0, d.head.flag)
	}
	taken = d.took(src, taken)
	d.upgrading = d.info.Upgrade
	d.left = d.info.ContentLength
	switch {
	case framing == FramingChunked:
		d.state = stateChunkLine
	case framing == FramingClose:
		d.state = stateClose
	case framing == FramingLength && d.left > 0:
		d.state = stateBody
	default:
		d.closeBody(true)
		d.endMessage()
	}
	return taken
}

// account finds the exchange that the head belongs to, and returns the method of its request.
func (d *Decoder) account() (method string) {
	switch h := &d.head; {
	case h.role == Requests:
		method = h.method
	case h.status/100 == 1:
		d.exchange = d.count + 1 // the next final response belongs to the same request (RFC 9110 15.2)
		d.info.Method = ""
		return ""
	case d.cfg.Method != nil:
		method = d.cfg.Method()
	}
	if method == NoRequest {
		d.head.flagged(UnexpectedResponse)
		d.exchange, d.info.Method = 0, ""
		return ""
	}
	d.count++
	d.exchange, d.info.Method = d.count, method
	return method
}

// announce tells the caller about the head that src is all of.
func (d *Decoder) announce(src []byte, framing Framing) {
	h := &d.head
	i := &d.info // its Method is known already
	i.Exchange, i.Target, i.Version, i.Status = d.exchange, h.target.of(src), h.version, h.status
	i.Framing, i.ContentLength, i.Upgrade = framing, h.length.usable(), h.switches(framing)
	i.Protocol, i.ContentType, i.fields = nil, nil, src[h.lineCut:]
	if h.upgrade.end > 0 {
		i.Protocol = trim(h.upgrade.of(src))
	}
	if h.contentType.end > 0 {
		i.ContentType = trim(h.contentType.of(src))
	}
	i.ContentEncoding = nil
	if h.encoding.end > 0 {
		i.ContentEncoding = trim(h.encoding.of(src))
	}
	if d.cfg.Head != nil {
		if d.body = d.cfg.Head(&d.info); d.body != nil {
			d.pauser, _ = d.body.(Pauser)
		}
	}
}

func (d *Decoder) stepBody(p []byte) int {
	if d.body != nil {
		n := int(min(d.left, int64(len(p))))
		d.pass(p[:n])
		d.contentRead(int64(n))
		return n
	}
	unit, taken := d.gather(p, int(min(d.left, DataUnit)))
	if unit == nil {
		return taken
	}
	n := int64(len(unit))
	d.emit(wire.KindBody, unit, n, nil)
	taken = d.took(unit, taken)
	d.contentRead(n)
	return taken
}

// contentRead notes that n bytes of content have gone where they belong.
func (d *Decoder) contentRead(n int64) {
	if d.left -= n; d.left > 0 {
		return
	}
	if d.chunk.apart() {
		if d.pauser != nil {
			d.pauser.Pause()
		}
		d.hold()
		d.state = stateChunkEnd
		return
	}
	d.closeBody(true)
	d.endMessage()
}

func (d *Decoder) stepClose(p []byte) int {
	if d.body != nil {
		d.pass(p)
		return len(p)
	}
	unit, taken := d.gather(p, DataUnit)
	if unit == nil {
		return taken
	}
	d.emit(wire.KindBody, unit, DataUnit, nil)
	return d.took(unit, taken)
}

// pass gives content to the Body.
func (d *Decoder) pass(p []byte) {
	d.body.Write(p, d.off)
	d.at += int64(len(p))
}
