package site

import (
	"path"
	"slices"
	"strings"
)

const moduleRoot = "static/js"

// modules lists the URLs of the modules that one of them imports, directly or not, in the order in which they are met.
func modules(entry string) []string {
	var urls []string
	met := []string{entry}
	for i := 0; i < len(met); i++ {
		for _, target := range imports(met[i]) {
			if !slices.Contains(met, target) {
				met = append(met, target)
				urls = append(urls, "/"+path.Join(moduleRoot, target))
			}
		}
	}
	return urls
}

// imported has what imports has found. Pages share most of their modules, and every start waits until all have been read;
// it is filled while the package is initialised, and not used after that.
var imported = map[string][]string{}

// imports returns the modules that one imports: those that its statements import or export from.
func imports(file string) []string {
	if known, ok := imported[file]; ok {
		return known
	}
	text, err := embedded.ReadFile(path.Join(moduleRoot, file))
	if err != nil {
		panic("site: " + err.Error())
	}
	var found []string
	for line := range strings.SplitSeq(string(text), "\n") {
		// The last line of a statement, be it long: } from './dom.js';
		head, rest, ok := strings.Cut(line, " from '")
		if !ok || !strings.HasPrefix(head, "import ") && !strings.HasPrefix(head, "export ") && head != "}" {
			continue
		}
		if target, end, ok := strings.Cut(rest, "'"); ok && strings.HasPrefix(end, ";") {
			found = append(found, path.Join(path.Dir(file), target))
		}
	}
	imported[file] = found
	return found
}
