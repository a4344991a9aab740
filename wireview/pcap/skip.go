package pcap

import "strconv"

// reason is why a packet was not used.
type reason uint8

const (
	used reason = iota
	badLink
	badInterface
	tooLarge
	notIP
	notTCP
	fragment
	cutShort
	broken
	afterEnd
	outOfWindow
	leftOut
	reasons
)

var reasonNames = [reasons]string{
	badLink:      "a link type that is not read", // with its number, but see maxLinks
	badInterface: "of an interface that the file does not describe",
	tooLarge:     "a record too large",
	notIP:        "not IP",
	notTCP:       "not TCP",
	fragment:     "a fragment of an IP packet",
	cutShort:     "cut off before the end of the headers",
	broken:       "broken headers",
	afterEnd:     "data after the connection's end",
	outOfWindow:  "out of the connection's window",
	leftOut:      "of a connection that was left out",
}

// maxLinks is how many unknown link types are counted apart.
const maxLinks = 16

// skips counts packets that were not used.
type skips struct {
	by    [reasons]int
	links map[uint16]int
}

func (s *skips) count(why reason, link uint16) {
	if _, known := s.links[link]; why == badLink && (known || len(s.links) < maxLinks) {
		if s.links == nil {
			s.links = make(map[uint16]int)
		}
		s.links[link]++
		return
	}
	s.by[why]++
}

func (s *skips) names() map[string]int {
	m := make(map[string]int)
	for why, n := range s.by {
		if n > 0 {
			m[reasonNames[why]] = n
		}
	}
	for link, n := range s.links {
		m[reasonNames[badLink]+" ("+strconv.Itoa(int(link))+")"] = n
	}
	return m
}
