package app

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"mime"
	"path"

	"wireside/labs/polling"
	"wireside/site"

	"github.com/gofiber/fiber/v2"
)

// routeInspector mounts the inspector's own page: a record, or a unit of it.
func (a *App) routeInspector(r fiber.Router) {
	if a.front != nil {
		r.Get("/", func(c *fiber.Ctx) error { return c.Redirect("/runs/" + frontID) })
	}
	a.routeInspect(r)
	r.Get("/runs/:id", a.withRecord(a.showInspector))
	r.Get("/runs/:id/units/:seq", a.withRecord(a.showInspector))
}

func (a *App) showInspector(c *fiber.Ctx, r *record) error {
	view := site.Inspector{Run: r.id, Title: "Run " + r.id}
	if a.front != nil {
		view.Proxied = a.front.to.String()
		view.Title = a.front.to.Host
	}
	if seq := c.Params("seq"); seq != "" {
		n, err := wholeNumber("unit", seq)
		if err != nil {
			return err
		}
		view.Unit = n
	}
	html(c)
	return site.RenderInspector(c, view)
}

// html sets the headers of a page. It is not kept anywhere: a browser's back/forward cache would keep its streams open too.
func html(c *fiber.Ctx) {
	c.Type("html", "utf-8")
	c.Set(fiber.HeaderCacheControl, "no-store")
	c.Set(fiber.HeaderContentSecurityPolicy, policy)
	c.Set(fiber.HeaderReferrerPolicy, "no-referrer")
	c.Set("Cross-Origin-Opener-Policy", "same-origin")
}

// routeStatic mounts the embedded files, each with a strong ETag: a browser asks every time and is mostly told 304.
func routeStatic(r fiber.Router) error {
	files := site.Static()
	return fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		body, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		kind := contentType(name)
		if kind == "" {
			return fmt.Errorf("no content type is known for static/%s", name)
		}
		sum := sha256.Sum256(body)
		tag := `"` + hex.EncodeToString(sum[:8]) + `"`
		r.Get("/static/"+name, func(c *fiber.Ctx) error {
			c.Set(fiber.HeaderCacheControl, "no-cache")
			c.Set(fiber.HeaderETag, tag)
			if polling.Matches(c.Get(fiber.HeaderIfNoneMatch), tag) {
				return c.SendStatus(fiber.StatusNotModified)
			}
			c.Set(fiber.HeaderContentType, kind)
			if kind == types[".html"] {
				c.Set(fiber.HeaderContentSecurityPolicy, strangerPolicy)
			}
			return c.Send(body)
		})
		return nil
	})
}

// types are the kinds of file that the page is made of, the same on every system.
var types = map[string]string{
	".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml", ".png": "image/png",
	".txt": "text/plain; charset=utf-8", ".md": "text/plain; charset=utf-8", ".html": "text/html; charset=utf-8", ".json": "application/json", ".webmanifest": "application/manifest+json",
}

func contentType(name string) string {
	ext := path.Ext(name)
	if t, ok := types[ext]; ok {
		return t
	}
	if ext == "" { // a licence
		return types[".txt"]
	}
	return mime.TypeByExtension(ext)
}
