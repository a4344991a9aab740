package websocket

import "github.com/gofiber/fiber/v2"

// Echo sends each message back as it came, its type too: for any client to be tried against. Make one with NewEcho.
type Echo struct{ *endpoint }

// NewEcho returns an echo.
//
// It takes a message in whole before it answers. To answer piece by piece would take less memory, but many a client sends
// all of its message before it reads, and both would wait for the other.
func NewEcho(cfg Config) *Echo {
	e := &Echo{newEndpoint(cfg.withDefaults(DefaultEchoBytes), sizes{read: 4096, write: 4096})}
	e.budget = &budget{limit: e.cfg.EchoMemory}
	return e
}

// Serve answers GET with the upgrade to an echo, with permessage-deflate if the client offers it. The error is a *lab.Error.
func (e *Echo) Serve(c *fiber.Ctx) error {
	if err := e.check(c); err != nil {
		return err
	}
	return e.serve(c, true, &session{
		run:  func(s *session) { s.finish(e.receive(s)) },
		step: func() (bool, error) { return false, nil },
	})
}

// Close ends all streams with 1001, as Lane.Close does.
func (e *Echo) Close() { e.shut() }

// receive echoes until the stream ends.
func (e *Echo) receive(s *session) error {
	for {
		kind, message, err := s.read()
		if err != nil {
			return err
		}
		if err := s.write(kind, message); err != nil {
			return err
		}
	}
}
