package wsframe

// closeNote says what a close code means: RFC 6455 7.4, and the registry of 11.7 for 1012 to 1014.
func closeNote(code int) string {
	switch code {
	case 1000:
		return "Normal closure: what the connection was for is done."
	case 1001:
		return "Going away: a server shuts down, or a reader leaves the page."
	case 1002:
		return "Protocol error: the other side broke a rule."
	case 1003:
		return "Unsupported data: a message of a type that is not accepted here."
	case 1004:
		return "Reserved: must not be sent."
	case 1005, 1006, 1015:
		return "For the use of an endpoint by itself: must not be sent."
	case 1007:
		return "Invalid data: a message that is not what its type says, such as text that is not UTF-8."
	case 1008:
		return "Policy violation: refused for a reason that no other code fits."
	case 1009:
		return "Message too big to handle."
	case 1010:
		return "Mandatory extension: the client needed one that the server did not accept."
	case 1011:
		return "Internal error: the server met what it did not expect."
	case 1012:
		return "Service restart: the client may come back, after a random wait."
	case 1013:
		return "Try again later: the server is overloaded."
	case 1014:
		return "Bad gateway: what stands behind the server gave an invalid answer."
	}
	switch {
	case code >= 3000 && code <= 3999:
		return "Of a library or framework: registered by it."
	case code >= 4000 && code <= 4999:
		return "Of the application: private to it."
	}
	return "Not a code that may be sent."
}
