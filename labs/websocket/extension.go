package websocket

import "strings"

const permessageDeflate = "permessage-deflate"

// AcceptsDeflate reports whether one of the offers in a client's Sec-WebSocket-Extensions is permessage-deflate on terms
// that this server can keep: server_no_context_takeover; client_no_context_takeover (RFC 7692 section 7.1).
func AcceptsDeflate(extensions string) bool {
	for offer := range strings.SplitSeq(extensions, ",") {
		name, params, _ := strings.Cut(offer, ";")
		if strings.EqualFold(strings.TrimSpace(name), permessageDeflate) && acceptableParams(params) {
			return true
		}
	}
	return false
}

// acceptableParams judges the parameters of one offer. RFC 7692 section 7.1: an offer with an unknown parameter, a bad value
// or one parameter twice is to be declined.
func acceptableParams(params string) bool {
	if params == "" {
		return true
	}
	seen := map[string]bool{}
	for param := range strings.SplitSeq(params, ";") {
		name, value, valued := strings.Cut(strings.TrimSpace(param), "=")
		name = strings.ToLower(strings.TrimSpace(name))
		value = strings.Trim(strings.TrimSpace(value), `"`)
		if seen[name] {
			return false
		}
		seen[name] = true
		switch name {
		case "server_no_context_takeover", "client_no_context_takeover":
			if valued {
				return false
			}
		case "client_max_window_bits": // 7.1.2.2: the client can limit itself if asked to; we don't ask
			if valued && !windowBits(value) {
				return false
			}
		case "server_max_window_bits":
			// 7.1.2.1: we must not use a larger window than asked for, and the library always uses the largest.
			if value != "15" {
				return false
			}
		default:
			return false
		}
	}
	return true
}

// windowBits reports whether value is 8 to 15, without leading zeros.
func windowBits(value string) bool {
	switch value {
	case "8", "9", "10", "11", "12", "13", "14", "15":
		return true
	}
	return false
}
