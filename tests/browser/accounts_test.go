package browser

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wireside/tests/chrome"
	"wireside/wireview/pcap"
	"wireside/wireview/wire"
)

// account is a lane's part of the server's ledger.
type account struct {
	tally
	Requests, Connections, EmptyAnswers int
	Latency                             struct{ P50 float64 }
	Bytes                               struct{ C2S, S2C struct{ Payload, Total int } }
}

// tally is what became of a lane's events: in the server's ledger, and in the first table of the page's.
type tally struct{ Published, Delivered, Lost, Waiting, Duplicated, Reordered, Late, Unreadable, Foreign int }

// book is the server's ledger of a run.
type book struct {
	Published int
	Lanes     map[string]account
	Wire      struct{ Bytes, Unexplained, Pending int }
	Clock     struct{ OffsetMs float64 }
	Faults    []struct{ Kind, Lane string }
	Herd      struct{ Clients, Delivered, Lost int }
}

// onPage is the page's first table of the ledger, by the lanes' names. Its view has to be open.
const onPage = `(() => {
	const lanes = [...document.querySelectorAll('#figures tbody tr')].map((row) => row.dataset.lane);
	const rows = [...document.querySelectorAll('#ledger .account:first-child tbody tr')];
	return Object.fromEntries(rows.map((row, i) => {
		const [Published, Delivered, Lost, Waiting, , Duplicated, Reordered, Late, Unreadable, Foreign] =
			[...row.cells].slice(1).map((cell) => Number(cell.textContent.replaceAll(',', '')));
		return [lanes[i], { Published, Delivered, Lost, Waiting, Duplicated, Reordered, Late, Unreadable, Foreign }];
	}));
})()`

// cell is a number in the ledger's view, in the first table that has a column of that name; 0 until it is there. lane "" is the
// table of simulated clients.
func cell(lane, head string) string {
	return fmt.Sprintf(`((lane, head) => {
		const at = [...document.querySelectorAll('#figures tbody tr')].findIndex((row) => row.dataset.lane === lane);
		const tables = [...document.querySelectorAll('#ledger table')].filter((table) => Boolean(lane) === Boolean(table.querySelector('tbody th')));
		for (const table of tables) {
			const heads = [...[...table.tHead.rows].at(-1).cells].map((cell) => cell.textContent.replaceAll('\u00ad', ''));
			if (heads.includes(head)) return Number(table.tBodies[0].rows[Math.max(at, 0)].cells[heads.indexOf(head)].textContent.replaceAll(',', '')) || 0;
		}
		return 0;
	})(%q, %q)`, lane, head)
}

// status is what is said under a lane's name.
func status(lane string) string {
	return fmt.Sprintf(`document.querySelector('#lanes [data-lane=%q] small').textContent`, lane)
}

// checkBooks compares what the page shows of a run that has been stopped with what the server has counted, and both with the
// bytes themselves: the units, and the capture as a file. It returns the server's ledger.
func checkBooks(t *testing.T, tab *chrome.Tab, url, run string) (b book) {
	t.Helper()
	address := url + "/api/runs/" + run
	var shown map[string]tally
	var inUnits, inFile int
	var total string
	defer func() {
		if t.Failed() {
			t.Logf("the ledger has %d bytes, the units %d, the capture %d, the page: %s\nevents (-server +page):\n%s",
				b.Wire.Bytes, inUnits, inFile, total, cmp.Diff(b.tallies(), shown))
		}
	}()
	eventually(t, "the page, the ledger, the units and the capture agree", func() bool { // the last bytes and reports are on their way
		b = get[book](t, address+"/ledger")
		shown = chrome.Eval[map[string]tally](tab, onPage)
		total = strings.ReplaceAll(chrome.Eval[string](tab, `document.querySelector('#total').textContent`), ",", "")
		if b.Wire.Pending > 0 || !cmp.Equal(b.tallies(), shown) || total != fmt.Sprintf("%d B on the wire · 0 unexplained", b.Wire.Bytes) {
			return false
		}
		if h := b.Herd; h.Delivered+h.Lost != h.Clients*b.Published {
			return false // the simulated clients have a moment to hang up
		}
		inUnits, inFile = 0, captured(t, address+"/capture.pcapng")
		for _, u := range units(t, address+"/units") {
			inUnits += len(u.Raw)
		}
		return inUnits == b.Wire.Bytes && inFile == b.Wire.Bytes
	})
	for name, lane := range b.Lanes {
		if lane.Published != b.Published || lane.Delivered+lane.Lost != b.Published || lane.Waiting != 0 {
			t.Errorf("%s: %+v, and %d were published: it does not add up", name, lane.tally, b.Published)
		}
	}
	if b.Wire.Unexplained != 0 {
		t.Errorf("%d bytes are unexplained", b.Wire.Unexplained)
	}
	return b
}

func (b *book) tallies() map[string]tally {
	all := make(map[string]tally)
	for name, lane := range b.Lanes {
		all[name] = lane.tally
	}
	return all
}

// captured returns how many bytes of TCP a capture holds.
func captured(t *testing.T, url string) int {
	t.Helper()
	resp, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	stats, err := pcap.Read(resp.Body, func(pcap.Endpoints) pcap.Stream { return discard{} })
	if err != nil || stats.Missing > 0 {
		t.Errorf("the capture lacks %d bytes: %v", stats.Missing, err)
	}
	return int(stats.Bytes)
}

// discard takes the bytes of a connection for counted.
type discard struct{}

func (discard) Write(wire.Dir, int64, []byte) {}
func (discard) Gap(wire.Dir, int64, int64)    {}
func (discard) Close(int64)                   {}
