package deflate

import "wireside/wireview/wire"

// Violations after which a stream cannot be read any further.
var (
	BadBlockType = &wire.Violation{Name: "deflate-block-type", Spec: "RFC 1951 3.2.3",
		Message: "A deflate block is stored, or has fixed or dynamic codes; this one is of the type that is an error."}
	BadStoredLength = &wire.Violation{Name: "deflate-stored-length", Spec: "RFC 1951 3.2.4",
		Message: "A stored deflate block gives its length twice, the second time with each bit the other way round; here the two differ."}
	BadCodeLengths = &wire.Violation{Name: "deflate-code-lengths", Spec: "RFC 1951 3.2.7",
		Message: "The code lengths at the beginning of a deflate block make no set of codes that can be read."}
	BadCode = &wire.Violation{Name: "deflate-code", Spec: "RFC 1951 3.2.6",
		Message: "A deflate block holds a code that stands for nothing."}
	TooFar = &wire.Violation{Name: "deflate-distance", Spec: "RFC 1951 3.2.5",
		Message: "A deflate block refers further back than anything was said."}
	// TooMuch is no rule of the specification, which sets no limit: it is the caller's.
	TooMuch = &wire.Violation{Name: "deflate-too-much", Spec: "RFC 1951 2",
		Message: "So few compressed bytes say more than the inspector inflates: it may be an attempt to use up memory. The format itself sets no limit."}
)
