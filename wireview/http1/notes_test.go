package http1

import (
	"strings"
	"testing"
)

// Every note is a sentence with its source, and every key is as lookups spell it.
func TestNotes(t *testing.T) {
	check := func(key string, n note) {
		if !strings.HasSuffix(n.text, ".") || strings.Count(n.text, ". ") > 0 || n.spec == "" {
			t.Errorf("%s: %q (%q) is not a sentence with a source", key, n.text, n.spec)
		}
	}
	for name, n := range fieldNotes {
		check(name, n)
		if name != strings.ToLower(name) || !isToken([]byte(name)) || new(explainer).noteOfField([]byte(strings.ToUpper(name)), nil) != n {
			t.Errorf("%s: no field is looked up by this name", name)
		}
	}
	for method := range methodNotes {
		check(method, noteOfMethod(method))
	}
	check("a method", noteOfMethod("a"))
	for status := range 1000 {
		check("a status", noteOfStatus(status, "GET"))
	}
	check("a tunnel", noteOfStatus(200, "CONNECT"))
	for _, target := range []string{"", "*", "/", "http://a/", "a:1", "a b", "a"} {
		check(target, noteOfTarget("GET", []byte(target)))
	}
	check("authority", noteOfTarget("CONNECT", []byte("a:1")))
}
