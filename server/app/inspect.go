package app

import (
	"bufio"
	"fmt"
	"strings"

	"wireside/labs/lab"
	"wireside/wireview/decode"
	"wireside/wireview/oneway"
	"wireside/wireview/wire"

	"github.com/gofiber/fiber/v2"
)

// maxLoose is how many bytes of a clipboard may be inspected at once.
const maxLoose = 64 << 10

// inspect reads loose bytes, the body of the request, and answers with their units as NDJSON, as the command decode does.
// ?as= and ?from= say what they are; ?deflate= and ?methods= what the other side has said. The units' at is 0: loose bytes have
// no time.
func (a *App) inspect(c *fiber.Ctx) error {
	if len(c.Body()) > maxLoose {
		return &lab.Error{Status: 413, Code: "body_too_large",
			Message: fmt.Sprintf("These are %d bytes; at most %d can be inspected at once. The command decode has no limit.", len(c.Body()), maxLoose)}
	}
	cfg := looseConfig{as: strings.Clone(c.Query("as")), from: strings.Clone(c.Query("from", "server")), deflate: strings.Clone(c.Query("deflate"))}
	if methods := c.Query("methods"); methods != "" {
		cfg.methods = strings.Split(strings.Clone(methods), ",")
	}
	var w *bufio.Writer
	reader, err := loose(cfg, func(unit []byte) {
		w.Write(unit) // an error stays with w: the client has left
		w.WriteByte('\n')
	})
	if err != nil {
		return badBytes(err.Error())
	}
	leave, err := a.pages.admit()
	if err != nil {
		return err
	}
	bytes := append([]byte(nil), c.Body()...)
	c.Set(fiber.HeaderContentType, "application/x-ndjson")
	c.Set(fiber.HeaderCacheControl, "no-store")
	c.Context().SetBodyStreamWriter(func(to *bufio.Writer) {
		defer leave()
		defer survive("inspect")
		w = to
		reader.Write(0, bytes)
		reader.Close(0)
	})
	return nil
}

func badBytes(message string) error {
	return &lab.Error{Status: 400, Code: "bad_bytes", Message: "These bytes can’t be read: " + message + "."}
}

// looseConfig says what bytes without a connection are, in the words of POST /api/inspect.
type looseConfig struct {
	as, from, deflate string
	methods           []string
}

// loose returns a reader of such bytes, which emits each unit as JSON. The JSON is valid until emit returns.
func loose(cfg looseConfig, emit func(unit []byte)) (oneway.Reader, error) {
	dir := wire.S2C
	switch cfg.from {
	case "server":
	case "client":
		dir = wire.C2S
	default:
		return nil, fmt.Errorf("from is %.40q; it must be client or server", cfg.from)
	}
	var seq uint64
	var line []byte
	return oneway.New(oneway.Config{As: cfg.as, Dir: dir, Deflate: cfg.deflate, Methods: cfg.methods}, func(u *wire.Unit) {
		seq++
		u.Seq = seq
		decode.Explain(u)
		line = u.AppendJSON(line[:0])
		emit(line)
	})
}
