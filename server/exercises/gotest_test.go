package exercises

import (
	"encoding/json"
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"wireside/labs/book"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// What go test itself says of an exercise in each state, and of tests that don't come to their end.
func TestGoTest(t *testing.T) {
	t.Parallel()
	command, err := exec.LookPath("go")
	if err != nil {
		t.Fatal(err)
	}
	long := book.Failed{Exercise: "red", Check: "an under_score", What: "what", Text: strings.Repeat("é", 5000), Compared: true, Seen: []byte{0, 255}}
	said, err := json.Marshal(long)
	if err != nil {
		t.Fatal(err)
	}
	root := t.TempDir()
	writeFile(t, filepath.Join(root, "go.mod"), "module wireside\n\ngo 1.25\n")
	names := make(map[string]string)
	for name, body := range map[string]string{
		"idle":  `t.Skip("not started")`,
		"green": `t.Run("a check", func(t *testing.T) {}); t.Run("one/two", func(t *testing.T) {})`,
		"red": `t.Run("first", func(t *testing.T) { print("no line end") })
			t.Run("an under_score", func(t *testing.T) { print("nor here"); t.Attr("wireside", ` + fmt.Sprintf("%q", said) + `); t.Error("x") })
			t.Run("silent", func(t *testing.T) { t.Error("why it failed") })`,
		"prints": `t.Run("a check", func(t *testing.T) { os.Stdout.WriteString("hello\n"); if os.Getenv("` + book.Quiet + `") != "1" { t.Error("loud") } })
			t.Run("behind", func(t *testing.T) { t.SkipNow() })`,
		"stub":   `t.Error("passes on the stub")`,
		"goes":   `t.Run("a", func(t *testing.T) {}); t.Run("b", func(t *testing.T) { go panic("in passing"); select {} })`,
		"exits":  `t.Run("a", func(t *testing.T) { os.Exit(0) })`,
		"leaves": `go os.Exit(7); select {}`,
		"loops":  `for {}`,
		"typo":   `undefined()`,
		"vet":    `t.Errorf("%d", "a")`,
	} {
		writeFile(t, filepath.Join(root, name, name+"_test.go"), "package "+name+"\nimport (\"os\"; \"testing\")\nvar _ = os.Exit\n"+
			"func TestExercise(t *testing.T) { t.Run(\""+name+"\", func(t *testing.T) {\n"+body+"\n}) }\n")
		names[module+"/"+name] = name
	}
	writeFile(t, filepath.Join(root, "other/other_test.go"), "package other\nimport \"testing\"\nfunc TestOther(t *testing.T) {}\n")
	names[module+"/other"], names[module+"/none"] = "other", "none"

	args := goTest(command)
	args[len(args)-1] = "5s" // the time for each
	got := make(map[string]Result)
	runner{root: root, command: args, limit: buildTime}.run(t.Context(), names, func(name string, result Result) { got[name] = result })

	type result struct {
		State  State
		Checks string
		Failed int
		Output string // what is in it; "" means none
	}
	want := map[string]result{
		"idle":   {Idle, "", 0, ""},
		"green":  {Green, "a check passed, one/two passed", 0, ""},
		"red":    {Red, "first passed, an under_score failed, silent failed", 1, "why it failed"},
		"prints": {Green, "a check passed, behind skipped", 0, "hello"},
		"stub":   {Red, "", 0, "passes on the stub"},
		"goes":   {Broken, "a passed", 0, "In the check “b”:\npanic: in passing\n"},
		"exits":  {Broken, "a failed", 0, "panic: unexpected call to os.Exit(0) during test"},
		"leaves": {Broken, "", 0, "does something call os.Exit"},
		"loops":  {Broken, "", 0, "panic: test timed out after 5s"},
		"typo":   {Broken, "", 0, "typo_test.go:5:1: undefined: undefined"},
		"vet":    {Broken, "", 0, "Errorf format %d has arg \"a\" of wrong type string"},
		"other":  {Broken, "", 0, "There is no TestExercise/other"},
		"none":   {Broken, "", 0, "package wireside/none is not in std"},
	}
	seen := make(map[string]result)
	for name, r := range got {
		var checks []string
		for _, c := range r.Checks {
			checks = append(checks, c.Name+" "+c.State)
		}
		seen[name] = result{r.State, strings.Join(checks, ", "), len(r.Failed), r.Output}
		if time.Since(time.UnixMicro(r.At)) > time.Hour {
			t.Errorf("%s: at %d", name, r.At)
		}
	}
	within := cmp.Comparer(func(a, b string) bool {
		return a == b || a != "" && b != "" && (strings.Contains(a, b) || strings.Contains(b, a))
	})
	if diff := cmp.Diff(want, seen, cmp.FilterPath(func(p cmp.Path) bool { return p.Last().String() == ".Output" }, within)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]book.Failed{long}, got["red"].Failed, cmpopts.EquateEmpty()); diff != "" {
		t.Error(diff)
	}
	if out := got["loops"].Output; !strings.HasPrefix(out, "panic: ") {
		t.Errorf("it doesn’t begin with why it died: %.200q", out)
	}
}
