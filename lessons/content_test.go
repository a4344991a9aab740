package lessons_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"wireside/lessons"
	"wireside/server/app"
)

// embedded returns the lessons that ship, as the server loads them.
func embedded(t *testing.T) []*lessons.Lesson {
	t.Helper()
	loaded, err := app.Lessons(lessons.FS())
	if err != nil {
		t.Fatal(err)
	}
	return loaded
}

var (
	href = regexp.MustCompile(`(?:href|src)="([^"]*)"`)
	id   = regexp.MustCompile(` id="([^"]*)"`)
	spec = regexp.MustCompile(`^https://(www\.rfc-editor\.org/rfc/rfc[0-9]+\.html#section-[0-9.]+[0-9]|html\.spec\.whatwg\.org/multipage/[a-z-]+\.html#[a-z0-9-]+)$`)
)

// Links lead to a section of a standard, or to a page of this site; a lesson stays readable without the internet.
func TestLinks(t *testing.T) {
	all := embedded(t)
	routes := []string{"/", "/which"}
	for _, lesson := range all {
		routes = append(routes, "/lessons/"+lesson.Slug)
	}
	for _, lesson := range all {
		fragments := id.FindAllStringSubmatch(string(lesson.HTML), -1)
		links := href.FindAllStringSubmatch(string(lesson.HTML), -1)
		if len(links) == 0 {
			t.Errorf("%s: no link to any standard", lesson.Slug)
		}
		for _, link := range links {
			inPage := strings.HasPrefix(link[1], "#") && slices.ContainsFunc(fragments, func(f []string) bool { return "#"+f[1] == link[1] })
			if !inPage && !slices.Contains(routes, link[1]) && !spec.MatchString(link[1]) {
				t.Errorf("%s: link to %q: want a route of the site, or a section of an RFC or of the HTML standard", lesson.Slug, link[1])
			}
		}
	}
}

// A reader with a terminal reaches every lane and the ledger; each command talks to the server on its default address.
func TestTriesReachEveryLane(t *testing.T) {
	var scripts string
	for _, lesson := range embedded(t) {
		for _, try := range lesson.Tries {
			if !strings.Contains(try.Script, "localhost:8080/") {
				t.Errorf("%s, line %d: does not talk to localhost:8080", lesson.Slug, try.Line)
			}
			scripts += try.Script
		}
	}
	for _, path := range []string{"/labs/polling?", "/labs/longpolling?", "/labs/sse\n", "/labs/websocket ", "/api/runs/demo/ledger\n"} {
		if !strings.Contains(scripts, path) {
			t.Errorf("no command reaches %q", path)
		}
	}
}
