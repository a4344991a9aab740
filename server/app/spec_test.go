package app

import (
	"errors"
	"strings"
	"testing"

	"wireside/labs/lab"
	"wireside/labs/preset"

	"github.com/google/go-cmp/cmp"
)

func TestSpecDefaultsKeepWithinTheLimits(t *testing.T) {
	limits := Limits{RunSeconds: 30, RunRate: 2, PayloadBytes: 20}.withDefaults()
	spec, err := readSpec(nil, limits)
	if err != nil || spec.Seconds != 30 || spec.Rate != 2 || spec.PayloadBytes != 20 {
		t.Errorf("%+v, %v", spec, err)
	}
}

func TestSpecTakesAScenariosDefaults(t *testing.T) {
	type defaults struct {
		Rate, Upstream float64
		PayloadBytes   int
		Payload        string
	}
	for scenario, want := range map[string]defaults{
		"":        {5, 0, 46, "text"},
		"game":    {30, 30, 160, "text"},
		"picture": {2, 0, 6000, "binary"},
		"silence": {0, 0, 46, "text"},
	} {
		spec, err := readSpec([]byte(`{"scenario":"`+scenario+`"}`), Limits{}.withDefaults())
		if err != nil {
			t.Fatal(scenario, err)
		}
		if diff := cmp.Diff(want, defaults{spec.Rate, spec.Upstream, spec.PayloadBytes, spec.Payload}); diff != "" {
			t.Errorf("%q (-want +got)\n%s", scenario, diff)
		}
	}
}

func TestLanesMayBeNamesOrObjects(t *testing.T) {
	spec, err := readSpec([]byte(`{"network":{"latencyMs":40},"lanes":["polling",
		{"technique":"sse","title":"Events","ids":false},
		{"name":"websocket-2","network":"satellite"},
		{"name":"fallback-old","lacks":["websocket"]}]}`), Limits{}.withDefaults())
	if err != nil {
		t.Fatal(err)
	}
	type brief struct{ Name, Technique, Title, Network, URL string }
	var got []brief
	for _, l := range spec.Lanes {
		network, _ := l.Network.MarshalJSON()
		got = append(got, brief{l.Name, string(l.Technique), l.Title, strings.TrimSuffix(string(network)[:11], ":"), l.url("r")})
	}
	const slow = `{"latencyMs`
	want := []brief{
		{"polling", "polling", "Polling", slow, "/labs/polling?run=r"},
		{"sse", "sse", "Events", slow, "/labs/sse?run=r"},
		{"websocket-2", "websocket", "WebSocket 2", `"satellite"`, "/labs/websocket?run=r&lane=websocket-2"},
		{"fallback-old", "fallback", "Fallback old", slow, "/labs/websocket?run=r&lane=fallback-old"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if ids := spec.Lanes[1].IDs; ids == nil || *ids {
		t.Error("the choice of a lane is lost")
	}
	if retry := spec.Lanes[1].RetryMs; retry == nil || *retry != 2000 {
		t.Error("a choice that was not made has no default")
	}
}

// Each says which field is wrong, and what it may be.
func TestBadSpecs(t *testing.T) {
	for body, want := range map[string]string{
		`{"scenario":"opera"}`:             `scenario "opera" is unknown; there is: news, ticker,`,
		`{"rate":0}`:                       `rate is 0; it must be above 0`,
		`{"scenario":"silence","rate":-1}`: `rate is -1`,
		`{"payload":"music"}`:              `payload "music" is unknown; there is: text, binary`,
		`{"seed":0}`:                       `seed is 0; it must be 1 to`,
		`{"skewMs":1e9}`:                   `skewMs is 1e+09`,
		`{"lateMs":0}`:                     `lateMs is 0`,
		`{"leadMs":-1}`:                    `leadMs is -1; it must be 0 to 10000`,
		`{"upstream":1000}`:                `upstream is 1000`,
		`{"network":"5g"}`:                 `network "5g" is unknown; there is: none,`,
		`{"network":{"latencyMs":-1}}`:     `network: latencyMs`,
		`{"network":{"latency":1}}`:        `unknown field "latency"`,
		`{"network":7}`:                    `field "network" takes no number`,
		`{"lanes":["carrier-pigeon"]}`:     `lane "carrier-pigeon" is unknown`,
		`{"lanes":["sse","sse"]}`:          `two lanes are called "sse"`,
		`{"lanes":[{"name":"sse-x","technique":"polling"}]}`:                  `its name must begin with its technique`,
		`{"lanes":[{"name":"X Y","technique":"sse"}]}`:                        `a lane can't be called "X Y"`,
		`{"lanes":[{"technique":"sse","waitMs":5}]}`:                          `lane sse: waitMs is no choice of sse`,
		`{"lanes":[{"technique":"polling","intervalMs":1}]}`:                  `lane polling: intervalMs is 1; it must be 10 to`,
		`{"lanes":[{"technique":"sse","compress":"zip"}]}`:                    `lane sse: compress is zip; it must be one of`,
		`{"lanes":[{"technique":"fallback","order":["pigeon"]}]}`:             `lane fallback: order holds "pigeon"`,
		`{"lanes":[{"technique":"fallback","order":[]}]}`:                     `lane fallback: order is empty; it must name a technique`,
		`{"lanes":[{"technique":"fallback","order":["` + long(5000) + `"]}]}`: `order holds "xxx`,
		`{"lanes":[{"technique":"sse","cursor":"` + long(5000) + `"}]}`:       `cursor is xxx`,
		`{"lanes":[{"technique":"` + long(5000) + `","name":"X"}]}`:           `a lane can't be called "X"`,
		`{"` + long(5000) + `":1}`:                                            `unknown field "xxx`,
		`{"rate":1` + strings.Repeat("0", 5000) + `}`:                         `field "rate" takes no number 100`,
		`{"lanes":[{"technique":"sse","title":"` + long(65) + `"}]}`:          `its title is 65 bytes long`,
		`{"lanes":[{"technique":"sse","sauce":1}]}`:                           `unknown field "sauce"`,
		`{"lanes":[1]}`: `field "lanes" takes no number`,
		`{"lanes":["sse-1","sse-2","sse-3","sse-4","sse-5","sse-6","sse-7","sse-8","sse-9"]}`: `there are 9 lanes; there may be 8`,
		`{"faults":[{"kind":"flood"}]}`:                      `kind is one of cut, reset`,
		`{"faults":[{"kind":"cut","lane":"pigeon"}]}`:        `a fault names the lane "pigeon"; this run has: polling, longpolling, sse, websocket`,
		`{"faults":[{"kind":"cut","at":-1}]}`:                `at is -1`,
		`{"faults":[{"kind":"cut","every":0.01}]}`:           `every is 0.01`,
		`{"faults":[{"kind":"cut","times":3}]}`:              `needs every`,
		`{"faults":[{"kind":"cut","every":1,"times":1001}]}`: `times is 1001`,
		`{"herd":{"technique":"pigeon","clients":1}}`:        `technique`,
		`{"page":"` + long(5000) + `"}`:                      `page is 5002 bytes long`,
		`{"colour":"red"}`:                                   `unknown field "colour"`,
		`{} {}`:                                              `something after its JSON object`,
		`[]`:                                                 `it must be an object`,
		`{"rate":`:                                           `the JSON ends too early`,
	} {
		_, err := readSpec([]byte(body), Limits{}.withDefaults())
		var told *lab.Error
		if !errors.As(err, &told) || told.Status != 400 || !strings.Contains(told.Message, want) {
			t.Errorf("%.60s: %v; want 400 with %q", body, err, want)
		} else if len(told.Message) > 400 {
			t.Errorf("%.60s: the answer is %d bytes long", body, len(told.Message))
		}
	}
}

func long(n int) string { return strings.Repeat("x", n) }

func TestEveryPresetIsARun(t *testing.T) {
	for _, p := range preset.All() {
		if _, err := readSpec(p.Spec, Limits{}.withDefaults()); err != nil {
			t.Errorf("%s: %v", p.Slug, err)
		}
	}
}
