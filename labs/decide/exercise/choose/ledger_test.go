package choose

import (
	"encoding/json"
	"errors"
	"flag"
	"os"
	"strings"
	"testing"

	"wireside/labs/decide/exercise"
	"wireside/labs/lab"
)

var (
	ledgerFile = flag.String("ledger", "", "a `FILE` with the ledger of a run, as GET /api/runs/{id}/ledger has it")
	loadJSON   = flag.String("load", `{"clients": 1, "eventsPerSecond": 1}`, "the load and what it requires, as `JSON`")
)

// TestLedger proves the choice for a load with the ledger of a real run.
func TestLedger(t *testing.T) {
	if *ledgerFile == "" {
		t.Skip("no ledger was given: -ledger FILE")
	}
	body, err := os.ReadFile(*ledgerFile)
	if err != nil {
		t.Fatal(err)
	}
	var ledger exercise.Ledger
	if err := json.Unmarshal(body, &ledger); err != nil {
		t.Fatalf("%s is not the JSON of a ledger: %v", *ledgerFile, err)
	}
	load := exercise.Load{}
	strict := json.NewDecoder(strings.NewReader(*loadJSON))
	strict.DisallowUnknownFields()
	if err := strict.Decode(&load); err != nil {
		t.Fatalf("-load is not the JSON of a load: %v", err)
	}
	words, err := exercise.Judge(Choose, load, ledger)
	if errors.Is(err, lab.ErrTODO) {
		t.Skip("Choose is not written yet")
	} else if err != nil {
		t.Fatal(err)
	}
	t.Log(words)
}
