package exercise

import (
	"bytes"
	"fmt"
	"strings"

	"wireside/labs/book"
)

// An answer to a poll, and what it becomes with the next event.
var (
	etagBody = []byte(`{"events":[{"seq":7,"at":1763794512203114,"data":"WIRE 101.37"}],"next":7}`)
	etagNext = []byte(`{"events":[{"seq":8,"at":1763794513207220,"data":"WIRE 101.40"}],"next":8}`)
)

// etagCase is a value of If-None-Match, and the status that it must bring.
type etagCase struct {
	field  string
	status int
}

// etagRun asks for the tag of a body, and then with the fields that cases makes of it.
func etagRun(cases func(tag string) []etagCase) func(book.Run, Answer) error {
	return func(_ book.Run, answer Answer) error {
		tag, err := tagOf(answer, etagBody)
		if err != nil {
			return err
		}
		type result struct {
			Status int
			ETag   string
		}
		names := cases(nameOf(tag))
		for i, c := range cases(tag) {
			status, got, err := etagAsk(answer, etagBody, c.field)
			if err != nil {
				return fmt.Errorf("%s returned an error: %w", etagCall(etagBody, c.field), err)
			}
			err = book.Same(result{c.status, tag}, result{status, got}, "%s", etagNamed(etagBody, names[i].field, tag))
			if err != nil {
				return err
			}
		}
		return nil
	}
}

// tagOf asks for the tag of a body, without If-None-Match.
func tagOf(answer Answer, body []byte) (string, error) {
	status, tag, err := etagAsk(answer, body, "")
	if err != nil {
		return "", fmt.Errorf("%s returned an error: %w", etagCall(body, ""), err)
	}
	return tag, book.Same(200, status, "the status of %s: without If-None-Match the body goes out", etagCall(body, ""))
}

// etagAsk calls an answer, whose panic says with what.
func etagAsk(answer Answer, body []byte, field string) (status int, tag string, err error) {
	defer func() {
		if v := recover(); v != nil {
			panic(fmt.Sprintf("%s: %v", etagCall(body, field), v))
		}
	}()
	return answer(bytes.Clone(body), field)
}

// tagFault says what keeps a tag from being a strong one (RFC 9110 8.8.3), "" if it is.
func tagFault(tag string) string {
	switch {
	case strings.HasPrefix(tag, "W/"):
		return "W/ makes it a weak one"
	case len(tag) < 2 || tag[0] != '"' || tag[len(tag)-1] != '"':
		return "a tag begins and ends with a quote, which belong to it"
	}
	for _, c := range []byte(tag[1 : len(tag)-1]) {
		if c < '!' || c == '"' || c == 0x7f {
			return fmt.Sprintf("%q may not be between the quotes", c)
		}
	}
	return ""
}

// etagBodies are bodies that all differ, some of them in a single byte.
func etagBodies() [][]byte {
	long := bytes.Repeat([]byte("news "), 2000)
	bodies := [][]byte{etagBody, etagNext, {}, []byte("a"), []byte("b"), []byte("ab"), []byte("ba"), long}
	for _, at := range []int{0, len(long) / 2, len(long) - 1} {
		other := bytes.Clone(long)
		other[at] = '.'
		bodies = append(bodies, other)
	}
	return bodies
}

// etagCall shows a call of Answer.
func etagCall(body []byte, field string) string {
	return fmt.Sprintf("Answer(%s, `%s`)", short(body), field)
}

// etagNamed shows a call of Answer whose field may hold the name of a tag instead of the tag.
func etagNamed(body []byte, field, tag string) string {
	call := etagCall(body, field)
	if name := nameOf(tag); name != tag && strings.Contains(field, strings.Trim(name, `"`)) {
		call += ", where " + name + " stands for the tag of this body"
	}
	return call
}

// nameOf returns what a failure calls a tag that is long, which would hide what stands around it: other text than a hash is.
func nameOf(tag string) string {
	switch {
	case len(tag) <= 24:
		return tag
	case tagFault(tag) != "":
		return "YOUR-TAG"
	}
	return `"YOUR-TAG"`
}

// short shows the beginning of a body.
func short(body []byte) string {
	if len(body) > 30 {
		return fmt.Sprintf("`%s…` (%d bytes)", body[:20], len(body))
	}
	return fmt.Sprintf("`%s`", body)
}
