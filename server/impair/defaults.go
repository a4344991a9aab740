package impair

// WithDefaults returns the fault with the first of its kind's fields at its default, if nothing was said of any but
// seconds: a refusal is a 503, a buffer holds 4,096 bytes.
func (f Fault) WithDefaults() Fault {
	kind, ok := FaultKind(f.Kind)
	if !ok {
		return f
	}
	for _, v := range f.numbers() {
		if v.name != "seconds" && v.value != 0 {
			return f
		}
	}
	first := kind.Fields[0]
	switch first.Name {
	case "status":
		f.Status = int(first.Default)
	case "latencyMs":
		f.LatencyMs = first.Default
	case "kbps":
		f.Kbps = first.Default
	case "pieceBytes":
		f.PieceBytes = int(first.Default)
	case "buffer.bytes":
		f.Buffer.Bytes = int(first.Default)
	case "idleSeconds":
		f.IdleSeconds = first.Default
	}
	return f
}
