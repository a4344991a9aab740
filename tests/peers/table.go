package main

import (
	"fmt"
	"io"
	"text/tabwriter"
)

// printTable writes a line for each decoder of each work. A star marks the fastest peer.
func printTable(out io.Writer, results []result) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "work\tdecoder\tns each\tallocs\tours/it\ttarget")
	for _, r := range results {
		best := r.best()
		for i, d := range r.work.decoders {
			name, ratio, goal := d.name, "", ""
			if d.isPeer() {
				ratio = fmt.Sprintf("%.2f", r.ns[0]/r.ns[i])
				if i == best {
					name += " *"
				}
			}
			if d.name == r.work.target.peer {
				goal = fmt.Sprintf("≤ %.2f: %s", r.work.target.share, reached(r.ns[0]/r.ns[i] <= r.work.target.share))
			}
			if i == 0 {
				goal = "0 allocs: " + reached(r.allocs[0] < 0.5)
			}
			fmt.Fprintf(w, "%s\t%s\t%.0f\t%.1f\t%s\t%s\n", r.work.name, name, r.ns[i], r.allocs[i], ratio, goal)
		}
		fmt.Fprintln(w, "\t\t\t\t\t")
	}
	return w.Flush()
}

// best returns the place of the fastest peer.
func (r *result) best() int {
	best := -1
	for i, d := range r.work.decoders {
		if d.isPeer() && (best < 0 || r.ns[i] < r.ns[best]) {
			best = i
		}
	}
	return best
}

func reached(ok bool) string {
	if ok {
		return "reached"
	}
	return "missed"
}

// The names of our own decoders, which are no peers.
const (
	ours      = "wireside"
	explained = "wireside, explained"
)

func (d decoder) isPeer() bool { return d.name != ours && d.name != explained }
