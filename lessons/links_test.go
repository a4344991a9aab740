package lessons_test

import (
	"html"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"wireside/lessons"
	"wireside/server/app"
)

var (
	href = regexp.MustCompile(`<a [^>]*href="([^"]*)"|<[a-z]+ [^>]*src="([^"]*)"`)
	// fromBlocks are links that blocks bring along: the sources of a claim, and the sections that a field obeys.
	fromBlocks = regexp.MustCompile(`(?s)<p class="where">.*?</p>|<a class="spec"[^>]*>`)
	// standard is the section of a standard.
	standard = regexp.MustCompile(`^https://(www\.rfc-editor\.org/rfc/rfc[0-9]+\.html#(section|appendix)-[0-9A-Z.]*[0-9A-Z]` +
		`|html\.spec\.whatwg\.org/multipage/[a-z-]+\.html#.+|(websockets|fetch|url|encoding)\.spec\.whatwg\.org/#.+)$`)
)

// proseLinks returns where the links lead that a lesson's author wrote.
func proseLinks(l *lessons.Lesson) []string {
	return links(fromBlocks.ReplaceAllString(string(l.HTML), ""))
}

func links(text string) []string {
	var all []string
	for _, m := range href.FindAllStringSubmatch(text, -1) {
		all = append(all, html.UnescapeString(m[1]+m[2]))
	}
	return all
}

// A link leads to the section of a standard, or to a page of this site and an element that is there: a lesson stays readable
// without the internet.
func TestLinks(t *testing.T) {
	server, err := app.Start(app.Config{Addr: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	pages := map[string][]string{} // the ids on a page, by its path; nil: there is none
	idsOn := func(path string) ([]string, error) {
		if ids, ok := pages[path]; ok {
			return ids, nil
		}
		resp, err := http.Get(server.URL() + path)
		if err != nil {
			return nil, err
		}
		defer resp.Body.Close()
		body, err := io.ReadAll(resp.Body)
		if resp.StatusCode == http.StatusOK {
			pages[path] = append(anchors(string(body)), "")
		} else {
			pages[path] = nil
		}
		return pages[path], err
	}
	for _, lesson := range embedded(t) {
		own := "/lessons/" + lesson.Slug
		t.Run(lesson.Slug, func(t *testing.T) {
			written := proseLinks(lesson)
			for _, link := range append(written, links(string(lesson.HTML))...) {
				if !strings.HasPrefix(link, "/") && !strings.HasPrefix(link, "#") {
					if slices.Contains(written, link) && !standard.MatchString(link) {
						t.Errorf("link to %q: want a page of the site, or a section of an RFC or of a WHATWG standard", link)
					}
					continue
				}
				path, id, _ := strings.Cut(link, "#")
				if path == "" {
					path = own
				}
				ids, err := idsOn(path)
				switch {
				case err != nil:
					t.Fatal(err)
				case ids == nil:
					t.Errorf("link to %q: there is no such page", link)
				case !slices.Contains(ids, id):
					t.Errorf("link to %q: nothing on that page is #%s", link, id)
				}
			}
		})
	}
}
