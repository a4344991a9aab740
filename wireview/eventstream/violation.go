package eventstream

import "wireside/wireview/wire"

var (
	// BlockTooLarge is a block above MaxEvent, or on too many pieces of the connection. The standard sets no limit.
	BlockTooLarge = &wire.Violation{
		Name: "block-too-large", Spec: "WHATWG 9.2.6",
		Message: "The block is larger than the inspector reads; the standard itself sets no limit.",
	}
	// InvalidUTF8 is a block that is not UTF-8. It is read all the same.
	InvalidUTF8 = &wire.Violation{
		Name: "invalid-utf8", Spec: "WHATWG 9.2.5",
		Message: "An event stream must be UTF-8, and this block is not: what is invalid is read as U+FFFD.",
	}
)
