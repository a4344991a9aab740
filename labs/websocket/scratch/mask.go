package scratch

// Mask masks a payload where it lies, or unmasks it, which is the same: each byte is XORed with one of the key's four, in
// turn (RFC 6455 section 5.3). payload may be a piece of a frame's, of which offset bytes came before it.
//
// All frames of a client are masked, with a key that it cannot be made to foretell: so no page can have bytes of its own
// choice sent, that a proxy on the way would take for a request (10.3).
//
// The error is always nil.
func Mask(payload []byte, key [4]byte, offset int) error {
	for i := range payload {
		payload[i] ^= key[(offset+i)%4]
	}
	return nil
}
