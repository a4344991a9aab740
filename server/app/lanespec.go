package app

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"wireside/labs/lab"
)

// laneSpec is what a client may choose of one lane. In JSON it may be a technique's name alone.
type laneSpec struct {
	Name      string        `json:"name"`      // unique in its run; the technique's
	Technique lab.Technique `json:"technique"` // may be left out where the name says it
	Title     string        `json:"title"`     // for people, at most maxTitle characters; the technique's
	Network   *network      `json:"network"`   // the run's
	lab.Choices
}

// maxTitle is how long a lane's title may be, in bytes.
const maxTitle = 64

// laneName is a technique's name, perhaps with a suffix, so that everybody who sees the name knows the technique.
var laneName = regexp.MustCompile(`^(polling|longpolling|sse|websocket|fallback)(-[a-z0-9]{1,16})?$`)

// laneTechniques are what a lane may be of.
var laneTechniques = append(slices.Clone(lab.Techniques[:]), lab.Fallback)

// laneTitles are what lanes are called where nobody says otherwise.
var laneTitles = map[lab.Technique]string{
	lab.Polling: "Polling", lab.LongPolling: "Long polling", lab.SSE: "SSE", lab.WebSocket: "WebSocket", lab.Fallback: "Fallback",
}

// UnmarshalJSON reads a technique's name, or an object.
func (l *laneSpec) UnmarshalJSON(text []byte) error {
	var name string
	if json.Unmarshal(text, &name) == nil {
		*l = laneSpec{Name: name}
		return nil
	}
	type plain laneSpec // without this method
	*l = laneSpec{}
	return strictly(text, (*plain)(l))
}

// settle fills in what was left out. The error is a *lab.Error that names the lane.
func (l *laneSpec) settle(n network) (err error) {
	if l.Name == "" {
		l.Name = string(l.Technique)
	}
	name := laneName.FindStringSubmatch(l.Name)
	switch {
	case name == nil && l.Technique == "":
		return bad("lane %.40q is unknown; there are: %s", l.Name, joined(laneTechniques))
	case name == nil:
		return bad("a lane can't be called %.40q: a name is the technique's, perhaps with a suffix, such as %.12s-2", l.Name, l.Technique)
	case l.Technique == "":
		l.Technique = lab.Technique(name[1])
	case string(l.Technique) != name[1]:
		return bad("lane %q is of technique %.40q; its name must begin with its technique", l.Name, l.Technique)
	}
	if len(l.Title) > maxTitle {
		return bad("lane %s: its title is %d bytes long; it may have %d", l.Name, len(l.Title), maxTitle)
	}
	if l.Title == "" {
		l.Title = laneTitles[l.Technique] + strings.ReplaceAll(name[2], "-", " ")
	}
	if l.Network == nil {
		l.Network = &n
	}
	if l.Choices, err = l.Choices.Settle(l.Technique); err != nil {
		return bad("lane %s: %s", l.Name, err)
	}
	return nil
}

// techniques returns what the lane's client may use.
func (l *laneSpec) techniques() []lab.Technique {
	if l.Technique == lab.Fallback {
		return l.Order
	}
	return []lab.Technique{l.Technique}
}

// url returns where the lane's client connects first.
func (l *laneSpec) url(run string) string {
	first := l.Technique
	if l.Technique == lab.Fallback {
		first = lab.WebSocket
	}
	url := fmt.Sprintf("/labs/%s?run=%s", first, run)
	if l.Name != string(first) {
		url += "&lane=" + l.Name
	}
	if l.Impl != nil && *l.Impl != lab.Implementations[0] {
		url += "&impl=" + *l.Impl
	}
	return url
}

func joined[T ~string](names []T) string {
	all := make([]string, len(names))
	for i, n := range names {
		all[i] = string(n)
	}
	return strings.Join(all, ", ")
}
