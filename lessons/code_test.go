package lessons

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

var codeYAML = []string{"file: labs/longpolling/lane.go", "names: [maxWait]", "caption: How long <it> waits."}

func TestCodeRenders(t *testing.T) {
	lesson, err := load(head + fenced("code wait", codeYAML...))
	if err != nil {
		t.Fatal(err)
	}
	const want = `<h2 id="heading">Heading</h2>
<figure class="block code" id="code-wait" data-block="code" data-name="wait">
<figcaption>How long &lt;it&gt; waits. <code class="at">labs/longpolling/lane.go</code></figcaption>
<pre><code class="language-go"><span class="k">const</span> maxWait = <span class="n">25</span> * time.Second
</code></pre>
</figure>
`
	if diff := cmp.Diff(want, string(lesson.HTML)); diff != "" {
		t.Errorf("HTML (-want +got):\n%s", diff)
	}
	quotes := []Quote{{Name: "wait", File: "labs/longpolling/lane.go", Names: []string{"maxWait"}, Text: "const maxWait = 25 * time.Second", Line: fenceLine}}
	if diff := cmp.Diff(quotes, lesson.Quotes); diff != "" {
		t.Errorf("quotes (-want +got):\n%s", diff)
	}
}

func TestCodeOfWholeFile(t *testing.T) {
	for _, names := range []string{"", "[]"} {
		lesson, err := load(head + fenced("code open", with(with(without(codeYAML, "names"), "file", "site/static/js/lane.js"), "names", names)...))
		if err != nil {
			t.Fatal(err)
		}
		if got, want := lesson.Quotes[0].Text, "export const limit = 20;\n\nexport function open() {}"; got != want {
			t.Errorf("quote: got %q, want %q", got, want)
		}
		if !strings.Contains(string(lesson.HTML), `<code class="language-js"><span class="k">export</span>`) {
			t.Errorf("HTML:\n%s", lesson.HTML)
		}
	}
}

func TestCodeFaults(t *testing.T) {
	const file = "01-one.md"
	const cannot = " cannot be quoted: what can is Go that runs, below labs/, and JavaScript below site/static/js/"
	tests := []struct {
		name string
		yaml []string
		want []Error
	}{
		{"empty", nil, []Error{{file, fenceLine, "file is missing"}, {file, fenceLine, "caption is missing"}}},
		{"no such name", with(codeYAML, "names", "\n  - minWait"), []Error{{file, fenceLine + 4, `there is no "minWait" in labs/longpolling/lane.go; there are maxWait`}}},
		{"no name", with(codeYAML, "names", "['']"), []Error{{file, fenceLine + 3, "name is missing"}}},
		{"no such file", with(codeYAML, "file", "labs/longpolling/line.go"), []Error{{file, fenceLine + 3, "there is no labs/longpolling/line.go to quote; in labs/longpolling there are lane.go"}}},
		{"no such folder", with(codeYAML, "file", "labs/x/line.go"), []Error{{file, fenceLine + 3, "there is no labs/x/line.go to quote"}}},
		{"a test", with(codeYAML, "file", "labs/sse/x_test.go"), []Error{{file, fenceLine + 3, `"labs/sse/x_test.go"` + cannot}}},
		{"an exercise", with(codeYAML, "file", "labs/sse/exercise/encode.go"), []Error{{file, fenceLine + 3, `"labs/sse/exercise/encode.go"` + cannot}}},
		{"another folder", with(codeYAML, "file", "server/main.go"), []Error{{file, fenceLine + 3, `"server/main.go"` + cannot}}},
		{"a path upwards", with(codeYAML, "file", "labs/../server/main.go"), []Error{{file, fenceLine + 3, `"labs/../server/main.go"` + cannot}}},
		{"others' code", with(codeYAML, "file", "site/static/third_party/x.js"), []Error{{file, fenceLine + 3, `"site/static/third_party/x.js"` + cannot}}},
		{"a style sheet", with(codeYAML, "file", "site/static/app.css"), []Error{{file, fenceLine + 3, `"site/static/app.css"` + cannot}}},
	}
	world := fakeWorld()
	world.Source.(fstest.MapFS)["labs/sse/x_test.go"] = &fstest.MapFile{Data: []byte("package sse")}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := loadWith(world, nil, fenced("code x", test.yaml...))
			if err == nil {
				t.Fatal("got no fault")
			}
			if diff := cmp.Diff(test.want, faultsOf(t, err)); diff != "" {
				t.Errorf("faults (-want +got):\n%s", diff)
			}
		})
	}
}
