package lessons

import "encoding/json"

// Lab is a run that the reader can start from the text.
type Lab struct {
	Name  string          // unique among the lesson's blocks
	Title string          // plain text
	Run   json.RawMessage // the body of POST /api/runs, its keys in the order of the lesson
	Lanes []Lane          // those that such a run has, in its order; at least one
	Line  int             // of the fence, in the lesson's file
}

// Prediction is a question whose answer the lab before it measures. It asks for a number or, if Which is there, for a choice
// of lanes.
type Prediction struct {
	Name  string
	Lab   string // the name of the lab before it
	Title string // plain text

	Lane   string  // of a number: the lane that is measured
	Figure string  // what is measured, of Lane or of each in Among: one of Figures
	Unit   string  // of a number, as the reader sees it
	Within float64 // of a number: how far off a right guess may be, as a share of what was measured; above 0

	Which string   // of a choice: "least" or "most" of Figure; empty: it is a number
	Among []string // of a choice: lanes of the lab, at least two
	Tie   float64  // of a choice: a lane counts as the best, too, within this share of the best one; 0: only if it is equal

	Samples int // events to be delivered on each lane that is asked about before it counts; 0: Seconds says it
	Seconds int // of the run before it counts; 0: Samples says it
	Line    int // of the fence
}

// Try is a piece of shell that a reader is invited to run, and that a test runs.
type Try struct {
	Name   string
	Script string // for sh, against a server on localhost:8080; complete in itself
	Shows  string // lines that its output must have, in this order, as Shown reads them; empty: whatever it answers
	Stream bool   // it does not end by itself
	Line   int    // of the fence
}

// Recording is a unit that crossed a socket of this lab, to be shown as the inspector shows a live one.
type Recording struct {
	Name  string
	As    string          // what it is read as: "http1", "sse" or "websocket"
	From  string          // who sent it: "server" or "client"
	Lane  string          // the technique that sends such a unit
	Bytes []byte          // all that was recorded
	Index int             // which unit of Bytes is shown; from 0
	Unit  json.RawMessage // that unit
	Line  int             // of the fence
}

// Quote is an excerpt of the source that runs.
type Quote struct {
	Name  string
	File  string   // from the root of the project: "labs/sse/encode.go"
	Names []string // what is quoted of it; nil: the whole file
	Text  string   // the excerpt
	Line  int      // of the fence
}

// Mark is a number in the text that was measured, and so can be measured again. (A number that was set has been compared by
// the time that a lesson is loaded.)
type Mark struct {
	Text   string  // as the reader sees it: "21 bytes"
	Number float64 // what it says, in the unit of the figure: 21
	Lab    string  // the name of the lab before it
	Lane   string  // of that lab
	Figure string  // one of Figures
	Within float64 // how far off a measurement may be, as a share of Number; 0.25 where the lesson says nothing else
	Line   int     // in the lesson's file
}

// Section is a part of a lesson, from a heading to the next one, for a search.
type Section struct {
	ID    string // of the heading; empty: the text before the first one
	Title string // plain text; of the text before the first heading: the lesson's
	Text  string // plain, in one line: the prose, and what blocks say before anything is measured
}
