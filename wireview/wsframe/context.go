package wsframe

import (
	"wireside/wireview/deflate"
	"wireside/wireview/wire"
)

// whole emits the frame in raw, a compressed message by itself whose direction keeps its context: what it says, and what
// later ones may refer to, is known only now.
func (d *Decoder) whole(u *wire.Unit, h header, raw []byte) {
	f := inflaters.Get().(*inflater)
	defer f.release()
	f.load(raw[h.size:], h.key(raw))
	plain, lost, why := d.follow(f, h.opcode(), min(MaxInflated, d.maxMessage))
	u.Prior.Inflated, u.Prior.Lost = plain, lost
	if u.Error == nil {
		u.Error = why
	}
	d.emit(u)
}

// follow inflates the message in f, which may refer to those before it, and notes it for those that come. Lost tells
// that it refers to some that are not known. Plain is nil if there are more than keep bytes, and if it is lost or broken.
func (d *Decoder) follow(f *inflater, opcode byte, keep int64) (plain []byte, lost bool, why *wire.Violation) {
	if d.window == nil {
		d.window = new(deflate.Window)
	}
	f.text = opcode == opText
	plain, err := f.run(d.window, keep, d.maxMessage)
	switch {
	case err == nil && f.bad:
		return plain, false, InvalidUTF8
	case err == nil:
		return plain, false, f.exceeds(d.bits)
	case err == errTooLarge:
		why = ContextLost
	case err == errBefore && d.lost:
		lost = true
	default:
		why = NotDeflated
	}
	d.forget()
	return nil, lost, why
}

// forget lets go of the context: a message of the direction could not be read. A later one can, if all that it refers to
// came after.
func (d *Decoder) forget() { d.window, d.lost = nil, true }

// exceeds returns the rule that a message breaks by referring further back than was agreed on, as a power of two; 0 is 15.
func (f *inflater) exceeds(bits byte) *wire.Violation {
	if bits != 0 && f.far > 1<<bits {
		return WindowExceeded
	}
	return nil
}

// alone inflates the message in f, whose direction keeps no context. Plain is nil if it is broken or longer than limit.
func (f *inflater) alone(bits byte, limit int64) (plain []byte, why *wire.Violation, err error) {
	f.text = false
	plain, err = f.run(nil, limit, limit)
	switch err {
	case nil:
		return plain, f.exceeds(bits), nil
	case errBefore:
		return nil, ContextNotKept, err
	case errTooLarge:
		return nil, nil, err
	}
	return nil, NotDeflated, err
}
