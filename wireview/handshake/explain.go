package handshake

import (
	"encoding/base64"
	"encoding/hex"
	"strconv"
	"strings"

	"wireside/wireview/http1"
	"wireside/wireview/wire"
)

// Explain adds to a request or response unit, which http1 has explained, what its fields mean to WebSocket; and to the
// value of a response that switches to it, if Prior has the request's key, the handshake. Other units it leaves alone.
func Explain(u *wire.Unit) {
	switch v := u.Value.(type) {
	case http1.Request:
		for i := range u.Fields {
			if f := &u.Fields[i]; ours(f.Name) {
				note(f, requestNote(f))
			}
		}
	case http1.Response:
		if v.Status != 101 && v.Status != 426 && v.Status != 400 {
			return
		}
		var shake *Handshake
		if v.Status == 101 && u.Prior.Key != "" {
			shake = work(u.Prior.Key, v.Headers)
			v.Handshake = shake
			u.Value = v
		}
		for i := range u.Fields {
			if f := &u.Fields[i]; ours(f.Name) {
				note(f, responseNote(f, shake))
			}
		}
	}
}

// ours tells whether a field is one of WebSocket's own.
func ours(name string) bool {
	const prefix = "Sec-WebSocket-"
	return len(name) > len(prefix) && strings.EqualFold(name[:len(prefix)], prefix)
}

// note puts a note in place of a field's own, unless it is empty.
func note(f *wire.Field, text string) {
	if text != "" {
		f.Note = text
	}
}

// work works out the answer to a key, and compares it with the response's fields.
func work(key string, headers [][2]string) *Handshake {
	h := &Handshake{Key: key, GUID: GUID, Extensions: []Extension{}}
	h.SHA1, h.Accept = steps(key)
	var extensions []string
	for _, field := range headers {
		switch strings.ToLower(field[0]) {
		case "sec-websocket-accept":
			h.Matches = field[1] == h.Accept
		case "sec-websocket-protocol":
			h.Protocol = field[1]
		case "sec-websocket-extensions":
			extensions = append(extensions, field[1])
		}
	}
	if list, _ := ParseExtensions(strings.Join(extensions, ",")); len(list) > 0 {
		h.Extensions, h.Deflate = list, agreed(list)
	}
	return h
}

func requestNote(f *wire.Field) string {
	switch strings.ToLower(f.Name) {
	case "sec-websocket-key":
		if !validKey(f.Value) {
			return BadKey.Message
		}
		b, _ := base64.StdEncoding.DecodeString(f.Value)
		return "16 random bytes in base64, here " + hex.EncodeToString(b) + ", new for each connection. They are no secret: " +
			"Sec-WebSocket-Accept follows from them, and proves that the server speaks WebSocket and this is no answer from a cache."
	case "sec-websocket-version":
		if f.Value != "13" {
			return BadVersion.Message
		}
		return "The version of the protocol: 13 is that of RFC 6455. A server that does not speak it answers 426, and names those that it speaks."
	case "sec-websocket-protocol":
		return "The subprotocols that the client would speak inside the messages, the one that it prefers first. The server chooses " +
			"one of them, or none."
	case "sec-websocket-extensions":
		return "The extensions that the client offers, the ones that it prefers first. " + describe(f.Value, false)
	}
	return ""
}

func responseNote(f *wire.Field, shake *Handshake) string {
	switch strings.ToLower(f.Name) {
	case "sec-websocket-accept":
		if shake == nil {
			return ""
		}
		verdict := " This is what stands here: it matches."
		if f.Value != shake.Accept {
			verdict = " Something else stands here: it does not match, and the client must fail the connection."
		}
		return "Worked out: the key " + clip(shake.Key) + " with " + GUID + " after it has the SHA-1 " + shake.SHA1 +
			", which is " + shake.Accept + " in base64." + verdict
	case "sec-websocket-version":
		return "The versions of the protocol that the server speaks: the client may try again with one of them."
	case "sec-websocket-protocol":
		return "The subprotocol that the server has chosen of those that the client offered: what is spoken inside the messages."
	case "sec-websocket-extensions":
		return "The extensions that the server has accepted: they are in force from the first frame on. " + describe(f.Value, true)
	}
	return ""
}

// clip keeps a key that is none from filling the note.
func clip(key string) string {
	const limit = 64
	if len(key) > limit {
		return strings.ToValidUTF8(key[:limit], "") + "…"
	}
	return key
}

// describe says what the extensions and their parameters mean.
func describe(value string, answer bool) string {
	list, ok := ParseExtensions(value)
	if !ok {
		return BadExtensions.Message
	}
	for i := range list {
		e := &list[i]
		if e.Name != permessageDeflate {
			continue
		}
		if bad := judgeDeflate(e, answer); bad != nil {
			return bad.Message
		}
		parts := []string{"permessage-deflate compresses each message that has RSV1 set"}
		for _, p := range e.Params {
			parts = append(parts, p.describe())
		}
		if answer {
			parts = append(parts, agreed(list).describe())
		}
		return strings.Join(parts, "; ") + "."
	}
	return "None of them is one that is read here."
}

// describe says what a valid parameter of permessage-deflate means (RFC 7692 7.1).
func (p Parameter) describe() string {
	bits, sized := p.bits()
	size := ""
	if sized {
		size = strconv.Itoa(1<<bits) + " bytes"
	}
	switch p.Name {
	case serverTakeover:
		return p.Name + ": the server compresses each message by itself"
	case clientTakeover:
		return p.Name + ": the client compresses each message by itself"
	case serverWindow:
		return p.Name + ": the server refers back " + size + " at most"
	case clientWindow:
		if !sized {
			return p.Name + ": the server may set how far back the client refers"
		}
		return p.Name + ": the client refers back " + size + " at most"
	}
	return p.Name
}

// describe says which directions keep their context.
func (d *Deflate) describe() string {
	switch {
	case d.ServerNoContextTakeover && d.ClientNoContextTakeover:
		return "no message refers to those before it, in either direction"
	case d.ServerNoContextTakeover:
		return "the client's messages may refer to those before them"
	case d.ClientNoContextTakeover:
		return "the server's messages may refer to those before them"
	}
	return "messages may refer to those before them, in both directions"
}
