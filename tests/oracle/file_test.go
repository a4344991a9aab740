package oracle

import (
	"os"
	"path/filepath"
	"testing"

	"wireside/tests/tshark"
)

// written is the port that a file of ours has for a server whose own is not one of HTTP's.
const written = 80

// checkFile fails if tshark finds anything odd in the pcapng that the inspector makes of units, or anything else in it than
// the units. In captured, tshark's own capture of the same traffic, it may find the same odd, such as a NUL in a text.
func checkFile(t *testing.T, s *server, captured string, units []unit) {
	file := filepath.Join(t.TempDir(), "ours.pcapng")
	if err := os.WriteFile(file, s.get("/api/runs/"+s.run.ID+"/capture.pcapng"), 0o600); err != nil {
		t.Fatal(err)
	}
	known := complaints(t, captured, s.port())
	for what, n := range complaints(t, file, written) {
		if n > known[what] {
			t.Errorf("tshark says %q %d times of the file, and %d times of its own capture", what, n, known[what])
		}
	}
	odd := append(asHTTP(written), "-Y", "tcp.analysis.flags")
	if rows := tshark.Fields(t, file, []string{"frame.number", "_ws.col.Info"}, odd...); len(rows) > 0 {
		t.Errorf("tshark finds the TCP odd: %q", rows)
	}
	report(t, compare(t, dissect(t, file, written), units))
}

// complaints returns how often tshark says what against packets of a file: what it calls malformed, a warning or an error.
func complaints(t *testing.T, file string, port int) map[string]int {
	t.Helper()
	const warning = "6291456"
	odd := append(asHTTP(port), "-Y", "_ws.malformed || _ws.expert.severity >= "+warning)
	said := map[string]int{}
	for _, row := range tshark.Fields(t, file, []string{"_ws.expert.message"}, odd...) {
		said[row[0]]++
	}
	return said
}
