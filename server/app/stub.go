package app

import (
	"net/url"
	"wireside/wireview/tap"

	"github.com/gofiber/fiber/v2"
)

const frontID = "proxy"

type front struct {
	record
	to    *url.URL
	relay interface{ Conns() []*tap.Conn }
}

func (a *App) newFront(p Proxy) (*front, error)      { panic("not there yet") }
func (f *front) find(string) (*record, error)        { return &f.record, nil }
func (a *App) ProxyURL() string                      { return "" }
func (a *App) showFront(*fiber.Ctx, *record) error   { return nil }
func (a *App) downloadHAR(*fiber.Ctx, *record) error { return nil }
func (a *App) downloadPCAPNG(*fiber.Ctx, *record) error {
	return nil
}

func (a *App) showInspector(*fiber.Ctx, *record) error { return nil }
func noLabs(*fiber.Ctx) error                          { return nil }
