package main

import (
	"bytes"
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// A capture in memory of 125-byte frames from a client, a packet each, explained whole and written as JSON. Where tshark is
// installed, it reads a piece of the same capture, and the ratios are reported: with what it prints of frames in fields, and
// with all it knows in JSON.
func BenchmarkDecode(b *testing.B) {
	const perRound = 200_000
	capture := framesCapture(perRound)
	b.SetBytes(int64(len(capture)))
	rounds := 0
	start := time.Now()
	for b.Loop() {
		rounds++
		if status := run(context.Background(), []string{"decode", "-"}, streams{bytes.NewReader(capture), io.Discard, io.Discard}); status != exitDone {
			b.Fatal("exit status ", status)
		}
	}
	rate := float64(perRound*rounds) / time.Since(start).Seconds()
	b.ReportMetric(rate, "frames/s")
	b.ReportMetric(0, "ns/op")
	b.StopTimer()
	for unit, args := range map[string]struct {
		frames int
		args   string
	}{
		"×tshark-fields": {40_000, "-T fields -e frame.time_epoch -e tcp.stream -e websocket.fin -e websocket.opcode -e websocket.mask -e websocket.payload_length -e websocket.payload.text"},
		"×tshark-json":   {8_000, "-T json --no-duplicate-keys"},
	} {
		if theirs := tsharkRate(b, args.frames, strings.Fields(args.args)); theirs > 0 {
			b.ReportMetric(rate/theirs, unit)
		}
	}
}

// tsharkRate returns how many frames a second tshark reads; 0 if it is not installed. The time that it takes to start is not
// counted.
func tsharkRate(b *testing.B, frames int, args []string) float64 {
	tshark, err := exec.LookPath("tshark")
	if err != nil {
		return 0
	}
	took := func(frames int) time.Duration {
		file := filepath.Join(b.TempDir(), "frames.pcap")
		if err := os.WriteFile(file, framesCapture(frames), 0o600); err != nil {
			b.Fatal(err)
		}
		start := time.Now()
		if err := exec.Command(tshark, append([]string{"-n", "-r", file}, args...)...).Run(); err != nil {
			b.Log("tshark: ", err)
			return 0
		}
		return time.Since(start)
	}
	start := took(1)
	whole := took(frames)
	if whole <= start {
		return 0
	}
	return float64(frames) / (whole - start).Seconds()
}
