package site

// A matter is what exercises are grouped by: a technique, or what comes after them.
type matter struct{ Name, Title, Folder string }

// matters are known by the names that exercises give them. Folder: where the exercises' folders are, from the root.
var matters = map[string]matter{
	"polling":     {"polling", "Polling", "labs/polling"},
	"longpolling": {"longpolling", "Long polling", "labs/longpolling"},
	"sse":         {"sse", "SSE", "labs/sse"},
	"websocket":   {"websocket", "WebSocket", "labs/websocket"},
	"scale":       {"scale", "Scale", "labs/fanout"},
	"choose":      {"choose", "The choice", "labs/decide"},
}

// matterOf is what a name stands for; one that is not known is called by its name.
func matterOf(name string) matter {
	if m, ok := matters[name]; ok {
		return m
	}
	return matter{Name: name, Title: name, Folder: "labs"}
}

// Mark is the technique whose mark stands before the title; empty for what is none.
func (m matter) Mark() string {
	for _, l := range lanes {
		if l.Name == m.Name {
			return m.Name
		}
	}
	return ""
}

// Command runs the checks of all of a matter's exercises.
func (m matter) Command() string { return "go test ./" + m.Folder + "/exercise/..." }

// matterGroup is the exercises of one matter, as a page has them.
type matterGroup[E any] struct {
	matter
	Exercises []E
}

// grouped puts neighbours of one matter together; name tells an exercise's.
func grouped[E any](all []E, name func(E) string) (groups []matterGroup[E]) {
	for _, e := range all {
		if n := len(groups); n == 0 || groups[n-1].Name != name(e) {
			groups = append(groups, matterGroup[E]{matter: matterOf(name(e))})
		}
		last := &groups[len(groups)-1]
		last.Exercises = append(last.Exercises, e)
	}
	return groups
}
