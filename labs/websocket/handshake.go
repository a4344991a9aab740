package websocket

import (
	"crypto/sha1"
	"encoding/base64"
	"strings"

	"github.com/gofiber/fiber/v2"

	"wireside/labs/lab"
)

// keyGUID is what a server appends to a client's key: no server that knows nothing of WebSocket would (RFC 6455 section 1.3).
const keyGUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"

// AcceptKey returns the Sec-WebSocket-Accept that answers a Sec-WebSocket-Key (RFC 6455 section 4.2.2, step 5.4).
func AcceptKey(key string) string {
	sum := sha1.Sum([]byte(key + keyGUID))
	return base64.StdEncoding.EncodeToString(sum[:])
}

// ValidKey reports whether key is the base64 of 16 bytes (RFC 6455 section 4.2.1, item 5).
func ValidKey(key string) bool {
	nonce, err := base64.StdEncoding.Strict().DecodeString(key)
	return err == nil && len(nonce) == 16 && len(key) == base64.StdEncoding.EncodedLen(16)
}

// CheckHandshake judges the client's side of the opening handshake (RFC 6455 section 4.2.1). origins may
// connect besides the server's own. The error is a *lab.Error; what a refusal has to say in headers is set on c.
func CheckHandshake(c *fiber.Ctx, origins []string) error {
	if err := checkRequest(c); err != nil {
		return err
	}
	if !originAllowed(c.Request().Header.PeekAll(fiber.HeaderOrigin), string(c.Context().Host()), c.Context().IsTLS(), origins) {
		return &lab.Error{Status: fiber.StatusForbidden, Code: "bad_origin",
			Message: "pages from another origin may not open this WebSocket: open the page from this server, or have its Origin allowed"}
	}
	return nil
}

// checkRequest is CheckHandshake without a look at who asks.
func checkRequest(c *fiber.Ctx) error {
	h := &c.Request().Header
	if !h.IsGet() {
		c.Set(fiber.HeaderAllow, fiber.MethodGet)
		return &lab.Error{Status: fiber.StatusMethodNotAllowed, Code: "method_not_allowed", Message: "a WebSocket handshake is a GET request"}
	}
	if !h.IsHTTP11() {
		return &lab.Error{Status: fiber.StatusBadRequest, Code: "http_version",
			Message: "a WebSocket handshake needs HTTP/1.1: HTTP/1.0 knows no upgrade"}
	}
	if !hasToken(h.PeekAll(fiber.HeaderConnection), "upgrade") || !hasToken(h.PeekAll(fiber.HeaderUpgrade), "websocket") {
		return upgradeRequired(c, "this is a WebSocket: send Connection: Upgrade and Upgrade: websocket, or open ws:// with a WebSocket client")
	}
	if v := h.PeekAll(fiber.HeaderSecWebSocketVersion); len(v) != 1 || string(v[0]) != "13" {
		return upgradeRequired(c, "this server speaks Sec-WebSocket-Version 13 alone")
	}
	if k := h.PeekAll(fiber.HeaderSecWebSocketKey); len(k) != 1 || !ValidKey(string(k[0])) {
		return &lab.Error{Status: fiber.StatusBadRequest, Code: "bad_key", Message: "Sec-WebSocket-Key must be the base64 of 16 bytes, 24 characters, once"}
	}
	return nil
}

// upgradeRequired is the answer to who did not ask for version 13 (RFC 6455 section 4.4, RFC 9110 section 15.5.22).
func upgradeRequired(c *fiber.Ctx, message string) error {
	c.Set(fiber.HeaderUpgrade, "websocket")
	c.Set(fiber.HeaderConnection, "Upgrade")
	c.Set(fiber.HeaderSecWebSocketVersion, "13")
	return &lab.Error{Status: fiber.StatusUpgradeRequired, Code: "upgrade_required", Message: message}
}

// hasToken looks for a token in a list that may span several header lines. Case does not matter.
func hasToken(lines [][]byte, token string) bool {
	for _, line := range lines {
		for item := range strings.SplitSeq(string(line), ",") {
			if strings.EqualFold(strings.TrimSpace(item), token) {
				return true
			}
		}
	}
	return false
}

// Canonicalise makes the library see what CheckHandshake has seen: it looks at the first line of each header alone, and takes
// any offer of permessage-deflate. deflate says whether the offer is to be taken.
func Canonicalise(c *fiber.Ctx, deflate bool) {
	h := &c.Request().Header
	h.Set(fiber.HeaderConnection, "Upgrade")
	h.Set(fiber.HeaderUpgrade, "websocket")
	if deflate {
		h.Set(fiber.HeaderSecWebSocketExtensions, permessageDeflate)
	}
}
