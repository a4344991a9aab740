package wsframe

import "wireside/wireview/wire"

// What a header may get wrong.
var (
	// ReservedBits is a bit that no extension in force gives a meaning.
	ReservedBits = &wire.Violation{
		Name: "frame-reserved-bits", Spec: "RFC 6455 5.2", Close: 1002,
		Message: "A reserved bit is set, and no extension that gives it a meaning was negotiated.",
	}
	// MisplacedRSV1 is a compressed bit elsewhere than on the first frame of a data message.
	MisplacedRSV1 = &wire.Violation{
		Name: "frame-misplaced-rsv1", Spec: "RFC 7692 6", Close: 1002,
		Message: "RSV1 marks a compressed message on its first frame, and is set on a control or a continuation frame.",
	}
	// ReservedOpcode is an opcode from 3 to 7 or from 11 to 15.
	ReservedOpcode = &wire.Violation{
		Name: "frame-reserved-opcode", Spec: "RFC 6455 5.2", Close: 1002,
		Message: "The opcode is reserved.",
	}
	// FragmentedControl is a control frame without FIN.
	FragmentedControl = &wire.Violation{
		Name: "frame-fragmented-control", Spec: "RFC 6455 5.5", Close: 1002,
		Message: "A control frame must not be fragmented, and FIN is not set.",
	}
	// Unmasked is a client's frame without a masking key.
	Unmasked = &wire.Violation{
		Name: "frame-unmasked", Spec: "RFC 6455 5.1", Close: 1002,
		Message: "A client must mask every frame, and this one is not masked.",
	}
	// Masked is a server's frame with a masking key.
	Masked = &wire.Violation{
		Name: "frame-masked", Spec: "RFC 6455 5.1", Close: 1002,
		Message: "A server must not mask a frame, and this one is masked.",
	}
	// LongControl is a control frame with a payload of more than 125 bytes.
	LongControl = &wire.Violation{
		Name: "frame-long-control", Spec: "RFC 6455 5.5", Close: 1002,
		Message: "A control frame carries at most 125 bytes, and this one is longer.",
	}
	// KeyRepeated is the same masking key on at least three frames in a row.
	KeyRepeated = &wire.Violation{
		Name: "frame-mask-repeated", Spec: "RFC 6455 10.3",
		Message: "A client must choose a new masking key for each frame, and this one is that of the two frames before.",
	}
	// LengthNotMinimal is an extended length that a shorter form could have said.
	LengthNotMinimal = &wire.Violation{
		Name: "frame-length-not-minimal", Spec: "RFC 6455 5.2", Close: 1002,
		Message: "The length must be written in the fewest bytes that hold it, and is not.",
	}
	// LengthTooLarge is a length of 2^63 bytes or more.
	LengthTooLarge = &wire.Violation{
		Name: "frame-length-too-large", Spec: "RFC 6455 5.2", Close: 1002,
		Message: "The most significant bit of a 64-bit length must be 0, and is 1: where the next frame starts is unknown.",
	}
)

// What a frame may get wrong after those before it.
var (
	// UnexpectedContinuation is a continuation frame with nothing to continue.
	UnexpectedContinuation = &wire.Violation{
		Name: "frame-unexpected-continuation", Spec: "RFC 6455 5.4", Close: 1002,
		Message: "A continuation frame, and there is no message to continue.",
	}
	// InterruptedMessage is a new message before the last frame of the one under way.
	InterruptedMessage = &wire.Violation{
		Name: "frame-interrupted-message", Spec: "RFC 6455 5.4", Close: 1002,
		Message: "A new message starts inside a fragmented one.",
	}
	// DataAfterClose is a data frame after a close frame. A peer ignores it.
	DataAfterClose = &wire.Violation{
		Name: "frame-data-after-close", Spec: "RFC 6455 5.5.1",
		Message: "No data frame may follow a close frame.",
	}
	// EarlyFrame is a frame that a client sends before the server has answered the handshake.
	EarlyFrame = &wire.Violation{
		Name: "frame-before-answer", Spec: "RFC 6455 4.1",
		Message: "A client must wait for the answer to its handshake before it sends a frame.",
	}
	// CloseNotAnswered is the end of a direction without a close frame, though the other side sent one.
	CloseNotAnswered = &wire.Violation{
		Name: "close-not-answered", Spec: "RFC 6455 5.5.1",
		Message: "The other side sent a close frame, and the connection ended without one in answer.",
	}
)

// What a payload may get wrong.
var (
	// ShortClose is a close frame whose body is too short for a code.
	ShortClose = &wire.Violation{
		Name: "close-short", Spec: "RFC 6455 5.5.1", Close: 1002,
		Message: "The body of a close frame starts with a code of two bytes, and has only one byte.",
	}
	// InvalidCloseCode is a code that no endpoint may send.
	InvalidCloseCode = &wire.Violation{
		Name: "close-code", Spec: "RFC 6455 7.4", Close: 1002,
		Message: "The close code is one that an endpoint must not send.",
	}
	// InvalidReason is a close reason that is not UTF-8.
	InvalidReason = &wire.Violation{
		Name: "close-reason-invalid-utf8", Spec: "RFC 6455 5.5.1", Close: 1007,
		Message: "The reason in a close frame must be UTF-8, and is not.",
	}
	// InvalidUTF8 is a text message that is not UTF-8. On a fragmented message the last frame carries it.
	InvalidUTF8 = &wire.Violation{
		Name: "invalid-utf8", Spec: "RFC 6455 8.1", Close: 1007,
		Message: "A text message must be UTF-8, and is not.",
	}
	// NotDeflated is a compressed message that cannot be inflated, though all that it may refer to is known.
	NotDeflated = &wire.Violation{
		Name: "not-deflated", Spec: "RFC 7692 7.2.2", Close: 1007,
		Message: "The message is marked as compressed, and cannot be inflated.",
	}
	// ContextNotKept is a compressed message that refers to those before it, where each must stand alone.
	ContextNotKept = &wire.Violation{
		Name: "deflate-context-not-kept", Spec: "RFC 7692 7.1.1", Close: 1007,
		Message: "The compressed message refers to what came before it, though the handshake rules that out.",
	}
	// WindowExceeded is a compressed message that refers further back than max_window_bits allows.
	WindowExceeded = &wire.Violation{
		Name: "deflate-window-exceeded", Spec: "RFC 7692 7.1.2", Close: 1007,
		Message: "The compressed message refers further back than the window that the handshake allows.",
	}
)

// What the inspector does not read.
var (
	// FrameTooLarge is a frame above MaxFrame. RFC 6455 10.4 leaves such limits to each implementation.
	FrameTooLarge = &wire.Violation{
		Name: "frame-too-large", Spec: "RFC 6455 10.4",
		Message: "The frame is larger than the inspector reads.",
	}
	// MessageTooLarge is a fragmented message above MaxMessage, or of too many frames.
	MessageTooLarge = &wire.Violation{
		Name: "message-too-large", Spec: "RFC 6455 10.4",
		Message: "The message, joined from its frames, is larger than the inspector reads.",
	}
	// ContextLost is a compressed message that inflates to more than MaxMessage. What later ones refer to is lost with it.
	ContextLost = &wire.Violation{
		Name: "deflate-context-lost", Spec: "RFC 6455 10.4",
		Message: "The message inflates to more than the inspector reads, and with it what later messages refer to is lost.",
	}
	// Incomplete is a frame that the end of the stream cut short.
	Incomplete = &wire.Violation{
		Name: "incomplete", Spec: "RFC 6455 5.2",
		Message: "The stream ended inside a frame.",
	}
)
