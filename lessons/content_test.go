package lessons

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// embedded returns the lessons that ship.
func embedded(t *testing.T) []*Lesson {
	t.Helper()
	loaded, err := Load(FS(), fakeWorld())
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
	lessons := embedded(t)
	routes := []string{"/"}
	for _, lesson := range lessons {
		routes = append(routes, "/lessons/"+lesson.Slug)
	}
	for _, lesson := range lessons {
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

// words counts the words of the prose: no code, no blocks.
func words(t *testing.T, name string) int {
	t.Helper()
	file, err := files.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	src := newSource(name, file)
	src.frontMatter()
	pc := parser.NewContext()
	pc.Set(sourceKey, src)
	doc := page.Parser().Parse(text.NewReader(src.body), parser.WithContext(pc))
	var prose strings.Builder
	for _, n := range nodes[*ast.Text](doc) {
		prose.Write(n.Segment.Value(src.body))
		if n.SoftLineBreak() || n.NextSibling() == nil && n.Parent().Type() == ast.TypeBlock {
			prose.WriteByte(' ')
		}
	}
	return len(strings.Fields(prose.String()))
}

func TestFirstLesson(t *testing.T) {
	first := embedded(t)[0]
	got := Lesson{Slug: first.Slug, Order: first.Order}
	if diff := cmp.Diff(Lesson{Slug: "four-lanes", Order: 1}, got); diff != "" {
		t.Errorf("first lesson (-want +got):\n%s", diff)
	}
	n := words(t, "01-four-lanes.md")
	t.Logf("%d words", n)
	if n < 600 || n > 900 {
		t.Errorf("four-lanes has %d words of prose, want 600 to 900", n)
	}
	var names []string
	for _, name := range dataName.FindAllStringSubmatch(string(first.HTML), -1) {
		names = append(names, name[1])
	}
	if diff := cmp.Diff([]string{"four-lanes", "polling-median"}, names); diff != "" {
		t.Errorf("blocks (-want +got):\n%s", diff)
	}
}

// A reader with a terminal reaches every lane and the ledger; each command talks to the server on its default address.
func TestTriesReachEveryLane(t *testing.T) {
	var all string
	for _, lesson := range embedded(t) {
		for _, try := range lesson.Tries {
			if !strings.Contains(try.Script, "localhost:8080/") {
				t.Errorf("%s, line %d: does not talk to localhost:8080", lesson.Slug, try.Line)
			}
			all += try.Script
		}
	}
	for _, path := range []string{"/labs/polling?", "/labs/longpolling?", "/labs/sse\n", "/labs/websocket ", "/api/runs/demo/ledger\n"} {
		if !strings.Contains(all, path) {
			t.Errorf("no command reaches %q", path)
		}
	}
}
