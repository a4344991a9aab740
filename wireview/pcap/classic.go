package pcap

import "encoding/binary"

// classic reads the records of a pcap file (draft-ietf-opsawg-pcap).
type classic struct {
	in    *input
	order binary.ByteOrder
	nanos bool
	link  uint16
}

const (
	classicHeader = 24
	classicRecord = 16
)

func newClassic(in *input, f format) (*classic, error) {
	head, err := in.take(classicHeader, false)
	if err != nil {
		return nil, err
	}
	c := &classic{in: in, order: binary.LittleEndian, nanos: f == pcapNanos}
	if head[0] == 0xa1 {
		c.order = binary.BigEndian
	}
	if major := c.order.Uint16(head[4:]); major != 2 {
		return nil, in.broken("version %d.%d of pcap is not read", major, c.order.Uint16(head[6:]))
	}
	c.link = uint16(c.order.Uint32(head[20:])) // the upper bits tell of a frame check sequence (section 4)
	return c, nil
}

func (c *classic) next(p *packet) error {
	head, err := c.in.take(classicRecord, true)
	if err != nil {
		return err
	}
	if f, ok := formatOf(head); ok && f != pcapNG && c.order.Uint32(head[8:]) == 0 && c.order.Uint32(head[12:]) == 0 {
		// A packet without a byte on the wire is none: this is the header of a file that was put behind the first one.
		return c.in.broken("another capture begins here: join them with mergecap")
	}
	part := int64(c.order.Uint32(head[4:]))
	if c.nanos {
		part /= 1000
	}
	at := int64(c.order.Uint32(head))*1e6 + part
	kept, wire := int64(c.order.Uint32(head[8:])), int64(c.order.Uint32(head[12:]))
	*p = packet{at: at, link: c.link, wire: int(max(kept, wire))}
	if kept > MaxPacket {
		p.bad = tooLarge
		return c.in.skip(kept)
	}
	p.data, err = c.in.take(int(kept), false)
	return err
}
