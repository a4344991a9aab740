package coding

import "wireside/wireview/wire"

// Violations after which content cannot be read any further. Those of the deflate stream are in package deflate.
var (
	NotGzip = &wire.Violation{Name: "gzip-magic", Spec: "RFC 1952 2.3.1",
		Message: "The content is said to be gzip, which begins with the bytes 1f 8b; this does not."}
	BadMethod = &wire.Violation{Name: "gzip-method", Spec: "RFC 1952 2.3.1",
		Message: "The only compression method of gzip that is defined is 8, deflate; this is another."}
	ReservedFlags = &wire.Violation{Name: "gzip-reserved-flags", Spec: "RFC 1952 2.3.1.2",
		Message: "A reserved flag of the gzip header is set: there may be a field that nobody knows, so that the rest can't be read."}
	Trailing = &wire.Violation{Name: "content-after-trailer", Spec: "RFC 1952 2.2",
		Message: "Bytes follow the end of the compressed stream that do not begin another."}
	NeedsDictionary = &wire.Violation{Name: "zlib-dictionary", Spec: "RFC 1950 2.2",
		Message: "The content refers to a dictionary that is not in it, and which HTTP does not name."}
)

// Violations that are flagged on the unit; the content is read on.
var (
	BadHeaderSum = &wire.Violation{Name: "gzip-header-checksum", Spec: "RFC 1952 2.3.1",
		Message: "The checksum of the gzip header is not that of its bytes."}
	BadSum = &wire.Violation{Name: "gzip-checksum", Spec: "RFC 1952 2.3.1",
		Message: "The CRC-32 in the gzip trailer is not that of the bytes that were inflated: some of them are wrong."}
	BadSize = &wire.Violation{Name: "gzip-size", Spec: "RFC 1952 2.3.1",
		Message: "The size in the gzip trailer is not the number of bytes that were inflated."}
	BadAdler = &wire.Violation{Name: "zlib-checksum", Spec: "RFC 1950 2.2",
		Message: "The Adler-32 at the end is not that of the bytes that were inflated: some of them are wrong."}
	NoZlib = &wire.Violation{Name: "deflate-without-zlib", Spec: "RFC 9110 8.4.1.2",
		Message: "The coding deflate is a deflate stream in zlib's format; here the stream stands without it, as some old servers sent it."}
)

// Violations at the end of the content.
var (
	Incomplete = &wire.Violation{Name: "incomplete", Spec: "RFC 9112 8",
		Message: "The connection ended before the message did."}
	Unfinished = &wire.Violation{Name: "coding-unfinished", Spec: "RFC 9110 8.4.1",
		Message: "The content has come to its end, but what it holds compressed has not: its last blocks or its trailer are missing."}
)
