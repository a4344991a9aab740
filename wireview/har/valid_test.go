package har_test

import (
	"fmt"
	"math"
	"slices"
	"testing"
	"time"

	"wireside/wireview/har"
)

// rules are what HAR 1.2 requires of its objects: the type of each member, with a question mark if it may be missing. A path
// that ends in [] is each element of an array.
var rules = map[string]map[string]string{
	"log":                                  {"version": "string", "creator": "object", "browser": "object?", "pages": "array?", "entries": "array", "comment": "string?"},
	"log.creator":                          {"name": "string", "version": "string", "comment": "string?"},
	"log.entries[]":                        {"pageref": "string?", "startedDateTime": "date", "time": "number", "request": "object", "response": "object", "cache": "object", "timings": "object", "serverIPAddress": "string?", "connection": "string?", "comment": "string?"},
	"log.entries[].request":                {"method": "string", "url": "string", "httpVersion": "string", "cookies": "array", "headers": "array", "queryString": "array", "postData": "object?", "headersSize": "number", "bodySize": "number", "comment": "string?"},
	"log.entries[].request.cookies[]":      {"name": "string", "value": "string"},
	"log.entries[].request.headers[]":      {"name": "string", "value": "string"},
	"log.entries[].request.queryString[]":  {"name": "string", "value": "string"},
	"log.entries[].request.postData":       {"mimeType": "string", "params": "array", "text": "string"},
	"log.entries[].response":               {"status": "number", "statusText": "string", "httpVersion": "string", "cookies": "array", "headers": "array", "content": "object", "redirectURL": "string", "headersSize": "number", "bodySize": "number", "comment": "string?"},
	"log.entries[].response.cookies[]":     {"name": "string", "value": "string", "path": "string?", "domain": "string?", "expires": "date?", "httpOnly": "bool?", "secure": "bool?"},
	"log.entries[].response.headers[]":     {"name": "string", "value": "string"},
	"log.entries[].response.content":       {"size": "number", "compression": "number?", "mimeType": "string", "text": "string?", "encoding": "string?"},
	"log.entries[].cache":                  {},
	"log.entries[].timings":                {"blocked": "number?", "dns": "number?", "connect": "number?", "send": "number", "wait": "number", "receive": "number", "ssl": "number?"},
	"log.entries[]._webSocketMessages[]":   {"type": "string", "time": "number", "opcode": "number", "data": "string"},
	"log.entries[]._eventSourceMessages[]": {"time": "number", "eventName": "string", "eventId": "string", "data": "string"},
}

// check holds an object against the rules, and all that it holds.
func check(t *testing.T, path string, object map[string]any) {
	rule, ok := rules[path]
	if !ok {
		t.Errorf("%s: there is no such object", path)
		return
	}
	for name, kind := range rule {
		optional := kind[len(kind)-1] == '?'
		if optional {
			kind = kind[:len(kind)-1]
		}
		value, there := object[name]
		if !there {
			if !optional {
				t.Errorf("%s: %s is missing", path, name)
			}
			continue
		}
		if got := kindOf(value); got != kind && (kind != "date" || got != "string") {
			t.Errorf("%s.%s is a %s, not a %s", path, name, got, kind)
		}
		if kind == "date" {
			if _, err := time.Parse(time.RFC3339, fmt.Sprint(value)); err != nil {
				t.Errorf("%s.%s: %v", path, name, err)
			}
		}
	}
	for name, value := range object {
		_, known := rule[name]
		if !known && name[0] != '_' {
			t.Errorf("%s.%s is not of the format", path, name)
		}
		switch value := value.(type) {
		case map[string]any:
			check(t, path+"."+name, value)
		case []any:
			for _, element := range value {
				if o, ok := element.(map[string]any); ok {
					check(t, path+"."+name+"[]", o)
				} else {
					t.Errorf("%s.%s holds a %T", path, name, element)
				}
			}
		}
	}
}

func kindOf(v any) string {
	switch v.(type) {
	case string:
		return "string"
	case float64:
		return "number"
	case bool:
		return "bool"
	case []any:
		return "array"
	case map[string]any:
		return "object"
	}
	return fmt.Sprintf("%T", v)
}

func TestValid(t *testing.T) {
	_, log := archive(t, sample(), har.Config{Endpoints: endpoints})
	check(t, "log", log)
	if log["version"] != "1.2" {
		t.Error("version", log["version"])
	}
	var kinds []string
	last := ""
	for _, e := range entries(log) {
		started := e["startedDateTime"].(string)
		if started < last {
			t.Errorf("%s comes after %s", started, last)
		}
		last = started
		sum := 0.0
		for name, ms := range e["timings"].(map[string]any) {
			switch ms := ms.(float64); {
			case ms >= 0:
				sum += ms
			case name == "send" || name == "wait" || name == "receive":
				t.Errorf("%s is %g ms", name, ms)
			}
		}
		if math.Abs(sum-e["time"].(float64)) > 1e-6 {
			t.Errorf("time is %v, the timings come to %g", e["time"], sum)
		}
		kinds = append(kinds, e["_resourceType"].(string))
	}
	slices.Sort(kinds)
	if got := slices.Compact(kinds); !slices.Equal(got, []string{"eventsource", "fetch", "websocket"}) {
		t.Error(got)
	}
}
