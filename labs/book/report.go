package book

// Failed is a failed check for programs: the attribute "wireside" of its sub-test in the output of go test -json, as JSON.
type Failed struct {
	Exercise string `json:"exercise"`
	Check    string `json:"check"`
	What     string `json:"what"`               // one line
	Expected []byte `json:"expected,omitempty"` // base64
	Seen     []byte `json:"seen,omitempty"`     // base64; with Expected absent or not, nil where no bytes were compared
	Compared bool   `json:"compared"`           // bytes were compared
	Text     string `json:"text"`               // what is shown instead of, or under What: the aligned bytes, the diff, a stack
	Spec     Spec   `json:"spec"`
	Hint     string `json:"hint"`
	More     string `json:"more"`
	Solution string `json:"solution"` // "labs/sse/eventstream.go, AppendEvent"
}

// Attribute is the key of that attribute.
const Attribute = "wireside"

// Quiet names the environment variable that, set to 1, has failed checks say what they say in the attribute alone. What is
// printed besides is then the answer's own.
const Quiet = "WIRESIDE_CHECKS_QUIET"
