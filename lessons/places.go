package lessons

import (
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"
)

// scheme is what an address begins with that names one.
var scheme = regexp.MustCompile(`^[a-zA-Z][a-zA-Z0-9+.-]*:`)

// place is where a link leads on this server: a path with a fragment, or a fragment alone.
type place struct {
	address string
	line    int
}

// checkLinks reports what a page would make nothing of: links and marks without words, addresses that lead nowhere, such as a misspelt
// mark, and pictures.
func (s *source) checkLinks(doc ast.Node) {
	for _, n := range nodes[ast.Node](doc) {
		if kind := n.Kind(); (kind == ast.KindLink || kind == markNodeKind) && plainText(n, s.body) == "" {
			s.fault(s.inlineLine(n), "this link has no words")
		}
	}
	for _, link := range nodes[*ast.Link](doc) {
		// As goldmark writes it: without entities and backslashes.
		s.checkAddress(s.inlineLine(link), string(util.URLEscape(link.Destination, true)))
	}
	for _, link := range nodes[*ast.AutoLink](doc) {
		s.checkAddress(s.inlineLine(link), string(link.URL(s.body)))
	}
	for _, image := range nodes[*ast.Image](doc) {
		s.fault(s.inlineLine(image), "a picture is a block: figure my-name")
	}
}

func (s *source) checkAddress(line int, address string) {
	prefix := scheme.FindString(address)
	switch parsed, err := url.Parse(address); {
	case address == "":
		s.fault(line, "this link has no address")
	case prefix == "http:" || prefix == "https:":
		if err != nil || parsed.Host == "" {
			s.fault(line, "%q is no address: it names no host", address)
		}
	case prefix != "":
		s.fault(line, "%q begins no address and no mark: known are https:, http:, %s and %s", prefix, measuredMark, setMark)
	case strings.HasPrefix(address, "//") || address[0] != '/' && address[0] != '#':
		s.fault(line, "%q is no address: it begins with https:, with / for a page of this server, or with # for a place on this page", address)
	default:
		s.places = append(s.places, place{address, line})
	}
}

// lessonPath is what the address of a lesson's page begins with.
const lessonPath = "/lessons/"

// checkPlaces reports links to places on this page that it does not have. Those on other pages are left.
func (s *source) checkPlaces() {
	for _, p := range s.places {
		if id, ok := strings.CutPrefix(p.address, "#"); ok {
			s.checkPlace(p.line, id, s)
		}
	}
}

// checkCourse reports links to lessons that there are not, and to places that they do not have. bySlug is all of them.
func (s *source) checkCourse(bySlug map[string]*source) {
	for _, p := range s.places {
		page, id, _ := strings.Cut(p.address, "#")
		slug, ok := strings.CutPrefix(page, lessonPath)
		if !ok {
			continue
		}
		if to := bySlug[slug]; to != nil {
			s.checkPlace(p.line, id, to)
		} else {
			s.fault(p.line, "there is no lesson %q", slug)
		}
	}
}

// checkPlace reports an id that the page of a lesson does not have; an empty one is its beginning.
func (s *source) checkPlace(line int, escaped string, on *source) {
	id, err := url.PathUnescape(escaped)
	if err != nil {
		id = escaped
	}
	if id == "" || s.world.Taken(id) || slices.Contains(on.ids, id) {
		return
	}
	known := ""
	if len(on.ids) > 0 {
		known = "; there are #" + strings.Join(on.ids, ", #")
	}
	s.fault(line, "there is no #%s in %s%s", id, on.file, known)
}
