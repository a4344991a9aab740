package http1

import "bytes"

// note is a sentence on what bytes mean, with the section that says so.
type note struct{ text, spec string }

var methodNotes = map[string]note{
	"GET":     {"GET asks for the resource's current representation.", "RFC 9110 9.3.1"},
	"HEAD":    {"HEAD asks for what GET would answer, without the content.", "RFC 9110 9.3.2"},
	"POST":    {"POST asks the resource to process the enclosed content.", "RFC 9110 9.3.3"},
	"PUT":     {"PUT asks to create or replace the resource's state with the enclosed content.", "RFC 9110 9.3.4"},
	"DELETE":  {"DELETE asks to remove the resource.", "RFC 9110 9.3.5"},
	"CONNECT": {"CONNECT asks for a tunnel to the target; after a 2xx answer the bytes are no longer HTTP.", "RFC 9110 9.3.6"},
	"OPTIONS": {"OPTIONS asks what the resource, or the server, can do.", "RFC 9110 9.3.7"},
	"TRACE":   {"TRACE asks to have the request sent back, to see what arrived.", "RFC 9110 9.3.8"},
	"PATCH":   {"PATCH asks to change the resource as the enclosed content says.", "RFC 5789 2"},
}

func noteOfMethod(method string) note {
	if n, ok := methodNotes[method]; ok {
		return n
	}
	return note{"The method: what the client asks to do with the resource.", "RFC 9110 9"}
}

// noteOfTarget tells the four forms of a request-target apart (RFC 9112 3.2).
func noteOfTarget(method string, target []byte) note {
	switch {
	case len(target) == 0 || !isVisible(target):
		return note{BadTarget.Message, BadTarget.Spec}
	case !fits(method, target):
		return note{BadTargetForm.Message, BadTargetForm.Spec}
	case method == "CONNECT":
		return note{"The host and port to make a tunnel to (authority-form).", "RFC 9112 3.2.3"}
	case string(target) == "*":
		return note{"The asterisk stands for the server as a whole.", "RFC 9112 3.2.4"}
	case target[0] == '/':
		return note{"The path and query of the resource that is asked for (origin-form); the host is in Host.", "RFC 9112 3.2.1"}
	case bytes.Contains(target, []byte("://")):
		return note{"The whole URI of the resource (absolute-form), as it is sent to a proxy.", "RFC 9112 3.2.2"}
	}
	return note{"What the request is about.", "RFC 9112 3.2"}
}

func noteOfVersion(version string) string {
	switch version {
	case "HTTP/1.1":
		return "The message follows HTTP/1.1: unless it says otherwise, the connection stays open for the next one."
	case "HTTP/1.0":
		return "The message follows HTTP/1.0: no chunks, and unless it says otherwise, the connection closes after it."
	}
	return "The version of HTTP that the sender conforms to; a higher minor version is read as HTTP/1.1."
}

var statusNotes = map[int]note{
	100: {"The server has read the head and waits for the content; the final response comes later.", "RFC 9110 15.2.1"},
	101: {"The server switches to the protocol in Upgrade: right after this head the bytes are no longer HTTP.", "RFC 9110 15.2.2"},
	103: {"Fields that the final response will likely have, sent early; the final response comes later.", "RFC 8297 2"},
	200: {"The request has succeeded.", "RFC 9110 15.3.1"},
	201: {"The request has created a resource.", "RFC 9110 15.3.2"},
	202: {"The request was accepted, and is not carried out yet.", "RFC 9110 15.3.3"},
	204: {"The request has succeeded, and there is no content to send: the response ends with its head, and an EventSource that gets it does not come back.", "RFC 9110 15.3.5"},
	206: {"The part of the representation that Range asked for.", "RFC 9110 15.3.7"},
	301: {"The resource has moved for good, to the URI in Location.", "RFC 9110 15.4.2"},
	302: {"The resource is at the URI in Location for now.", "RFC 9110 15.4.3"},
	303: {"The answer is to be fetched from the URI in Location, with GET.", "RFC 9110 15.4.4"},
	304: {"What the client has is still current, so there is no content; the response ends with its head.", "RFC 9110 15.4.5"},
	307: {"The resource is at the URI in Location for now; the method must not change.", "RFC 9110 15.4.8"},
	308: {"The resource has moved for good, to the URI in Location; the method must not change.", "RFC 9110 15.4.9"},
	400: {"The server can't or won't process the request, since it takes it for malformed.", "RFC 9110 15.5.1"},
	401: {"The request lacks valid credentials; WWW-Authenticate says which are needed.", "RFC 9110 15.5.2"},
	403: {"The server understood the request and refuses it.", "RFC 9110 15.5.4"},
	404: {"The server found nothing at the target, or won't say.", "RFC 9110 15.5.5"},
	405: {"The target does not support the method; Allow lists those that it does.", "RFC 9110 15.5.6"},
	406: {"The server has nothing that the request's Accept fields allow.", "RFC 9110 15.5.7"},
	408: {"The server did not get a whole request in the time that it was ready to wait.", "RFC 9110 15.5.9"},
	409: {"The request conflicts with the resource's state.", "RFC 9110 15.5.10"},
	410: {"The resource is gone, probably for good.", "RFC 9110 15.5.11"},
	411: {"The server wants a Content-Length.", "RFC 9110 15.5.12"},
	412: {"A condition in the request's head was not met.", "RFC 9110 15.5.13"},
	413: {"The content is larger than the server is ready to process.", "RFC 9110 15.5.14"},
	414: {"The request-target is longer than the server is ready to read.", "RFC 9110 15.5.15"},
	415: {"The content's format is not supported.", "RFC 9110 15.5.16"},
	416: {"None of the ranges in Range can be sent.", "RFC 9110 15.5.17"},
	417: {"The expectation in Expect can't be met.", "RFC 9110 15.5.18"},
	421: {"The request reached a server that does not answer for this host.", "RFC 9110 15.5.20"},
	422: {"The content is well formed, and its instructions can't be carried out.", "RFC 9110 15.5.21"},
	426: {"The server refuses to go on with this protocol; Upgrade lists those that it wants.", "RFC 9110 15.5.22"},
	429: {"The client has sent too many requests; Retry-After may say how long to wait.", "RFC 6585 4"},
	431: {"The request's header fields are larger than the server is ready to read.", "RFC 6585 5"},
	500: {"The server met a condition that it did not expect.", "RFC 9110 15.6.1"},
	501: {"The server does not have what the request needs.", "RFC 9110 15.6.2"},
	502: {"The server is a gateway, and got an invalid response from the server behind it.", "RFC 9110 15.6.3"},
	503: {"The server is overloaded or down for now; Retry-After may say how long to wait.", "RFC 9110 15.6.4"},
	504: {"The server is a gateway, and got no response in time from the server behind it.", "RFC 9110 15.6.5"},
	505: {"The server refuses the request's major version of HTTP.", "RFC 9110 15.6.6"},
}

var statusClasses = [...]note{
	1: {"An interim response: the final one comes later.", "RFC 9110 15.2"},
	2: {"The request was received, understood and accepted.", "RFC 9110 15.3"},
	3: {"The client has to do more to complete the request.", "RFC 9110 15.4"},
	4: {"The request seems to be at fault.", "RFC 9110 15.5"},
	5: {"The server failed to carry out a request that seems valid.", "RFC 9110 15.6"},
}

// noteOfStatus returns the note of a status code, or of its class. Method is that of the request that it answers.
func noteOfStatus(status int, method string) note {
	switch class := status / 100; {
	case class < 1 || class > 5:
		return note{BadStatus.Message, BadStatus.Spec}
	case method == "CONNECT" && class == 2:
		return note{"The tunnel is open: right after this head the bytes are no longer HTTP.", "RFC 9110 9.3.6"}
	case statusNotes[status].text == "":
		return statusClasses[class]
	}
	return statusNotes[status]
}
