package exercise

import (
	"fmt"
	"strings"
	"sync/atomic"

	"wireside/labs/book"
	"wireside/labs/polling/scratch"
)

// tagged is an answer with the reference's tag, that is 304 if matches says so of it and of the field.
func tagged(matches func(field, tag string) bool) Answer {
	return func(body []byte, ifNoneMatch string) (int, string, error) {
		_, tag, err := scratch.Answer(body, "")
		if ifNoneMatch != "" && matches(ifNoneMatch, tag) {
			return 304, tag, err
		}
		return 200, tag, err
	}
}

// names reports whether a list has an element that is equal to the tag.
func names(field, tag string) bool {
	for element := range strings.SplitSeq(field, ",") {
		if strings.TrimSpace(element) == tag {
			return true
		}
	}
	return false
}

// retagged is an answer with other tags, compared as they should be.
func retagged(make func(body []byte) string) Answer {
	return func(body []byte, ifNoneMatch string) (int, string, error) {
		tag := make(body)
		if ifNoneMatch == "*" || names(strings.ReplaceAll(ifNoneMatch, "W/", ""), tag) {
			return 304, tag, nil
		}
		return 200, tag, nil
	}
}

var etagWrong = []book.Wrong[Answer]{
	{
		Name:   "a tag without quotes",
		Caught: "a tag in quotes",
		Answer: retagged(func(body []byte) string {
			_, tag, _ := scratch.Answer(body, "")
			return strings.Trim(tag, `"`)
		}),
	},
	{
		Name:   "the length for a tag",
		Caught: "another body",
		Answer: retagged(func(body []byte) string { return fmt.Sprintf(`"%d"`, len(body)) }),
	},
	{
		Name:   "a number that counts up for a tag",
		Caught: "the same body again",
		Answer: func() Answer {
			var count atomic.Int64
			return retagged(func(body []byte) string { return fmt.Sprintf(`"%d"`, count.Add(1)) })
		}(),
	},
	{
		Name:   "a 304 without the tag",
		Caught: "the tag comes back",
		Answer: func(body []byte, ifNoneMatch string) (int, string, error) {
			status, tag, err := scratch.Answer(body, ifNoneMatch)
			if status == 304 {
				tag = ""
			}
			return status, tag, err
		},
	},
	{
		Name:   "304 to whoever names a tag",
		Caught: "a tag of something else",
		Answer: tagged(func(string, string) bool { return true }),
	},
	{
		Name:   "the whole field compared with the tag",
		Caught: "a list of tags",
		Answer: tagged(func(field, tag string) bool { return field == tag || field == "*" || field == "W/"+tag }),
	},
	{
		Name:   "a strong comparison",
		Caught: "a weak tag in the question",
		Answer: tagged(func(field, tag string) bool { return field == "*" || names(field, tag) }),
	},
	{
		Name:   "a star is no tag",
		Caught: "a star",
		Answer: tagged(func(field, tag string) bool { return names(strings.ReplaceAll(field, "W/", ""), tag) }),
	},
	{
		Name:   "the tag’s text found anywhere in the field",
		Caught: "a part of another tag",
		Answer: tagged(func(field, tag string) bool { return field == "*" || strings.Contains(field, strings.Trim(tag, `"`)) }),
	},
	{
		Name:   "behind W/ there is a tag, and behind a quote another",
		Caught: "a field that breaks the rules",
		Answer: tagged(func(field, tag string) bool {
			if field == "*" {
				return true
			}
			for field = strings.TrimLeft(field, ", \t"); field != ""; field = strings.TrimLeft(field, ", \t") {
				field = strings.TrimPrefix(field, "W/")
				if field[0] != '"' {
					return false
				}
				end := 2 + strings.IndexByte(field[1:], '"')
				if field[:end] == tag {
					return true
				}
				field = field[end:]
			}
			return false
		}),
	},
}
