package exercise

import (
	"fmt"
	"strings"
	"time"

	"wireside/labs/sse"
	"wireside/labs/sse/scratch"
)

// shown returns an event as one writes it in Go, its zero fields left out.
func shown(e scratch.Event) string {
	var fields []string
	if e.Retry != 0 {
		fields = append(fields, fmt.Sprintf("Retry: %v", e.Retry))
	}
	for _, f := range []struct{ name, value string }{{"Comment", e.Comment}, {"Type", e.Type}, {"ID", e.ID}, {"Data", e.Data}} {
		if f.value != "" {
			fields = append(fields, fmt.Sprintf("%s: %q", f.name, f.value))
		}
	}
	if e.NoData {
		fields = append(fields, "NoData: true")
	}
	return "{" + strings.Join(fields, ", ") + "}"
}

// difference says what a client makes of the bytes that were seen, and what it is to make of them.
func difference(expected, seen string) string {
	is, must := reading(seen), reading(expected)
	if is == must {
		return "a client makes the same of it, but the contract fixes the lines, their order and their spaces"
	}
	return "a client makes of it " + is + ", and must make of it " + must
}

// reading says in one line what a client makes of a stream.
func reading(stream string) string {
	var read []string
	d := sse.Decoder{
		Event: func(e sse.Event) {
			message := fmt.Sprintf("the message %.60q", e.Data)
			if e.Type != sse.DefaultType {
				message += fmt.Sprintf(" of type %.40q", e.Type)
			}
			if e.ID != "" {
				message += fmt.Sprintf(" with the ID %.40q", e.ID)
			}
			read = append(read, message)
		},
		Retry: func(d time.Duration) { read = append(read, "a retry after "+d.String()) },
	}
	d.Write([]byte(stream)) // too long: then it makes nothing more of it
	const most = 4
	if len(read) > most {
		read = append(read[:most], fmt.Sprintf("%d more", len(read)-most))
	}
	if len(read) == 0 {
		return "nothing"
	}
	return strings.Join(read, ", ")
}
