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

	// NewClosing returns what says how one side closes a connection; the lane is the server.
	NewClosing func(server bool) (Closing, error)
}

// Reference returns the parts that are right.
func Reference() Parts {
	return Parts{Accept, AppendHeader, ParseHeader, Mask, NewAssembler, NewClosing}
}
