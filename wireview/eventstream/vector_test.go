package eventstream

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestVectors reads all the examples of WHATWG HTML 9.2.1 and 9.2.6.
func TestVectors(t *testing.T) {
	message := func(data, id string) Event {
		return Event{Type: "message", Data: data, LastEventID: id, Dispatched: true}
	}
	tests := []struct {
		name, in string
		want     []Event
	}{
		{
			"9.2.1: messages",
			"data: This is the first message.\n\ndata: This is the second message, it\ndata: has two lines.\n\n" +
				"data: This is the third message.\n\n",
			[]Event{
				message("This is the first message.", ""), message("This is the second message, it\nhas two lines.", ""),
				message("This is the third message.", ""),
			},
		},
		{
			"9.2.1: types",
			"event: add\ndata: 73857293\n\nevent: remove\ndata: 2153\n\nevent: add\ndata: 113411\n\n",
			[]Event{
				{Type: "add", Data: "73857293", Dispatched: true}, {Type: "remove", Data: "2153", Dispatched: true},
				{Type: "add", Data: "113411", Dispatched: true},
			},
		},
		{"9.2.6: stocks", "data: YHOO\ndata: +2\ndata: 10\n\n", []Event{message("YHOO\n+2\n10", "")}},
		{
			"9.2.6: four blocks",
			": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n",
			[]Event{
				{Type: "message", Why: WhyComments}, message("first event", "1"), message("second event", ""), message(" third event", ""),
			},
		},
		{
			"9.2.6: four blocks, the last without its blank line",
			": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n",
			[]Event{
				{Type: "message", Why: WhyComments}, message("first event", "1"), message("second event", ""),
				{Type: "message", Data: " third event", Why: WhyUnfinished},
			},
		},
		{
			"9.2.6: empty data", "data\n\ndata\ndata\n\ndata:",
			[]Event{message("", ""), message("\n", ""), {Type: "message", Why: WhyUnfinished}},
		},
		{"9.2.6: empty data, ended", "data\n\ndata\ndata\n\ndata:\n\n", []Event{message("", ""), message("\n", ""), message("", "")}},
		{"9.2.6: one space is dropped", "data:test\n\ndata: test\n\n", []Event{message("test", ""), message("test", "")}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			c := chunks{[]byte(test.in)}
			units := decode(Config{}, c, true)
			conserved(t, c, units)
			if diff := cmp.Diff(test.want, events(units)); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

// TestBlocks reads what the examples leave out.
func TestBlocks(t *testing.T) {
	event := func(data, id string) Event {
		return Event{Type: "message", Data: data, LastEventID: id, Dispatched: true}
	}
	tests := []struct {
		name, in string
		want     []Event
	}{
		{"nothing", "", nil},
		{"byte order mark", bom + "data: a\n\n", []Event{event("a", "")}},
		{"byte order mark before an id", bom + "id: 7\ndata: a\n\n", []Event{event("a", "7")}},
		{"byte order mark before a blank line", bom + "\ndata: a\n\n", []Event{{Type: "message", Why: WhyEmpty}, event("a", "")}},
		{"two byte order marks", bom + bom + "data: a\n\n", []Event{{Type: "message", Why: WhyNoData}}},
		{"byte order mark later", "data: a\n\n" + bom + "data: b\n\n", []Event{event("a", ""), {Type: "message", Why: WhyNoData}}},
		{"byte order mark in a line", "\ndata: " + bom + "\n\n", []Event{{Type: "message", Why: WhyEmpty}, event("\ufeff", "")}},
		{"CR", "data: a\rdata: b\r\rdata: c\r\r", []Event{event("a\nb", ""), event("c", "")}},
		{"CRLF", "data: a\r\ndata: b\r\n\r\ndata: c\r\n\r\n", []Event{event("a\nb", ""), event("c", "")}},
		{"mixed line ends", "data: a\rdata: b\ndata: c\r\n\n", []Event{event("a\nb\nc", "")}},
		{"LF CR", "data: a\n\rdata: b\n\r", []Event{event("a", ""), event("b", "")}},
		{"LF CR LF", "data: a\n\r\ndata: b\n\r\n", []Event{event("a", ""), event("b", "")}},
		{"CR CR LF LF", "data: a\r\r\n\n", []Event{event("a", ""), {Type: "message", Why: WhyEmpty}}},
		{"CR LF CR", "data: a\r\n\rdata: b\r\n\r", []Event{event("a", ""), event("b", "")}},
		{"blank lines", "\n\r\r\n", []Event{{Type: "message", Why: WhyEmpty}, {Type: "message", Why: WhyEmpty}, {Type: "message", Why: WhyEmpty}}},
		{"id persists", "id: 7\ndata: a\n\ndata: b\n\n", []Event{event("a", "7"), event("b", "7")}},
		{"id without data", "id: 7\n\ndata: b\n\n", []Event{{Type: "message", LastEventID: "7", Why: WhyNoData}, event("b", "7")}},
		{"the last id wins", "id: 7\nid: 8\ndata: a\n\n", []Event{event("a", "8")}},
		{"id with NUL", "id: 7\n\nid: 8\x009\ndata: a\n\n", []Event{{Type: "message", LastEventID: "7", Why: WhyNoData}, event("a", "7")}},
		{"id with NUL after another", "id: 7\nid: \x00\ndata: a\n\n", []Event{event("a", "7")}},
		{"NUL in data", "data: a\x00b\n\n", []Event{event("a\x00b", "")}},
		{"id not UTF-8", "id: \xff\ndata: a\n\n", []Event{event("a", "\ufffd")}},
		{"id keeps its second space", "id:  7 \ndata: a\n\n", []Event{event("a", " 7 ")}},
		{"id of an unfinished block", "id: 7\n\nid: 8\ndata: a\n", []Event{
			{Type: "message", LastEventID: "7", Why: WhyNoData}, {Type: "message", Data: "a", LastEventID: "7", Why: WhyUnfinished},
		}},
		{"comments", ": a\n:\n\n", []Event{{Type: "message", Why: WhyComments}}},
		{"comment beside an id", ": a\nid: 7\n\n", []Event{{Type: "message", LastEventID: "7", Why: WhyNoData}}},
		{"unfinished without data", ": a\n", []Event{{Type: "message", Why: WhyUnfinished}}},
		{"event without data", "event: x\n\ndata: a\n\n", []Event{{Type: "x", Why: WhyNoData}, event("a", "")}},
		{"event emptied", "event: x\nevent:\ndata: a\n\n", []Event{event("a", "")}},
		{"retry", "retry: 2000\ndata: a\n\n", []Event{{Type: "message", Data: "a", Dispatched: true, Retry: ms(2000)}}},
		{"retry 0", "retry:0\n\n", []Event{{Type: "message", Why: WhyNoData, Retry: ms(0)}}},
		{"retry without digits", "retry\n\nretry: \n\nretry: 1.5\n\nretry: -1\n\nretry: 1s\n\nretry:  1\n\n", []Event{
			{Type: "message", Why: WhyNoData}, {Type: "message", Why: WhyNoData}, {Type: "message", Why: WhyNoData}, {Type: "message", Why: WhyNoData}, {Type: "message", Why: WhyNoData}, {Type: "message", Why: WhyNoData},
		}},
		{"retry too large", "retry: 9223372036854775808\n\n", []Event{{Type: "message", Why: WhyNoData, Retry: ms(1<<63 - 1)}}},
		{"names are case-sensitive", "Data: a\nDATA: b\n\n", []Event{{Type: "message", Why: WhyNoData}}},
		{"names are whole", "dat: a\ndatax: b\n data: c\ndata : d\n\n", []Event{{Type: "message", Why: WhyNoData}}},
		{"colon in data", "data: a: b\n\n", []Event{event("a: b", "")}},
		{"tab is no space", "data:\ta\n\n", []Event{event("\ta", "")}},
		{"broken UTF-8", "data: \xe2\x82|\xf0\x9f\x98|\xed\xa0\x80|\xc3\n\n", []Event{
			event("\ufffd|\ufffd|\ufffd\ufffd\ufffd|\ufffd", ""),
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			c := chunks{[]byte(test.in)}
			want := decode(Config{}, c, true)
			conserved(t, c, want)
			if diff := cmp.Diff(test.want, events(want)); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
			same(t, want, decode(Config{}, c, true, bytewise(len(test.in))...))
			for n := range len(test.in) {
				same(t, want, decode(Config{}, c, true, n))
			}
		})
	}
}

func TestEnd(t *testing.T) {
	tests := []struct {
		name, in string
		complete bool
		want     End
	}{
		{"nothing", "", true, End{}},
		{"cut off", "", false, End{Incomplete: true}},
		{"whole", "id: 7\nretry: 10\n\n", true, End{LastEventID: "7", Retry: ms(10)}},
		{"ends with CR", "id: 7\r\r", true, End{LastEventID: "7"}},
		{"unfinished block", "id: 7\n\nid: 8\nretry: 10\n", true, End{Incomplete: true, LastEventID: "7", Retry: ms(10)}},
		{"unfinished line", "retry: 10", true, End{Incomplete: true}},
		{"unfinished line after CR", "retry: 10\rretry: 20", true, End{Incomplete: true, Retry: ms(10)}},
		{"the last retry wins", "retry: 10\nretry: 20\nretry: x\n\n", true, End{Retry: ms(20)}},
		{"forgotten id", "id: 7\n\nid\n\n", true, End{}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			units := decode(Config{}, chunks{[]byte(test.in)}, test.complete)
			if diff := cmp.Diff(any(test.want), units[len(units)-1].Value); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}
