// Package tests holds what can only be tested on the whole: that the parts do not know more of each other than they should,
// and that the laws of the inspector hold on real traffic.
package tests

import (
	"os/exec"
	"regexp"
	"strings"
	"testing"
)

// mayImport says, for each package of the project, which others it may import. The patterns are anchored; tests are free.
// A package without a rule fails the test: a new one needs a decision.
var mayImport = []struct{ pkg, imports string }{
	{`lessons`, ``},
	{`site`, ``},
	{`labs/feed`, ``},
	{`labs/presence`, ``},
	{`labs/lab`, `labs/feed`},
	{`labs/lab/labtest`, `labs/(feed|lab)`},
	{`labs/lab/labtest/lanes`, `labs/(feed|lab|lab/labtest|polling|longpolling|sse|websocket)`},
	{`labs/fanout`, `labs/(feed|lab|presence)`},
	{`labs/(polling|longpolling|sse|websocket)`, `labs/(feed|lab|fanout|presence)`},
	{`labs/(polling|longpolling|sse|websocket)/scratch`, `labs/(feed|lab|fanout|presence|polling|longpolling|sse|websocket)`},
	{`labs/book`, ``},
	{`labs/book/booktest`, `labs/book`},
	{`labs/[a-z]+/exercise`, `labs/(book|feed|lab|observe|polling|longpolling|sse|websocket|fanout|decide)(/scratch)?`},
	{`labs/[a-z]+/exercise/[a-z]+`, `labs/(feed|lab|observe|[a-z]+/scratch|[a-z]+/exercise)`},
	{`labs/yours`, `labs/(book|feed|lab|[a-z]+/scratch|[a-z]+/exercise(/[a-z]+)?)`},
	{`labs`, ``},
	{`labs/observe`, `labs/(feed|lab)`},
	{`labs/fallback`, `labs/(feed|lab|polling|longpolling|sse|websocket)`},
	{`labs/(drive|herd)`, `labs/.*`},
	{`labs/preset`, `labs/(feed|lab)`},
	{`labs/experiments`, `labs/(feed|lab|observe)`},
	{`labs/decide`, `labs/(lab|experiments)`},
	{`wireview/wire`, ``},
	{`wireview/(tap|http1|eventstream|deflate)`, `wireview/wire`},
	{`wireview/(wsframe|coding)`, `wireview/(wire|deflate)`},
	{`wireview/tcpinfo`, ``},
	{`wireview/store`, `wireview/(wire|tcpinfo)`},
	{`wireview/handshake`, `wireview/(wire|http1)`},
	{`wireview/decode`, `wireview/(wire|http1|eventstream|wsframe|handshake|coding)`},
	{`wireview/oneway`, `wireview/(wire|http1|eventstream|wsframe|handshake|decode)`},
	{`wireview/(pcap|har|text)`, `wireview/(wire|http1|eventstream|wsframe|coding|decode)`},
	{`server/exercises`, `labs/(book|yours)`},
	{`server/course`, `lessons`},
	{`server/relay`, `wireview/(wire|tap|http1)`},
	{`server/impair`, `wireview/tap`},
	{`server/app`, `(labs|wireview)/.*|labs|lessons|site|server/(exercises|course|relay|impair)`},
	{`server`, `server/(app|exercises)|labs/(book|yours|drive|experiments|lab|observe|preset)|wireview/(wire|pcap|text|oneway|decode|http1|eventstream|wsframe|handshake)`},
	{`tests(/.*)?`, `.*`},
}

func TestImportRules(t *testing.T) {
	const format = `{{.ImportPath}}:{{join .Imports " "}}`
	out, err := exec.Command("go", "list", "-f", format, "wireside/...").Output()
	if err != nil {
		t.Fatal("go list: ", err)
	}
	packages := strings.Fields(strings.ReplaceAll(strings.TrimSpace(string(out)), " ", ","))
	if len(packages) < 10 {
		t.Fatalf("go list found only %d packages", len(packages))
	}
	for _, line := range packages {
		pkg, imports, _ := strings.Cut(line, ":")
		pkg = strings.TrimPrefix(pkg, "wireside/")
		allowed, ok := rule(pkg)
		if !ok {
			t.Errorf("%s: no rule says what it may import", pkg)
			continue
		}
		for _, imp := range strings.Split(imports, ",") {
			if ours, ok := strings.CutPrefix(imp, "wireside/"); ok && !allowed.MatchString(ours) {
				t.Errorf("%s must not import %s", pkg, ours)
			}
		}
	}
}

func rule(pkg string) (*regexp.Regexp, bool) {
	for _, r := range mayImport {
		if regexp.MustCompile(`^(` + r.pkg + `)$`).MatchString(pkg) {
			return regexp.MustCompile(`^(` + r.imports + `)$`), true
		}
	}
	return nil, false
}

// The inspector and the labs are witnesses of each other: neither may reach the other, not even through a third package.
func TestInspectorAndLabsStandApart(t *testing.T) {
	for from, never := range map[string]string{"wireside/wireview/...": "wireside/labs/", "wireside/labs/...": "wireside/wireview/"} {
		out, err := exec.Command("go", "list", "-deps", "-test", from).Output()
		if err != nil {
			t.Fatal("go list: ", err)
		}
		for _, dep := range strings.Fields(string(out)) {
			if strings.HasPrefix(dep, never) {
				t.Errorf("%s depends on %s", from, dep)
			}
		}
	}
}
