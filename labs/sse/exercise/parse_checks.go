package exercise

import (
	"time"

	"wireside/labs/book"
)

var parseChecks = []book.Check[NewParser]{
	{
		Name: "a message",
		Spec: meaning,
		Hint: "A line is a field, its name and its value apart at the first colon. An empty line ends the block, and then there is a message. Of which type, if no field says it?",
		More: "Keep what you have of the block in the parser. Write returns the messages whose empty line is in p; the type is “message” if no field said otherwise.",
		Run: reads(
			whole("data: hello\n\n", says("hello")),
			whole("data: one\n\ndata: two\n\n", says("one"), says("two")),
			whole("event: add\nid: 42\ndata: 7:3\n\n", sent{Type: "add", ID: "42", Data: "7:3"}),
		),
	},
	{
		Name: "several lines of data",
		Spec: meaning,
		Hint: "A block may have many data fields. They are lines of one text; an empty one is a line too.",
		More: "Each data field adds its value and an LF; at the end of the block the last LF is taken away again.",
		Run: reads(
			whole("data: YHOO\ndata: +2\ndata: 10\n\n", says("YHOO\n+2\n10")),
			whole("data: a\nevent: e\ndata: b\n\n", sent{Type: "e", Data: "a\nb"}),
			whole("data: a\ndata: \n\n", says("a\n")),
			whole("data: \ndata: b\n\n", says("\nb")),
		),
	},
	{
		Name: "one space after the colon",
		Spec: meaning,
		Hint: "“data:test” and “data: test” are the same. And with two spaces?",
		More: "If the value begins with a space, take that one away and nothing else, also at the end.",
		Run: reads(
			whole("data:test\n\ndata: test\n\ndata:  test \n\n", says("test"), says("test"), says(" test ")),
			whole("event:  e\ndata: \tx\n\n", sent{Type: " e", Data: "\tx"}),
		),
	},
	{
		Name: "no data, no message",
		Spec: meaning,
		Hint: "A block that has no data field dispatches nothing, a heartbeat’s for one. What it said of the type is forgotten. And a block whose data is empty?",
		More: "At an empty line: if there was no data field, only forget the type. “data” with an empty value is a data field.",
		Run: reads(
			whole(": heartbeat\n\n\n\ndata: x\n\n", says("x")),
			whole("event: add\n\ndata: x\n\n", says("x")),
			whole("data:\n\ndata: \n\n", says(""), says("")),
			whole("data\n\n", says("")),
			whole("data: x\n\ndata: cut off\n", says("x")),
			whole("data: x\n\ndata: cut off", says("x")),
		),
	},
	{
		Name: "comments and lines that say nothing",
		Spec: meaning,
		Hint: "A line that begins with a colon is a comment. A line without a colon is a field too. What is no field of the standard’s is ignored.",
		More: "Without a colon the whole line is the name, and the value is empty. Names are compared exactly: “Data” is none, and so is “ data”.",
		Run: reads(
			whole(": a comment\ndata: x\n:data: y\n\n", says("x")),
			whole("data\ndata\n\n", says("\n")),
			whole("data: x\nfoo: y\nData: z\n data: z\ndata : z\nfoo\n\n", says("x")),
			whole("event: e\nevent\ndata: x\n\n", says("x")),
		),
	},
	{
		Name: "the ID stays",
		Spec: meaning,
		Hint: "The last event ID is the stream’s, not the block’s, until an id field says another. One kind of value doesn’t count: which?",
		More: "Keep the ID when a block ends, also when the block had no data. An id field without a value makes it empty; one with a NUL, \"\\x00\", anywhere in it is ignored.",
		Run: reads(
			whole("id: 1\ndata: a\n\ndata: b\n\nid: 3\ndata: c\n\n", sent{ID: "1", Data: "a"}, sent{ID: "1", Data: "b"}, sent{ID: "3", Data: "c"}),
			whole(": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n",
				sent{ID: "1", Data: "first event"}, says("second event"), says(" third event")),
			whole("id: 5\n\ndata: a\n\n", sent{ID: "5", Data: "a"}),
			whole("id: 5\nid: 6\x007\ndata: a\n\n", sent{ID: "5", Data: "a"}),
		),
	},
	{
		Name: "retry is digits only",
		Spec: meaning,
		Hint: "The value counts only if each of its characters is one of 0 to 9. strconv takes more than that.",
		More: "Look at each byte first, and at there being one; then it is milliseconds. It counts for all messages that follow, whether or not its own block has data.",
		Run: reads(
			whole("retry: 1500\n\ndata: a\n\n", sent{Data: "a", Retry: 1500 * time.Millisecond}),
			whole("data: a\n\nretry: 10\ndata: b\n\ndata: c\n\n", says("a"), sent{Data: "b", Retry: 10 * time.Millisecond}, sent{Data: "c", Retry: 10 * time.Millisecond}),
			whole("retry: 5\nretry: 7s\ndata: a\n\n", sent{Data: "a", Retry: 5 * time.Millisecond}),
			whole("retry: 5\nretry: -7\ndata: a\n\n", sent{Data: "a", Retry: 5 * time.Millisecond}),
			whole("retry: 5\nretry: +7\ndata: a\n\n", sent{Data: "a", Retry: 5 * time.Millisecond}),
			whole("retry: 5\nretry:  7\ndata: a\n\n", sent{Data: "a", Retry: 5 * time.Millisecond}),
			whole("retry: 5\nretry: 0x7\ndata: a\n\n", sent{Data: "a", Retry: 5 * time.Millisecond}),
			whole("retry: 5\nretry: 1_0\ndata: a\n\n", sent{Data: "a", Retry: 5 * time.Millisecond}),
		),
	},
	{
		Name: "three kinds of line end, and a byte order mark",
		Spec: grammar,
		Hint: "LF, CR LF and CR each end a line, in one stream too. A stream may begin with U+FEFF, which is no part of it.",
		More: "A CR ends its line at once, without a look at what follows; then an LF that follows it directly is skipped. U+FEFF is the bytes EF BB BF, and only the first three bytes of the stream count.",
		Run: reads(
			whole("data: a\r\ndata: b\r\n\r\n", says("a\nb")),
			whole("data: a\rdata: b\r\r", says("a\nb")),
			whole("data: a\r\ndata: b\ndata: c\r\rdata: d\n\r\n", says("a\nb\nc"), says("d")),
			whole("\uFEFFdata: a\n\n\uFEFFdata: b\n\ndata: \uFEFFc\n\n", says("a"), says("\uFEFFc")),
			whole("\uFEFF\uFEFFdata: a\n\ndata: b\n\n", says("b")),
		),
	},
	{
		Name: "cut at every place",
		Spec: contract,
		Hint: "A Write may bring half a line, or half a character. And p is the caller’s: it holds other bytes afterwards.",
		More: "Append p to a buffer of the parser’s own, take whole lines off its front, and keep what is left. Bytes become a string only as a whole line.",
		Run: reads(
			cut("event: add\nid: 42\ndata: hello\ndata: world\n\n", sent{Type: "add", ID: "42", Data: "hello\nworld"}),
			cut(": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n",
				sent{ID: "1", Data: "first event"}, says("second event"), says(" third event")),
			cut("data: žluťoučký 🐎\n\nretry: 12\ndata: y\n\n", says("žluťoučký 🐎"), sent{Data: "y", Retry: 12 * time.Millisecond}),
		),
	},
	{
		Name: "cut within CR LF and within a byte order mark",
		Spec: grammar,
		Hint: "The CR may be the last byte of one Write, and the LF the first of the next: still one line end.",
		More: "Remember that the last byte was a CR, and if the next Write begins with an LF, skip it. Don’t wait for it: the message is complete with the CR.",
		Run: reads(
			cut("data: a\r\ndata: b\r\n\r\ndata: c\r\n\r\n", says("a\nb"), says("c")),
			cut("data: a\rdata: b\r\rdata: c\r\n\n", says("a\nb"), says("c")),
			cut("\uFEFFdata: a\n\ndata: b\n\n", says("a"), says("b")),
			cut("\uFEFF\r\ndata: a\r\n\r\n", says("a")),
		),
	},
}
