package http1

import "wireside/wireview/wire"

// Violations after which the bytes can't be framed: they and all that follows become raw units.
var (
	HeadTooLarge = &wire.Violation{Name: "head-too-large", Spec: "RFC 9110 5.4",
		Message: "The head or trailer section is longer than the inspector reads; HTTP itself sets no limit."}
	BadRequestLine = &wire.Violation{Name: "request-line", Spec: "RFC 9112 3",
		Message: "A request-line is a method, a target and a version such as HTTP/1.1, with single spaces between; this is not one."}
	BadStatusLine = &wire.Violation{Name: "status-line", Spec: "RFC 9112 4",
		Message: "A status-line is a version such as HTTP/1.1, three digits and a reason, with single spaces between; this is not one."}
	TLS = &wire.Violation{Name: "tls", Spec: "RFC 8446 5.1",
		Message: "The bytes begin as a TLS record does: what follows is encrypted, and only the two ends can read it."}
	BadVersion = &wire.Violation{Name: "http-version", Spec: "RFC 9112 2.3",
		Message: "The major version is not 1, so the rules of HTTP/1.1 do not say how to read the message."}
	BadContentLength = &wire.Violation{Name: "content-length", Spec: "RFC 9112 6.3",
		Message: "Content-Length is not a number of bytes that can be read, so the end of the message can't be found."}
	DifferingContentLength = &wire.Violation{Name: "content-length-differs", Spec: "RFC 9112 6.3",
		Message: "Content-Length is given more than once with different values, so the end of the message can't be found."}
	NotChunked = &wire.Violation{Name: "transfer-encoding-not-chunked", Spec: "RFC 9112 6.3",
		Message: "The last transfer coding of a request must be chunked, or the end of the message can't be found."}
	BadChunkSize = &wire.Violation{Name: "chunk-size", Spec: "RFC 9112 7.1",
		Message: "A chunk must begin with its size in hexadecimal digits."}
	ChunkSizeOverflow = &wire.Violation{Name: "chunk-size-overflow", Spec: "RFC 9112 7.1",
		Message: "The chunk's size does not fit in 63 bits."}
	ChunkLineTooLong = &wire.Violation{Name: "chunk-line-too-long", Spec: "RFC 9112 7.1.1",
		Message: "The line with the chunk's size and extensions is longer than the inspector reads."}
	NoChunkEnd = &wire.Violation{Name: "chunk-end", Spec: "RFC 9112 7.1",
		Message: "A line end must follow the chunk's data; here the data are shorter or longer than the chunk's size says."}
	Switched = &wire.Violation{Name: "switched", Spec: "RFC 9110 7.8",
		Message: "The connection has switched to a protocol that the inspector does not read."}
)

// Violations at the end of the stream.
var (
	Incomplete = &wire.Violation{Name: "incomplete", Spec: "RFC 9112 8",
		Message: "The connection ended before the message did."}
	StrayEmptyLine = &wire.Violation{Name: "stray-empty-line", Spec: "RFC 9112 2.2",
		Message: "Empty lines follow the last message, and no message follows them."}
)

// Violations that are flagged on the unit; the stream is read on.
var (
	BareLF = &wire.Violation{Name: "bare-lf", Spec: "RFC 9112 2.2",
		Message: "A line ends in LF alone; senders must end it with CRLF."}
	BareCR = &wire.Violation{Name: "bare-cr", Spec: "RFC 9112 2.2",
		Message: "A CR stands without LF; it is read as a space, since readers that take it for a line end would see another message."}
	NUL = &wire.Violation{Name: "nul", Spec: "RFC 9110 5.5",
		Message: "The head holds a NUL byte, which is invalid and dangerous, since some readers stop there."}
	ControlCharacter = &wire.Violation{Name: "control-character", Spec: "RFC 9110 5.5",
		Message: "The head holds a control character other than a tab, which no part of it may."}
	EmptyLineBeforeStatus = &wire.Violation{Name: "empty-line-before-status", Spec: "RFC 9112 9.2",
		Message: "Empty lines stand before the status-line; only before a request-line are they to be ignored."}
	EmptyLineBeforeRequest = &wire.Violation{Name: "empty-line-before-request", Spec: "RFC 9112 2.2",
		Message: "Empty lines stand before the request-line; a client must not send them, and a server is to ignore them."}
	WhitespaceBeforeFields = &wire.Violation{Name: "whitespace-before-fields", Spec: "RFC 9112 2.2",
		Message: "A line that begins with whitespace follows the start-line; it is ignored."}
	ObsFold = &wire.Violation{Name: "obs-fold", Spec: "RFC 9112 5.2",
		Message: "A field's value is folded over several lines, which is obsolete; senders must not do so."}
	WhitespaceBeforeColon = &wire.Violation{Name: "whitespace-before-colon", Spec: "RFC 9112 5.1",
		Message: "Whitespace stands between a field's name and its colon; a server must refuse such a request."}
	BadFieldName = &wire.Violation{Name: "field-name", Spec: "RFC 9110 5.1",
		Message: "A field's name is empty, or has a character that is not allowed in a token."}
	NoColon = &wire.Violation{Name: "field-line", Spec: "RFC 9112 5",
		Message: "A field line has no colon."}
	BadTarget = &wire.Violation{Name: "request-target", Spec: "RFC 9112 3.2",
		Message: "The request-target is empty, or has a character that is not allowed in one, such as a space."}
	BadTargetForm = &wire.Violation{Name: "request-target-form", Spec: "RFC 9112 3.2",
		Message: "The request-target has none of the forms that its method may have: a path, a whole URI, for CONNECT host and port, for OPTIONS also an asterisk."}
	NoSpaceAfterStatus = &wire.Violation{Name: "status-line-space", Spec: "RFC 9112 4",
		Message: "The space after the status code is missing; it must be sent even when no reason follows."}
	BadStatus = &wire.Violation{Name: "status-code", Spec: "RFC 9110 15",
		Message: "A status code lies between 100 and 599; a client reads others as 5xx."}
	NoHost = &wire.Violation{Name: "host-missing", Spec: "RFC 9112 3.2",
		Message: "An HTTP/1.1 request must have a Host field."}
	RepeatedHost = &wire.Violation{Name: "host-repeated", Spec: "RFC 9112 3.2",
		Message: "A request must not have more than one Host field."}
	BadHost = &wire.Violation{Name: "host-value", Spec: "RFC 9112 3.2",
		Message: "The value of Host is not a host with an optional port; a server must refuse the request."}
	HostDiffers = &wire.Violation{Name: "host-differs", Spec: "RFC 9112 3.2",
		Message: "The request-target names another host than the Host field does; a client must send the same in both."}
	LengthAndCoding = &wire.Violation{Name: "content-length-and-transfer-encoding", Spec: "RFC 9112 6.3",
		Message: "Both Content-Length and Transfer-Encoding are given; Transfer-Encoding wins, and the message may be an attempt at request smuggling."}
	RepeatedContentLength = &wire.Violation{Name: "content-length-repeated", Spec: "RFC 9110 8.6",
		Message: "Content-Length is given more than once, with the same value."}
	InvalidUnusedLength = &wire.Violation{Name: "content-length-unused", Spec: "RFC 9110 8.6",
		Message: "Content-Length is not valid; it does not matter here, since something else says where the message ends."}
	ChunkedTwice = &wire.Violation{Name: "chunked-twice", Spec: "RFC 9112 6.1",
		Message: "The chunked coding is applied more than once."}
	ChunkedParameters = &wire.Violation{Name: "chunked-parameters", Spec: "RFC 9112 7.1",
		Message: "The chunked coding has no parameters; with some it is not taken for chunked."}
	CodingInOldVersion = &wire.Violation{Name: "transfer-encoding-version", Spec: "RFC 9112 6.1",
		Message: "HTTP/1.0 has no Transfer-Encoding; the framing is faulty, and the connection must be closed after the message."}
	LengthNotAllowed = &wire.Violation{Name: "content-length-not-allowed", Spec: "RFC 9110 8.6",
		Message: "Content-Length must not be sent with 1xx and 204, nor with 2xx to CONNECT; it is ignored."}
	CodingNotAllowed = &wire.Violation{Name: "transfer-encoding-not-allowed", Spec: "RFC 9112 6.1",
		Message: "Transfer-Encoding must not be sent with 1xx and 204, nor with 2xx to CONNECT; it is ignored."}
	ContentNotAllowed = &wire.Violation{Name: "content-not-allowed", Spec: "RFC 9110 15.3.6",
		Message: "A response 205 must not have content."}
	TraceContent = &wire.Violation{Name: "content-in-trace", Spec: "RFC 9110 9.3.8",
		Message: "A TRACE request must not have content."}
	ExpectWithoutContent = &wire.Violation{Name: "expect-without-content", Spec: "RFC 9110 10.1.1",
		Message: "A client must not wait for 100 Continue before content that the request does not have."}
	NoUpgradeOption = &wire.Violation{Name: "upgrade-option-missing", Spec: "RFC 9110 7.8",
		Message: "Who sends Upgrade must list it in Connection, so that no proxy passes it on."}
	NoUpgrade = &wire.Violation{Name: "upgrade-missing", Spec: "RFC 9110 7.8",
		Message: "A response 101 or 426 must say in Upgrade which protocol it is about."}
	NoChallenge = &wire.Violation{Name: "www-authenticate-missing", Spec: "RFC 9110 11.6.1",
		Message: "A response 401 must say in WWW-Authenticate which credentials are needed."}
	NoProxyChallenge = &wire.Violation{Name: "proxy-authenticate-missing", Spec: "RFC 9110 11.7.1",
		Message: "A response 407 must say in Proxy-Authenticate which credentials are needed."}
	NoAllow = &wire.Violation{Name: "allow-missing", Spec: "RFC 9110 15.5.6",
		Message: "A response 405 must list in Allow the methods that the target supports."}
	AfterClose = &wire.Violation{Name: "message-after-close", Spec: "RFC 9112 9.6",
		Message: "The message before this one announced with close that it is the last of its side, and yet another follows."}
	UnexpectedResponse = &wire.Violation{Name: "response-without-request", Spec: "RFC 9112 9.2",
		Message: "No request waits for this response; a client must not take it for one, and should close the connection."}
	BadChunkExtension = &wire.Violation{Name: "chunk-extension", Spec: "RFC 9112 7.1.1",
		Message: "What follows the chunk's size is not a list of extensions, each with a semicolon before it; it is ignored."}
	ChunkWhitespace = &wire.Violation{Name: "chunk-whitespace", Spec: "RFC 9110 5.6.3",
		Message: "Whitespace stands beside the semicolon or the equals sign of a chunk extension, which is tolerated but must not be sent."}
	ChunkBareLF = &wire.Violation{Name: "chunk-bare-lf", Spec: "RFC 9112 7.1",
		Message: "A line of the chunked coding ends in LF alone; that is allowed for heads only, and readers disagree about it."}
	BadTrailer = &wire.Violation{Name: "trailer-field", Spec: "RFC 9110 6.5.1",
		Message: "A field that frames, routes, authenticates or describes a message must not be sent as a trailer; it is ignored."}
)
