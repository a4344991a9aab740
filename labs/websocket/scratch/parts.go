package scratch

// Parts are the functions that a lane is put together from. Each may be replaced by another that keeps to the same contract.
type Parts struct {
	// The handshake and frames: see the functions of these names.
	Accept       func(key string) (string, error)
	AppendHeader func(dst []byte, h Header) ([]byte, error)
	ParseHeader  func(p []byte) (h Header, n int, err error)
	Mask         func(payload []byte, key [4]byte, offset int) error

	// NewAssembler returns what puts a client's messages together, each of limit bytes at most.
	NewAssembler func(limit int) (Assembler, error)

	// AppendClose appends the payload of a close frame, and ParseClose reads one.
	AppendClose func(dst []byte, code int, reason string) ([]byte, error)
	ParseClose  func(payload []byte) (code int, reason string, err error)
}

// Reference returns the parts that are right.
func Reference() Parts {
	return Parts{Accept: Accept, AppendHeader: AppendHeader, ParseHeader: ParseHeader, Mask: Mask}
}
