package lessons

import (
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

// However an address is written, it is one of another site, of a page of this server, or of a place that is there.
func TestLinksThatLeadNowhere(t *testing.T) {
	const none = " is no address: it begins with https:, with / for a page of this server, or with # for a place on this page"
	const notMark = " begins no address and no mark: known are https:, http:, measured: and set:"
	tests := []struct{ link, want string }{
		{"[x]()", "this link has no address"},
		{"[](/claims)", "this link has no words"},
		{"[`x`](/claims#claim-1)", ""},
		{"[x](#)", ""},
		{"[x](#heading)", ""},
		{"[x](#start)", ""}, // the page's
		{"[x](#claim-24)", ""},
		{"[x](#lab-x)", `there is no #lab-x in 01-one.md; there are #claim-24, #heading`},
		{"[x](#Heading)", `there is no #Heading in 01-one.md; there are #claim-24, #heading`},
		{"[x](#%zz)", `there is no #%zz in 01-one.md; there are #claim-24, #heading`},
		{"[x](/lessons/one#heading)", ""},
		{"[x](/lessons/one#head)", `there is no #head in 01-one.md; there are #claim-24, #heading`},
		{"[x](/lessons/two)", `there is no lesson "two"`},
		{"[x][r]\n\n[r]: /lessons/two", `there is no lesson "two"`},
		{"[x](02-two.md)", `"02-two.md"` + none},
		{"[x](//x.example/)", `"//x.example/"` + none},
		{`[x](\\x.example)`, `"%5Cx.example"` + none},
		{"[x](https:///rfc)", `"https:///rfc" is no address: it names no host`},
		{"[x](https:rfc)", `"https:rfc" is no address: it names no host`},
		{"[x](JavaScript:alert())", `"JavaScript:"` + notMark},
		{"[x](&#106;avascript:alert())", `"javascript:"` + notMark},
		{"[x](java&#9;script:alert())", `"java%09script:alert()"` + none},
		{"[x](&#1;javascript:alert())", `"%01javascript:alert()"` + none},
		{`[x](javascript\:alert())`, `"javascript:"` + notMark},
		{"<me@x.example>", `"me@x.example"` + none},
	}
	for _, test := range tests {
		t.Run(test.link, func(t *testing.T) {
			var want []Error
			if test.want != "" {
				want = []Error{{"01-one.md", bodyLine, test.want}}
			}
			_, err := load(head + test.link + "\n\n## Heading\n\n```claim 24\ntext: A.\n```\n")
			var got []Error
			if err != nil {
				got = faultsOf(t, err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("faults (-want +got):\n%s", diff)
			}
		})
	}
}

// A link within a block, and one to another lesson, are held to what is there; where a lesson could not be read, nothing is said of
// what leads to it.
func TestLinksBetweenLessons(t *testing.T) {
	files := fstest.MapFS{
		"01-one.md": file("1", fenced("claim 24", "text: |", "  See [here](#there),", "  and [there](/lessons/two#here).")),
		"02-two.md": file("2", "[back](/lessons/one#claim-24)\n"),
	}
	_, err := Load(files, fakeWorld())
	want := []Error{
		{"01-one.md", fenceLine + 2, "there is no #there in 01-one.md; there are #claim-24, #heading"},
		{"01-one.md", fenceLine + 3, "there is no #here in 02-two.md"},
	}
	if diff := cmp.Diff(want, faultsOf(t, err)); diff != "" {
		t.Errorf("faults (-want +got):\n%s", diff)
	}

	files["02-two.md"].Data = []byte("---\n")
	_, err = Load(files, fakeWorld())
	want[1] = Error{"02-two.md", 1, "the front matter has no closing line ---"}
	if diff := cmp.Diff(want, faultsOf(t, err)); diff != "" {
		t.Errorf("with one that can't be read: faults (-want +got):\n%s", diff)
	}
}
