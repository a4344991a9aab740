package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"text/tabwriter"
	"time"

	"wireside/labs/observe"
)

func writeJSON(out io.Writer, h *headless) error { return copyLedger(out, h, h.run.Ledger) }

func writeCSV(out io.Writer, h *headless) error { return copyLedger(out, h, h.run.CSV) }

func copyLedger(out io.Writer, h *headless, address string) error {
	text, err := h.ledger(address)
	if err != nil {
		return err
	}
	if len(text) > 0 && text[len(text)-1] != '\n' {
		text = append(text, '\n')
	}
	_, err = out.Write(text)
	return err
}

// writeTable prints a ledger for people: a line a lane, in the run's order, and whether it adds up.
func writeTable(out io.Writer, h *headless) error {
	text, err := h.ledger(h.run.Ledger)
	if err != nil {
		return err
	}
	var book struct {
		Published int64
		Lanes     map[string]struct {
			observe.Figures
			Requests    int64                 `json:"requests"` // the wire's, not the client's
			Connections int64                 `json:"connections"`
			Bytes       struct{ Total int64 } `json:"bytes"`
		}
		Herd *struct {
			Clients, Connects, Requests, Delivered, Lost int64
			Latency                                      *observe.Summary
		}
	}
	if err := json.Unmarshal(text, &book); err != nil {
		return fmt.Errorf("the ledger: %w", err)
	}
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "lane\tpublished\tdelivered\tlost\tdup\tlate\tp50 ms\tp99 ms\tround trip\trequests\tconns\tbytes\tB/event\t")
	open := 0
	for _, c := range h.run.Clients {
		l := book.Lanes[c.Name]
		perEvent := "–"
		if l.Delivered > 0 {
			perEvent = strconv.FormatInt(l.Bytes.Total/l.Delivered, 10)
		}
		if l.Delivered+l.Lost != book.Published {
			open++
		}
		fmt.Fprintf(w, "%s\t%d\t%d\t%d\t%d\t%d\t%s\t%s\t%s\t%d\t%d\t%d\t%s\t\n", c.Name, book.Published, l.Delivered, l.Lost, l.Duplicated, l.Late,
			quantile(l.Latency, func(s *observe.Summary) float64 { return s.P50 }), quantile(l.Latency, func(s *observe.Summary) float64 { return s.P99 }),
			quantile(l.RTT, func(s *observe.Summary) float64 { return s.P50 }), l.Requests, l.Connections, l.Bytes.Total, perEvent)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	if g := book.Herd; g != nil {
		fmt.Fprintf(out, "simulated: %d clients, %d connects, %d requests, %d delivered, %d lost, p99 %s ms\n", g.Clients, g.Connects, g.Requests,
			g.Delivered, g.Lost, quantile(g.Latency, func(s *observe.Summary) float64 { return s.P99 }))
	}
	verdict := "published = delivered + lost, on every lane"
	if open > 0 {
		verdict = fmt.Sprintf("%d lanes do not add up", open)
	}
	_, err = fmt.Fprintf(out, "%s; the server's clock is %s ± %s off\n", verdict, h.offset.Round(time.Microsecond), h.slack.Round(time.Microsecond))
	return err
}

// quantile writes a value in ms, a dash where there is none.
func quantile(s *observe.Summary, of func(*observe.Summary) float64) string {
	if s == nil {
		return "–"
	}
	return strconv.FormatFloat(of(s), 'f', 1, 64)
}
