package pcap_test

import (
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wireside/tests/tshark"
	"wireside/wireview/pcap"
	"wireside/wireview/wire"
)

// Wireshark has nothing to complain about in a file that Write made, and finds the protocols in it.
func TestWiresharkReadsWhatIsWritten(t *testing.T) {
	tshark.Need(t)
	var story []said
	at := int64(1700000000000000)
	say := func(conn uint64, dir wire.Dir, text string) {
		at += 100
		story = append(story, said{conn, dir, at, text})
	}
	say(1, wire.C2S, get)
	say(1, wire.S2C, plain)
	say(2, wire.C2S, getEvents)
	say(2, wire.S2C, events)
	say(3, wire.C2S, upgrade)
	say(3, wire.S2C, switching)
	for range 100 {
		say(2, wire.S2C, chunk("id: 1\ndata: hello\n\n"))
		say(3, wire.C2S, masked)
		say(3, wire.S2C, frame+frame)
	}
	say(3, wire.S2C, "\x82\x7f\x00\x00\x00\x00\x00\x03\x00\x00"+strings.Repeat("x", 3<<16)) // over several segments
	say(2, wire.S2C, chunk("data: the e")+chunk("nd\n\n")+"0\r\n\r\n")
	say(1, wire.C2S, get)
	say(1, wire.S2C, "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n"+chunk("Wiki\n")+chunk("pedia\n")+"0\r\n\r\n")
	for conn := range uint64(3) {
		say(conn+1, wire.C2S, "")
	}
	for name, ends := range map[string]pcap.Config{
		"IPv4": {Comment: "A comment."},
		"IPv6": {Endpoints: func(conn uint64) (c, s addrPort, ok bool) {
			return parse("[2001:db8::1]:" + string('1'+byte(conn)) + "0000"), parse("[2001:db8::2]:80"), true
		}},
	} {
		t.Run(name, func(t *testing.T) {
			units := decoded(story)
			units = append(units[:1:1], units[2:]...) // so that something is left out
			file := filepath.Join(t.TempDir(), "written.pcapng")
			if err := os.WriteFile(file, written(t, units, ends), 0o600); err != nil {
				t.Fatal(err)
			}
			got := map[string]int{}
			for i, row := range tshark.Fields(t, file, []string{
				"frame.protocols", "tcp.analysis.flags", "_ws.malformed", "tcp.checksum.status", "ip.checksum.status", "_ws.expert.severity",
				"frame.comment", "tcp.flags.syn", "tcp.flags.fin", "http.request", "http.response", "websocket.opcode",
			}, "-o", "tcp.check_checksum:TRUE", "-o", "ip.check_checksum:TRUE") {
				protocols, complaints, severities := row[0], row[1]+row[2], split(row[5])
				if complaints != "" || row[3] != "1" || row[4] != "1" && row[4] != "" || slices.ContainsFunc(severities, serious) {
					t.Errorf("packet %d: %q", i+1, row)
				}
				got["HTTP with text lines"] += strings.Count(protocols, "http:data-text-lines")
				got["HTTP with another type"] += strings.Count(protocols, "http:media")
				got["SYN"] += number(t, row[7])
				got["FIN"] += number(t, row[8])
				got["requests"] += len(split(row[9]))
				got["responses"] += len(split(row[10]))
				got["frames"] += len(split(row[11]))
				if strings.Contains(row[6], "left out") {
					got["left out"]++
				}
			}
			want := map[string]int{"HTTP with text lines": 1, "HTTP with another type": 1, "SYN": 6, "FIN": 6, "requests": 4,
				"responses": 3, "frames": 301, "left out": 1}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("dissected (-want +got):\n%s", diff)
			}
			_, section := packets(t, written(t, units, ends))
			if !strings.HasPrefix(section, pcap.Synthesised) {
				t.Errorf("section's comment is %q", section)
			}
		})
	}
}

// split returns the values that tshark gives for a field.
func split(values string) []string {
	if values == "" {
		return nil
	}
	return strings.Split(values, ",")
}

// serious reports whether an expert item's severity is that of a warning or an error.
func serious(severity string) bool {
	n, err := strconv.Atoi(severity)
	return err != nil || n >= 0x600000
}

func number(t *testing.T, s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		t.Error(err)
	}
	return n
}
