package app

import (
	"wireside/labs/lab"
	"wireside/wireview/tap"

	"github.com/gofiber/fiber/v2"
)

// What a viewer may say on the live view, each a JSON text message. It travels here and not in requests, since a browser has
// but six connections to an origin, and a bench may have taken them all.
//
//	{"now":7}          asks for the server's clock
//	{"report":{…}}     tells what the viewer's lanes have observed
type talk struct {
	Now    *int64  `json:"now"`
	Report *report `json:"report"`
}

// now is the answer to a question for the clock.
type now struct {
	Now int64 `json:"now"` // the question's
	At  int64 `json:"at"`
}

// listen takes what the viewer said, and has it answered, unless it is leaving.
func (v *viewer) listen(text []byte, leaving <-chan struct{}) {
	if answer := v.hear(text); answer != nil {
		select {
		case v.answers <- answer:
		case <-leaving:
		}
	}
}

// hear takes what a viewer said, and returns the answer; nil if there is none.
func (v *viewer) hear(text []byte) any {
	if len(text) > heavyTalk {
		v.app.hearing.Lock()
		defer v.app.hearing.Unlock()
	}
	var said talk
	err := strictly(text, &said)
	switch {
	case err != nil:
		err = &lab.Error{Code: "bad_json", Message: "This is nothing that the live view knows: " + explainJSON(err) + "."}
	case said.Now != nil:
		return now{*said.Now, tap.Now() + v.record.skew()}
	case said.Report == nil:
		err = &lab.Error{Code: "bad_message", Message: "The live view takes {\"now\":N} and {\"report\":{…}}."}
	case v.record.run == nil || v.record.run.endless:
		err = noReport
	default:
		err = v.record.run.observed.take(*said.Report, v.record.names)
	}
	if err == nil {
		return nil
	}
	told := v.app.problem(err)
	return fiber.Map{"error": fiber.Map{"code": told.Code, "message": told.Message}}
}
