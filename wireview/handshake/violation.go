package handshake

import "wireside/wireview/wire"

// What a request that asks for WebSocket may get wrong.
var (
	BadMethod = &wire.Violation{Name: "handshake-method", Spec: "RFC 6455 4.1",
		Message: "The method of an opening handshake must be GET."}
	OldHTTP = &wire.Violation{Name: "handshake-http-version", Spec: "RFC 6455 4.1",
		Message: "An opening handshake needs HTTP/1.1 or higher."}
	NoUpgrade = &wire.Violation{Name: "handshake-upgrade", Spec: "RFC 6455 4.1",
		Message: "The request has a Sec-WebSocket-Key, and no Upgrade field with the word websocket: a proxy may have taken it off."}
	NoConnection = &wire.Violation{Name: "handshake-connection", Spec: "RFC 6455 4.1",
		Message: "The request must have a Connection field with the word Upgrade."}
	NoKey = &wire.Violation{Name: "handshake-key-missing", Spec: "RFC 6455 4.1",
		Message: "The request must have a Sec-WebSocket-Key."}
	RepeatedKey = &wire.Violation{Name: "handshake-key-repeated", Spec: "RFC 6455 11.3.1",
		Message: "Sec-WebSocket-Key must not appear more than once."}
	BadKey = &wire.Violation{Name: "handshake-key", Spec: "RFC 6455 4.1",
		Message: "Sec-WebSocket-Key must be 16 bytes in base64."}
	NoVersion = &wire.Violation{Name: "handshake-version-missing", Spec: "RFC 6455 4.1",
		Message: "The request must have a Sec-WebSocket-Version."}
	RepeatedVersion = &wire.Violation{Name: "handshake-version-repeated", Spec: "RFC 6455 11.3.5",
		Message: "Sec-WebSocket-Version must not appear more than once in a request."}
	BadVersion = &wire.Violation{Name: "handshake-version", Spec: "RFC 6455 4.1",
		Message: "Sec-WebSocket-Version must be 13."}
	BadProtocols = &wire.Violation{Name: "handshake-protocols", Spec: "RFC 6455 4.1",
		Message: "Sec-WebSocket-Protocol must be a list of subprotocols, each of them a token that is not empty."}
	RepeatedProtocol = &wire.Violation{Name: "handshake-protocols-repeated", Spec: "RFC 6455 4.1",
		Message: "The subprotocols in Sec-WebSocket-Protocol must all be different."}
)

// What either head may get wrong.
var (
	BadExtensions = &wire.Violation{Name: "handshake-extensions", Spec: "RFC 6455 9.1",
		Message: "Sec-WebSocket-Extensions must be a list of extensions, each a token with parameters behind semicolons."}
	DeflateUnknown = &wire.Violation{Name: "deflate-parameter-unknown", Spec: "RFC 7692 7.1",
		Message: "permessage-deflate has no such parameter: a server must decline the offer, a client must refuse the answer."}
	DeflateRepeated = &wire.Violation{Name: "deflate-parameter-repeated", Spec: "RFC 7692 7.1",
		Message: "A parameter of permessage-deflate is given twice: a server must decline the offer, a client must refuse the answer."}
	DeflateValue = &wire.Violation{Name: "deflate-parameter-value", Spec: "RFC 7692 7.1",
		Message: "A parameter of permessage-deflate has a value that it must not have: max_window_bits is a number from 8 to 15 without " +
			"leading zeros, and no_context_takeover has no value."}
)

// What a response may get wrong.
var (
	NotAsked = &wire.Violation{Name: "handshake-not-asked", Spec: "RFC 9110 7.8",
		Message: "The server switches to WebSocket, and the request did not ask for it."}
	AnswerUpgrade = &wire.Violation{Name: "handshake-answer-upgrade", Spec: "RFC 6455 4.1",
		Message: "The response must have an Upgrade field that says websocket, and nothing else."}
	AnswerConnection = &wire.Violation{Name: "handshake-answer-connection", Spec: "RFC 6455 4.1",
		Message: "The response must have a Connection field with the word Upgrade."}
	NoAccept = &wire.Violation{Name: "handshake-accept-missing", Spec: "RFC 6455 4.1",
		Message: "The response must have a Sec-WebSocket-Accept."}
	RepeatedAccept = &wire.Violation{Name: "handshake-accept-repeated", Spec: "RFC 6455 11.3.3",
		Message: "Sec-WebSocket-Accept must not appear more than once."}
	BadAccept = &wire.Violation{Name: "handshake-accept", Spec: "RFC 6455 4.1",
		Message: "Sec-WebSocket-Accept is not what follows from the request's Sec-WebSocket-Key: the client must fail the connection."}
	RepeatedExtensions = &wire.Violation{Name: "handshake-extensions-repeated", Spec: "RFC 6455 11.3.2",
		Message: "Sec-WebSocket-Extensions must not appear more than once in a response."}
	ExtensionNotOffered = &wire.Violation{Name: "handshake-extension-not-offered", Spec: "RFC 6455 4.1",
		Message: "The response names an extension that the request did not offer: the client must fail the connection."}
	ExtensionConflict = &wire.Violation{Name: "deflate-conflict", Spec: "RFC 7692 5",
		Message: "permessage-deflate is accepted more than once, and both would use the same bit."}
	DeflateTakeoverIgnored = &wire.Violation{Name: "deflate-takeover-ignored", Spec: "RFC 7692 7.1.1.1",
		Message: "A server that accepts an offer with server_no_context_takeover must say so in its answer."}
	DeflateWindowIgnored = &wire.Violation{Name: "deflate-window-ignored", Spec: "RFC 7692 7.1.2.1",
		Message: "A server that accepts an offer with server_max_window_bits must answer with the same size or a smaller one."}
	DeflateWindowNotOffered = &wire.Violation{Name: "deflate-window-not-offered", Spec: "RFC 7692 7.1.2.2",
		Message: "The response must not have client_max_window_bits if the offer did not have it."}
	RepeatedAnswer = &wire.Violation{Name: "handshake-protocol-repeated", Spec: "RFC 6455 11.3.4",
		Message: "Sec-WebSocket-Protocol must not appear more than once in a response."}
	BadAnswer = &wire.Violation{Name: "handshake-protocol", Spec: "RFC 6455 4.2.2",
		Message: "Sec-WebSocket-Protocol in a response must be one subprotocol, and not a list, nor empty."}
	ProtocolNotOffered = &wire.Violation{Name: "handshake-protocol-not-offered", Spec: "RFC 6455 4.1",
		Message: "The response names a subprotocol that the request did not offer: the client must fail the connection."}
	NoVersionSaid = &wire.Violation{Name: "handshake-version-not-said", Spec: "RFC 6455 4.4",
		Message: "A server that refuses a version must name those that it speaks in Sec-WebSocket-Version."}
	NoUpgradeSaid = &wire.Violation{Name: "handshake-upgrade-not-said", Spec: "RFC 9110 15.5.22",
		Message: "A 426 response must name the protocols to upgrade to in an Upgrade field."}
)
