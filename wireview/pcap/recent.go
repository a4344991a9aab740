package pcap

// The connections stand in a list by the time of their last packets, so that the one quiet for longest can make room.

// add puts a new connection into the table, in place of the one quiet for longest if it is full.
func (t *table) add(k key) *conn {
	if len(t.conns) >= t.limits.conns {
		old := t.oldest
		if old.opened && !old.closed {
			t.stats.Evicted++
			t.flush(old)
			t.end(old)
		}
		t.remove(old)
	}
	c := &conn{key: k}
	t.conns[k] = c
	t.push(c)
	return c
}

// touch notes that a packet of a connection has come.
func (t *table) touch(c *conn) {
	if t.newest != c {
		t.unlink(c)
		t.push(c)
	}
}

func (t *table) remove(c *conn) {
	delete(t.conns, c.key)
	t.unlink(c)
}

func (t *table) push(c *conn) {
	c.older, c.newer = t.newest, nil
	if t.newest != nil {
		t.newest.newer = c
	} else {
		t.oldest = c
	}
	t.newest = c
}

func (t *table) unlink(c *conn) {
	if c.newer != nil {
		c.newer.older = c.older
	} else {
		t.newest = c.older
	}
	if c.older != nil {
		c.older.newer = c.newer
	} else {
		t.oldest = c.newer
	}
}

// watch has a connection looked at again that waits for missing bytes.
func (t *table) watch(c *conn) {
	if c.closed || !c.half[0].missing() && !c.half[1].missing() {
		return
	}
	if t.review(c, true) && !c.watched {
		c.watched = true
		t.waiting = append(t.waiting, c)
	}
}

// sweep looks at the connections that wait, whether or not packets of theirs come.
func (t *table) sweep() {
	if len(t.waiting) == 0 || t.now-t.swept < sweepEvery && len(t.waiting) <= 2*t.limits.conns {
		return
	}
	t.swept = t.now
	still := t.waiting[:0]
	for _, c := range t.waiting {
		if c.watched = t.review(c, false); c.watched {
			still = append(still, c)
		}
	}
	clear(t.waiting[len(still):])
	t.waiting = still
}
