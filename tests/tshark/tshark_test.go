package tshark_test

import (
	"encoding/hex"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wireside/tests/tshark"
)

// What was sent before Stop is in the file, what was sent to other ports is not.
func TestCaptureHoldsWhatWasSent(t *testing.T) {
	tshark.Need(t)
	answer := func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, "hello "+r.URL.Path) }
	ours, other := httptest.NewServer(http.HandlerFunc(answer)), httptest.NewServer(http.HandlerFunc(answer))
	t.Cleanup(ours.Close)
	t.Cleanup(other.Close)
	port := ours.Listener.Addr().(*net.TCPAddr).Port
	capture := tshark.Capture(t, port)
	for _, url := range []string{ours.URL + "/1", other.URL + "/2", ours.URL + "/3"} {
		resp, err := http.Get(url)
		if err != nil {
			t.Fatal(err)
		}
		io.Copy(io.Discard, resp.Body)
		resp.Body.Close()
	}
	file := capture.Stop()

	asHTTP := []string{"-d", fmt.Sprintf("tcp.port==%d,http", port), "-Y", "http"}
	rows := tshark.Fields(t, file, []string{"http.request.uri", "http.response.code"}, asHTTP...)
	if diff := cmp.Diff([][]string{{"/1", ""}, {"", "200"}, {"/3", ""}, {"", "200"}}, rows); diff != "" {
		t.Errorf("fields (-want +got):\n%s", diff)
	}
	var bodies []string
	for _, p := range tshark.Dissect(t, file, asHTTP...) {
		for _, layer := range p.Layers {
			if data := layer.First("http.file_data"); layer.Name == "http" && data != nil {
				body, err := hex.DecodeString(data.Hex)
				if err != nil {
					t.Fatal(err)
				}
				bodies = append(bodies, string(body))
			}
		}
	}
	if diff := cmp.Diff([]string{"hello /1", "hello /3"}, bodies); diff != "" {
		t.Errorf("bodies (-want +got):\n%s", diff)
	}
}
