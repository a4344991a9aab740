package impair_test

import (
	"encoding/json"
	"errors"
	"math"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wireside/server/impair"
)

func TestNetworks(t *testing.T) {
	names := make(map[string]bool)
	for _, n := range impair.Networks {
		if err := n.Profile.Check(); err != nil {
			t.Errorf("%s: %v", n.Name, err)
		}
		if names[n.Name] || !regexp.MustCompile(`^[a-z]+(-[a-z]+)*$`).MatchString(n.Name) || n.Title == "" || n.Source == "" {
			t.Errorf("%+v", n)
		}
		names[n.Name] = true
		sentence(t, n.Text)
		if found, ok := impair.Network(n.Name); !ok || found != n {
			t.Errorf("Network(%q) = %+v, %v", n.Name, found, ok)
		}
	}
	if _, ok := impair.Network("nowhere"); ok || impair.Networks[0].Profile != (impair.Profile{}) {
		t.Error("the first network is none, and nowhere is none")
	}
}

func sentence(t *testing.T, text string) {
	t.Helper()
	if !strings.HasSuffix(text, ".") || strings.Contains(text, "  ") {
		t.Errorf("no sentence: %q", text)
	}
}

// TestKinds fills in each kind's form as it stands, with what its fields may be at the least and the most, and beyond.
func TestKinds(t *testing.T) {
	for _, k := range impair.Kinds {
		sentence(t, k.Text)
		sentence(t, k.PlaceText)
		if diff := cmp.Diff(k, must(impair.FaultKind(k.Name))); diff != "" {
			t.Error(diff)
		}
		form := func(value func(impair.Field) any) impair.Fault {
			fault := map[string]any{"kind": k.Name}
			for _, f := range k.Fields {
				if object, name, ok := strings.Cut(f.Name, "."); ok {
					if fault[object] == nil {
						fault[object] = map[string]any{}
					}
					fault[object].(map[string]any)[name] = value(f)
				} else {
					fault[f.Name] = value(f)
				}
			}
			text, err := json.Marshal(fault)
			if err != nil {
				t.Fatal(err)
			}
			var got impair.Fault
			if err := json.Unmarshal(text, &got); err != nil {
				t.Fatal(err)
			}
			return got
		}
		pick := func(text string, number func(impair.Field) float64) impair.Fault {
			return form(func(f impair.Field) any {
				if f.Text {
					return text
				}
				return number(f)
			})
		}
		for name, f := range map[string]impair.Fault{
			"defaults": pick("text/html; charset=utf-8", func(f impair.Field) float64 { return f.Default }),
			"most":     pick("a/b", func(f impair.Field) float64 { return f.Max }),
			"least":    pick("", func(f impair.Field) float64 { return max(f.Min, 1) }),
		} {
			if err := f.Check(); err != nil {
				t.Errorf("%s, %s: %v", k.Name, name, err)
			}
		}
		for _, wrong := range k.Fields {
			if wrong.Text {
				continue
			}
			for _, value := range []float64{wrong.Max + 1, -1} {
				f := form(func(f impair.Field) any {
					switch {
					case f.Name == wrong.Name:
						return value
					case f.Text:
						return ""
					}
					return f.Max
				})
				field(t, f.Check(), wrong.Name)
			}
		}
	}
}

func must(k impair.Kind, ok bool) impair.Kind {
	if !ok {
		panic("no such kind")
	}
	return k
}

// field wants an error that names a field.
func field(t *testing.T, err error, name string) {
	t.Helper()
	var e *impair.Error
	if !errors.As(err, &e) || e.Field != name || !strings.Contains(e.Message, name) {
		t.Errorf("%v, want one of %s", err, name)
		return
	}
	sentence(t, e.Message)
}

func TestFaultCheck(t *testing.T) {
	for _, test := range []struct {
		fault impair.Fault
		field string
	}{
		{impair.Fault{}, "kind"},
		{impair.Fault{Kind: "flood"}, "kind"},
		{impair.Fault{Kind: impair.Cut, Kbps: 1}, "kbps"},
		{impair.Fault{Kind: impair.Cut, Type: "text/plain"}, "type"},
		{impair.Fault{Kind: impair.Cut, Seconds: math.NaN()}, "seconds"},
		{impair.Fault{Kind: impair.Cut, Seconds: math.Inf(1)}, "seconds"},
		{impair.Fault{Kind: impair.Stall, Seconds: -1}, "seconds"},
		{impair.Fault{Kind: impair.Latency}, "latencyMs"},
		{impair.Fault{Kind: impair.Latency, Buffer: impair.Buffer{Ms: 1}}, "buffer.ms"},
		{impair.Fault{Kind: impair.Buffering}, "buffer.bytes"},
		{impair.Fault{Kind: impair.Status}, "status"},
		{impair.Fault{Kind: impair.Status, Status: 101}, "status"},
		{impair.Fault{Kind: impair.Status, Status: 200, Type: "text/html\r\nX: y"}, "type"},
		{impair.Fault{Kind: impair.Status, Status: 200, Type: "text"}, "type"},
		{impair.Fault{Kind: impair.Status, Status: 200, Type: "text/" + strings.Repeat("x", 100)}, "type"},
	} {
		field(t, test.fault.Check(), test.field)
	}
	for _, fault := range []impair.Fault{
		{Kind: impair.Latency, JitterMs: 5},
		{Kind: impair.Buffering, Buffer: impair.Buffer{Ms: 5}},
		{Kind: impair.Status, Status: 204},
	} {
		if err := fault.Check(); err != nil {
			t.Errorf("%+v: %v", fault, err)
		}
	}
}

func TestProfileCheck(t *testing.T) {
	for name, p := range map[string]impair.Profile{
		"latencyMs":    {LatencyMs: 10_001},
		"jitterMs":     {JitterMs: -1},
		"kbps":         {Kbps: 0.5},
		"pieceBytes":   {PieceBytes: 65_537},
		"buffer.bytes": {Buffer: impair.Buffer{Bytes: 262_145}},
		"buffer.ms":    {Buffer: impair.Buffer{Ms: math.NaN()}},
		"idleSeconds":  {IdleSeconds: 3_601},
	} {
		field(t, p.Check(), name)
	}
	most := impair.Profile{LatencyMs: 10_000, JitterMs: 10_000, Kbps: 1e6, PieceBytes: 65_536, Buffer: impair.Buffer{Bytes: 262_144, Ms: 60_000}, IdleSeconds: 3_600}
	if err := most.Check(); err != nil {
		t.Error(err)
	}
	text, err := json.Marshal(most)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(`{"latencyMs":10000,"jitterMs":10000,"kbps":1000000,"pieceBytes":65536,"buffer":{"bytes":262144,"ms":60000},"idleSeconds":3600}`, string(text)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestRefusal(t *testing.T) {
	link := impair.NewLink(impair.Profile{}, 1)
	if _, _, ok := link.Refusal(); ok {
		t.Error("refuses without a fault")
	}
	link.Apply(impair.Fault{Kind: impair.Status, Status: 503, Type: "text/plain"}, time.Now())
	link.Apply(impair.Fault{Kind: impair.Status, Status: 204, Seconds: 60}, time.Now())
	link.Apply(impair.Fault{Kind: impair.Status, Status: 500, Seconds: 60}, time.Now().Add(-time.Minute))
	if status, contentType, ok := link.Refusal(); !ok || status != 204 || contentType != "" {
		t.Errorf("%d %q %v", status, contentType, ok)
	}
	if n := link.Stats().Refused; n != 1 {
		t.Errorf("%d refused", n)
	}
}
