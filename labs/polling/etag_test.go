package polling

import "testing"

func TestMatches(t *testing.T) {
	const tag = `"n-0-42"`
	for _, test := range []struct {
		field string
		want  bool
	}{
		{``, false},
		{`*`, true},
		{` * `, true},
		{`"n-0-42"`, true},
		{`W/"n-0-42"`, true},
		{`w/"n-0-42"`, false},
		{`"n-0-41"`, false},
		{`"n-0-421"`, false},
		{`"n-0-4"`, false},
		{`n-0-42`, false},
		{`"n-0-42`, false},
		{`"a", "n-0-42"`, true},
		{`"a","n-0-42" , "b"`, true},
		{`, ,"a",, W/"n-0-42"`, true},
		{`"a" "n-0-42"`, false},
		{`"a, \", "n-0-42"`, true}, // a tag may hold commas and backslashes, and knows no escapes
		{`"x"n-0-42"`, false},
		{`"*"`, false},
		{`"a", *`, false},
	} {
		if got := Matches(test.field, tag); got != test.want {
			t.Errorf("If-None-Match: %s is %v, want %v", test.field, got, test.want)
		}
		if got := Matches(test.field, "W/"+tag); got != test.want {
			t.Errorf("If-None-Match: %s against a weak tag is %v, want %v", test.field, got, test.want)
		}
	}
}

func FuzzMatches(f *testing.F) {
	f.Add(`"a", W/"b"`, `"b"`)
	f.Fuzz(func(t *testing.T, field, tag string) {
		Matches(field, `"`+tag+`"`) // must not panic, nor run on for ever
	})
}
