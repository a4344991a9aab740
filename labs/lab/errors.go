package lab

// Error is an answer that says what was wrong with a request. The server renders it as
// {"error":{"code":…,"message":…}}.
type Error struct {
	Status  int    // of the response: 400, 503, …
	Code    string // for programs: lower case, words joined by underscores; part of the stable surface
	Message string // for people: what is wrong, and what to do about it
}

// Error returns the message.
func (e *Error) Error() string { return e.Message }
