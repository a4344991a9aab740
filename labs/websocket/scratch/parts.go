package scratch

// Parts are the functions that a lane is put together from. Each may be replaced by another that keeps to the same contract.
type Parts struct {
	Accept       func(key string) (string, error)                    // see Accept
	AppendHeader func(dst []byte, h Header) ([]byte, error)          // see AppendHeader
	ParseHeader  func(p []byte) (h Header, n int, err error)         // see ParseHeader
	Mask         func(payload []byte, key [4]byte, offset int) error // see Mask

	// NewAssembler returns what puts a client's messages together, each of limit bytes at most.
	NewAssembler func(limit int) (Assembler, error)

	// AppendClose appends the payload of a close frame, and ParseClose reads one.
	AppendClose func(dst []byte, code int, reason string) ([]byte, error)
	ParseClose  func(payload []byte) (code int, reason string, err error)
}
