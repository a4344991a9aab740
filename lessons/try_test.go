package lessons

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTryRenders(t *testing.T) {
	tests := []struct {
		name string
		yaml []string
		html string
		try  Try
	}{
		{"all of it", []string{"text: Ask *twice*.", "run: |", "  curl -s 'x?a&b'", "  curl y", "shows: |", "  HTTP/1.1 200 OK", "", "  a < …", "stream: true"},
			`<figure class="block try" id="try-x" data-block="try" data-name="x">
<figcaption>
<p>Ask <em>twice</em>.</p>
</figcaption>
<pre><code class="language-sh">curl -s <span class="s">&#39;x?a&amp;b&#39;</span>
curl y
</code></pre>
<pre class="shows"><samp>HTTP/1.1 200 OK

a &lt; …</samp></pre>
</figure>
`, Try{Name: "x", Script: "curl -s 'x?a&b'\ncurl y\n", Shows: "HTTP/1.1 200 OK\n\na < …", Stream: true, Line: bodyLine}},
		{"a command alone", []string{"run: ls"},
			`<figure class="block try" id="try-x" data-block="try" data-name="x">
<figcaption>In your terminal</figcaption>
<pre><code class="language-sh">ls
</code></pre>
</figure>
`, Try{Name: "x", Script: "ls\n", Line: bodyLine}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			lesson, err := load(head + "```try x\n" + join(test.yaml, "\n") + "\n```\n")
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.html, string(lesson.HTML)); diff != "" {
				t.Errorf("HTML (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff([]Try{test.try}, lesson.Tries); diff != "" {
				t.Errorf("tries (-want +got):\n%s", diff)
			}
		})
	}
}

func TestShown(t *testing.T) {
	const output = "HTTP/1.1 200 OK\r\nEtag: \"17\"\r\nContent-Length: 12\r\n\r\n{\"next\":17}\ndone"
	tests := []struct {
		name  string
		shows string
		want  string // the error; empty: it is shown
	}{
		{"nothing", "", ""},
		{"each line", "HTTP/1.1 200 OK\nEtag: \"17\"\nContent-Length: 12\n\n{\"next\":17}\ndone", ""},
		{"some lines", "HTTP/1.1 200 OK\n{\"next\":17}\n", ""},
		{"the empty line", "Content-Length: 12\n\n{\"next\":17}", ""},
		{"anything in the middle", "Etag: \"…\"", ""},
		{"anything at both ends", "…1.1…O…", ""},
		{"anything may be nothing", "…HTTP/1.1 200 OK…\n…", ""},
		{"a line that ends otherwise", "HTTP/1.1 200", `line 1 of shows is not in the output: "HTTP/1.1 200"`},
		{"a line that begins otherwise", "1.1 200 OK", `line 1 of shows is not in the output: "1.1 200 OK"`},
		{"another order", "done\nHTTP/1.1 200 OK", `line 2 of shows is not in the output behind "done": "HTTP/1.1 200 OK"`},
		{"twice what is there once", "done\ndone", `line 2 of shows is not in the output behind "done": "done"`},
		{"a part that is there once", "…200…200…", `line 1 of shows is not in the output: "…200…200…"`},
		{"no text to be shared by both ends", "HTTP/1.1 200 OK…OK", `line 1 of shows is not in the output: "HTTP/1.1 200 OK…OK"`},
		{"other letters", "etag: …", `line 1 of shows is not in the output: "etag: …"`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := ""
			if err := Shown(output, test.shows); err != nil {
				got = err.Error()
			}
			if got != test.want {
				t.Errorf("Shown: got %q, want %q", got, test.want)
			}
		})
	}
}
