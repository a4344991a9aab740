package exercise

import (
	"fmt"
	"strings"

	"wireside/labs/book"
)

var etagChecks = []book.Check[Answer]{
	{
		Name: "a tag in quotes",
		Spec: rfc9110("8.8.3"),
		Hint: "Look at what the section’s grammar calls an opaque-tag.",
		More: "The quotes belong to the tag: \"xyzzy\" with them is a tag, xyzzy without is not. Between them is no other quote, no space " +
			"and no control character. A W/ in front would make it a weak tag, and a strong one is asked for.",
		Run: func(_ book.Run, answer Answer) error {
			for _, body := range [][]byte{etagBody, etagNext, {}} {
				tag, err := tagOf(answer, body)
				if err != nil {
					return err
				}
				if why := tagFault(tag); why != "" {
					return fmt.Errorf("%s: %s. Seen: %s", etagCall(body, ""), why, tag)
				}
			}
			return nil
		},
	},
	{
		Name: "another body",
		Spec: rfc9110("8.8.1"),
		Hint: "Two answers may be equally long. Must they then have one tag?",
		More: "A strong tag changes whenever a byte of the body does, wherever it is. The length, or the beginning, doesn’t tell. A hash of all bytes does.",
		Run: func(_ book.Run, answer Answer) error {
			seen := make(map[string][]byte)
			for _, body := range etagBodies() {
				tag, err := tagOf(answer, body)
				if err != nil {
					return err
				}
				if other, ok := seen[tag]; ok {
					return fmt.Errorf("one tag, %s, for two bodies that differ: %s and %s", tag, short(other), short(body))
				}
				seen[tag] = body
			}
			return nil
		},
	},
	{
		Name: "the same body again",
		Spec: rfc9110("8.8.3"),
		Hint: "The client asks minutes later, perhaps another process of the same server. Nothing is new: which tag does it get?",
		More: "Make the tag of the body’s bytes alone. A time, a counter or a random number in it makes another tag each time, and no answer is ever 304.",
		Run: func(_ book.Run, answer Answer) error {
			first, err := tagOf(answer, etagBody)
			if err != nil {
				return err
			}
			if _, err := tagOf(answer, etagNext); err != nil { // another one in between
				return err
			}
			again, err := tagOf(answer, etagBody)
			if err != nil {
				return err
			}
			return book.Same(first, again, "the tag of the same body, asked for a second time: %s", etagCall(etagBody, ""))
		},
	},
	{
		Name: "the tag comes back",
		Spec: rfc9110("13.1.2"),
		Hint: "The client sends the tag as it got it, quotes and all. It has what you would answer.",
		More: "If-None-Match names the tag of this body: the status is 304. The tag is returned along with it, since a 304 carries it as the 200 would (RFC 9110 15.4.5).",
		Run: etagRun(func(tag string) []etagCase {
			return []etagCase{{tag, 304}}
		}),
	},
	{
		Name: "a tag of something else",
		Spec: rfc9110("13.1.2"),
		Hint: "What the client has is old. Does it get the new answer?",
		More: "304 is only for a list that names the tag of this very body. Any other tag means that the client has something else: 200.",
		Run: etagRun(func(string) []etagCase {
			return []etagCase{{`"r2d2xxxx"`, 200}, {`"xyzzy", "r2d2xxxx", "c3piozzzz"`, 200}, {`W/"xyzzy"`, 200}, {`""`, 200}}
		}),
	},
	{
		Name: "a list of tags",
		Spec: rfc9110("13.1.2"),
		Hint: "A client may have several answers of one address. The section’s examples show what the field looks like then, and what is between two tags.",
		More: "The field is a list: tags with commas between, spaces and tabs around the commas, and perhaps elements that are empty (RFC 9110 5.6.1.2). One that matches is enough.",
		Run: etagRun(func(tag string) []etagCase {
			return []etagCase{
				{`"r2d2xxxx", ` + tag, 304},
				{tag + `, "r2d2xxxx"`, 304},
				{`"xyzzy",` + tag + `,"c3piozzzz"`, 304},
				{`, "xyzzy" ,` + "\t" + tag + ` ,`, 304},
			}
		}),
	},
	{
		Name: "a weak tag in the question",
		Spec: rfc9110("8.8.3.2"),
		Hint: "A proxy that compresses answers may have put W/ in front of your tag. Which comparison does If-None-Match ask for?",
		More: "If-None-Match compares weakly: a W/ in front of a tag doesn’t count (RFC 9110 13.1.2). What is between the quotes must still be the same, byte for byte.",
		Run: etagRun(func(tag string) []etagCase {
			return []etagCase{{`W/` + tag, 304}, {`W/"xyzzy", W/` + tag, 304}}
		}),
	},
	{
		Name: "a star",
		Spec: rfc9110("13.1.2"),
		Hint: "The field may also be one character instead of a list. What does it mean, and when is it no more than a part of a tag?",
		More: "* stands for any answer that there is, and there is one: 304. It does so only if it is the whole field. Within quotes it is a part of " +
			"a tag, and so is a comma.",
		Run: etagRun(func(string) []etagCase {
			return []etagCase{{`*`, 304}, {`"*"`, 200}, {`"all,*,of-it"`, 200}}
		}),
	},
	{
		Name: "a part of another tag",
		Spec: rfc9110("8.8.3.2"),
		Hint: "The client’s tag is longer than yours, and yours is within it. Is it the same tag?",
		More: "Two tags are equal if all between their quotes is. Compare whole tags with their quotes; a search for a part of the field also finds it within another tag.",
		Run: etagRun(func(tag string) []etagCase {
			opaque := strings.Trim(tag, `"`)
			return []etagCase{
				{`"` + opaque + `-gzip"`, 200},
				{`"old-` + opaque + `"`, 200},
				{`"xyzzy", "` + opaque + opaque + `"`, 200},
			}
		}),
	},
	{
		Name: "a field that breaks the rules",
		Spec: contract,
		Hint: "Anybody can send any field: one that ends in the middle of a tag, or holds no tag at all. What does your code take for granted?",
		More: "Look at how long a text is before you look at its first byte, or take its ends off. strings.TrimPrefix and strings.Cut " +
			"do so themselves. Whether the status is 200 or 304 doesn’t matter here.",
		Run: func(_ book.Run, answer Answer) error {
			tag, err := tagOf(answer, etagBody)
			if err != nil {
				return err
			}
			for _, field := range []string{`"`, `W/`, `W`, `W/"`, `,`, `xyzzy`, `"xyzzy`, `xyzzy"`, `""`, `"" ""`, strings.TrimSuffix(tag, `"`), "\xff"} {
				status, got, err := etagAsk(answer, etagBody, field)
				if err != nil {
					return fmt.Errorf("%s returned an error: %w", etagCall(etagBody, field), err)
				}
				if status != 200 && status != 304 || got != tag {
					return book.Same(fmt.Sprintf("200 or 304, and the tag %s", tag), fmt.Sprintf("%d, and the tag %s", status, got), "%s", etagCall(etagBody, field))
				}
			}
			return nil
		},
	},
}
