package app

import (
	"encoding/csv"
	"fmt"
	"strconv"

	"wireside/labs/observe"

	"github.com/gofiber/fiber/v2"
)

// csvColumns are the columns of a ledger as a table, a row a lane. Latencies are in ms. What nobody has measured is empty.
var csvColumns = []struct {
	name  string
	value func(a account) string
}{
	{"published", func(a account) string { return strconv.FormatUint(a.Published, 10) }},
	{"delivered", seen(func(f observe.Figures) int64 { return f.Delivered })},
	{"lost", seen(func(f observe.Figures) int64 { return f.Lost })},
	{"duplicated", seen(func(f observe.Figures) int64 { return f.Duplicated })},
	{"reordered", seen(func(f observe.Figures) int64 { return f.Reordered })},
	{"late", seen(func(f observe.Figures) int64 { return f.Late })},
	{"early", seen(func(f observe.Figures) int64 { return f.Early })},
	{"unreadable", seen(func(f observe.Figures) int64 { return f.Unreadable })},
	{"foreign", seen(func(f observe.Figures) int64 { return f.Foreign })},
	{"waiting", seen(func(f observe.Figures) int64 { return f.Waiting })},
	{"latency_p50", latency(func(s observe.Summary) float64 { return s.P50 })},
	{"latency_p90", latency(func(s observe.Summary) float64 { return s.P90 })},
	{"latency_p99", latency(func(s observe.Summary) float64 { return s.P99 })},
	{"latency_max", latency(func(s observe.Summary) float64 { return s.Max })},
	{"rtt_p50", func(a account) string {
		if a.Figures == nil || a.RTT == nil {
			return ""
		}
		return decimal(a.RTT.P50)
	}},
	{"requests", func(a account) string { return strconv.Itoa(a.Requests) }},
	{"empty_answers", seen(func(f observe.Figures) int64 { return f.EmptyAnswers })},
	{"connections", func(a account) string { return strconv.Itoa(a.Connections) }},
	{"reconnects", seen(func(f observe.Figures) int64 { return f.Reconnects })},
	{"sent", seen(func(f observe.Figures) int64 { return f.Sent })},
	{"echoed", seen(func(f observe.Figures) int64 { return f.Echoed })},
	{"down_payload", func(a account) string { return strconv.FormatInt(a.Bytes.S2C.Payload, 10) }},
	{"down_framing", func(a account) string { return strconv.FormatInt(a.Bytes.S2C.Framing, 10) }},
	{"down_http", func(a account) string { return strconv.FormatInt(a.Bytes.S2C.HTTP, 10) }},
	{"up_payload", func(a account) string { return strconv.FormatInt(a.Bytes.C2S.Payload, 10) }},
	{"up_framing", func(a account) string { return strconv.FormatInt(a.Bytes.C2S.Framing, 10) }},
	{"up_http", func(a account) string { return strconv.FormatInt(a.Bytes.C2S.HTTP, 10) }},
	{"bytes", func(a account) string { return strconv.FormatInt(a.Bytes.Total, 10) }},
	{"segments_out", func(a account) string {
		if a.TCP == nil {
			return ""
		}
		return fmt.Sprint(a.TCP.SegmentsOut)
	}},
	{"segments_in", func(a account) string {
		if a.TCP == nil {
			return ""
		}
		return fmt.Sprint(a.TCP.SegmentsIn)
	}},
}

func seen(count func(observe.Figures) int64) func(account) string {
	return func(a account) string {
		if a.Figures == nil {
			return ""
		}
		return strconv.FormatInt(count(*a.Figures), 10)
	}
}

func latency(value func(observe.Summary) float64) func(account) string {
	return func(a account) string {
		if a.Figures == nil || a.Latency == nil {
			return ""
		}
		return decimal(value(*a.Latency))
	}
}

func decimal(ms float64) string { return strconv.FormatFloat(ms, 'f', -1, 64) }

// showLedgerCSV answers with a run's ledger as CSV (RFC 4180), its lanes in the run's order.
func (a *App) showLedgerCSV(c *fiber.Ctx, r *record) error {
	a.settle()
	book := a.ledger(r)
	c.Set(fiber.HeaderContentType, "text/csv; charset=utf-8; header=present")
	c.Set(fiber.HeaderContentDisposition, fmt.Sprintf("attachment; filename=%q", "wireside-"+r.id+".csv"))
	w := csv.NewWriter(c)
	w.UseCRLF = true
	head := []string{"lane"}
	for _, column := range csvColumns {
		head = append(head, column.name)
	}
	w.Write(head)
	for _, name := range r.laneNames() {
		row := []string{name}
		for _, column := range csvColumns {
			row = append(row, column.value(book.Lanes[name]))
		}
		w.Write(row)
	}
	w.Flush()
	return w.Error()
}
