package site_test

import (
	"bytes"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"golang.org/x/net/html"

	"wireside/site"
)

// sources reads the modules, by their path under static.
func sources(t *testing.T) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := fs.WalkDir(site.Static(), "js", func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(site.Static(), file)
		out[file] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

var importLine = regexp.MustCompile(`(?m)^(?:import|export)\b[^;]*?\bfrom '([^']+)'`)

// lazyImport matches the import of a module that is loaded when it is first asked for.
var lazyImport = regexp.MustCompile(`import\('(\.[^']+)'\)`)

// reach returns the modules that one of them is made of: itself, and all that it imports. Imports must be of modules that
// are here, by relative paths.
func reach(t *testing.T, modules map[string]string, entry string) map[string]bool {
	t.Helper()
	reached := map[string]bool{}
	var follow func(file string)
	follow = func(file string) {
		if reached[file] {
			return
		}
		reached[file] = true
		for _, m := range importLine.FindAllStringSubmatch(modules[file], -1) {
			if !strings.HasPrefix(m[1], "./") && !strings.HasPrefix(m[1], "../") {
				t.Errorf("%s imports %s: not a relative path", file, m[1])
				continue
			}
			target := path.Join(path.Dir(file), m[1])
			if _, ok := modules[target]; !ok {
				t.Errorf("%s imports %s, which is not there", file, m[1])
			}
			follow(target)
		}
	}
	follow(entry)
	return reached
}

// Every module is reached from a page's own.
func TestModulesFormOneWhole(t *testing.T) {
	modules := sources(t)
	reached := map[string]bool{}
	for _, entry := range []string{"js/lesson.js", "js/inspector.js", "js/home.js", "js/theme.js", "js/search.js", "js/presets.js", "js/claims.js", "js/claimsresult.js", "js/which.js", "js/exercises.js", "js/inspect.js", "js/author.js"} {
		maps.Copy(reached, reach(t, modules, entry))
	}
	// What is loaded when it is first asked for.
	for file := range maps.Clone(reached) {
		for _, m := range lazyImport.FindAllStringSubmatch(modules[file], -1) {
			maps.Copy(reached, reach(t, modules, path.Join(path.Dir(file), m[1])))
		}
	}
	for file := range modules {
		if !reached[file] {
			t.Errorf("%s is imported by nothing", file)
		}
	}
}

// A page names in its head all that its module imports, so that nothing waits for what imports it. The header's
// own modules stand beside it.
func TestPagesPreloadWhatTheirModulesImport(t *testing.T) {
	modules := sources(t)
	for name, doc := range pages(t) {
		var preloaded []string
		entry := ""
		for _, e := range elements(doc) {
			switch src := attr(e, "src"); {
			case e.Data == "link" && attr(e, "rel") == "modulepreload":
				preloaded = append(preloaded, strings.TrimPrefix(attr(e, "href"), "/static/"))
			case e.Data == "script" && src != "" && src != "/static/js/theme.js" && src != "/static/js/search.js":
				entry = strings.TrimPrefix(src, "/static/")
			}
		}
		var want []string
		if entry != "" {
			reached := reach(t, modules, entry)
			delete(reached, entry)
			want = slices.Sorted(maps.Keys(reached))
		}
		slices.Sort(preloaded)
		if diff := cmp.Diff(want, preloaded, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s (-imported +preloaded):\n%s", name, diff)
		}
	}
}

// svgNamespace is a name, which nothing is ever fetched from.
const svgNamespace = "http://www.w3.org/2000/svg"

// Text from the wire must never become markup, and the security policy forbids evaluation.
func TestModulesMakeNoMarkupOfText(t *testing.T) {
	forbidden := regexp.MustCompile(`innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|` +
		`createContextualFragment|\beval\(|new Function|setAttribute\('(?:style|on)`)
	for file, text := range sources(t) {
		if found := forbidden.FindString(text); found != "" {
			t.Errorf("%s uses %s", file, found)
		}
		if strings.Contains(strings.ReplaceAll(text, svgNamespace, ""), "http://") {
			t.Errorf("%s names an address without TLS", file)
		}
	}
}

// What a page's modules look up by its id is on the page.
func TestModulesFindTheirElements(t *testing.T) {
	modules := sources(t)
	byID := regexp.MustCompile(`getElementById\('([^']+)'\)`)
	for page, want := range map[string]struct {
		entry string
		least int // look-ups
	}{
		"lesson": {"js/lesson.js", 20}, "inspector": {"js/inspector.js", 20}, "bench": {"js/presets.js", 20},
		"claims": {"js/claims.js", 2}, "result": {"js/claimsresult.js", 4}, "which": {"js/which.js", 8},
		"exercises": {"js/exercises.js", 5}, "home": {"js/home.js", 2}, "inspect": {"js/inspect.js", 12},
	} {
		ids := map[string]bool{}
		for _, e := range elements(pages(t)[page]) {
			ids[attr(e, "id")] = true
		}
		looked := 0
		used := reach(t, modules, want.entry)
		for file := range maps.Clone(used) { // and what is loaded when it is first asked for
			for _, m := range lazyImport.FindAllStringSubmatch(modules[file], -1) {
				maps.Copy(used, reach(t, modules, path.Join(path.Dir(file), m[1])))
			}
		}
		for file := range used {
			for _, m := range byID.FindAllStringSubmatch(modules[file], -1) {
				looked++
				if !ids[m[1]] {
					t.Errorf("%s looks for #%s, which the %s's page doesn't have", file, m[1], page)
				}
			}
		}
		if looked < want.least {
			t.Errorf("%s: found %d look-ups: the pattern has lost them", page, looked)
		}
	}
}

// The style sheets of the lessons, of the claims, of the ranking and of the exercises are theirs alone: no other page waits for
// them.
func TestSomePagesHaveAStyleSheetOfTheirOwn(t *testing.T) {
	for name, doc := range pages(t) {
		var sheets []string
		for _, e := range elements(doc) {
			if attr(e, "rel") == "stylesheet" {
				sheets = append(sheets, attr(e, "href"))
			}
		}
		want := []string{"/static/app.css"}
		switch name {
		case "home", "home without lesson":
			want = append(want, "/static/home.css")
		case "lesson":
			want = append(want, "/static/lesson.css")
		case "bench":
			want = append(want, "/static/presets.css")
		case "claims", "result":
			want = append(want, "/static/claims.css")
		case "which":
			want = append(want, "/static/which.css")
		case "exercises", "inspect":
			want = append(want, "/static/exercises.css")
		}
		if diff := cmp.Diff(want, sheets); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// A lesson's page weighs less than 250 KB with all that it loads, before any compression. The lesson's own text counts
// with 32 KB.
func TestLessonPageIsLight(t *testing.T) {
	const limit, prose = 250 << 10, 32 << 10
	var b bytes.Buffer
	if err := site.RenderLesson(&b, site.Lesson{}); err != nil {
		t.Fatal(err)
	}
	size := int64(b.Len() + prose)
	doc, err := html.Parse(&b)
	if err != nil {
		t.Fatal(err)
	}
	loaded := map[string]bool{}
	blocking := 0
	for _, e := range elements(doc) {
		ref := attr(e, "src")
		if e.Data == "link" {
			ref = attr(e, "href")
		}
		if attr(e, "rel") == "stylesheet" || e.Data == "script" && attr(e, "type") != "module" {
			blocking++
		}
		file, ok := strings.CutPrefix(ref, "/static/")
		if !ok || loaded[file] {
			continue
		}
		loaded[file] = true
		info, err := fs.Stat(site.Static(), file)
		if err != nil {
			t.Fatal(err)
		}
		size += info.Size()
	}
	if size > limit {
		t.Errorf("%d bytes, limit %d", size, limit)
	}
	if blocking != 2 {
		t.Errorf("%d files block the first paint, want the two style sheets alone", blocking)
	}
	// What is loaded at once must be all that is imported: a module left out would come late, import by import.
	for file := range reach(t, sources(t), "js/lesson.js") {
		if !loaded[file] {
			t.Errorf("the page doesn't name %s", file)
		}
	}
}

// Each library of others stands beside its licence, in a folder that names its version, and README says where it is from.
func TestLibrariesAreAccountedFor(t *testing.T) {
	readme, err := fs.ReadFile(site.Static(), "third_party/README")
	if err != nil {
		t.Fatal(err)
	}
	entries, err := fs.ReadDir(site.Static(), "third_party")
	if err != nil {
		t.Fatal(err)
	}
	named := regexp.MustCompile(`^[A-Za-z-]+@\d+\.\d+\.\d+$`)
	for _, e := range entries {
		if !e.IsDir() {
			continue
		}
		if !named.MatchString(e.Name()) || !strings.Contains(string(readme), e.Name()+" ") {
			t.Errorf("%s: its name has no version, or README doesn't name it", e.Name())
		}
		licence, err := fs.ReadFile(site.Static(), path.Join("third_party", e.Name(), "LICENSE"))
		if err != nil || !bytes.Contains(licence, []byte("Copyright")) {
			t.Errorf("%s has no licence: %v", e.Name(), err)
		}
	}
	if len(entries) < 3 {
		t.Errorf("third_party holds %d entries", len(entries))
	}
}
