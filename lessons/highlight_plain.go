package lessons

import (
	"regexp"
	"slices"
	"strings"
)

// lexRule is a kind of token, and what one looks like at the beginning of a text.
type lexRule struct {
	kind byte
	like *regexp.Regexp
}

// scanBy takes a text apart by the first rule that fits at each place. What no rule fits is other text.
func scanBy(text string, rules []lexRule) []lexeme {
	var found []lexeme
	rest := 0 // bytes before text[rest:] have no token yet
	for i := 0; i < len(text); {
		kind, n := firstRule(text[i:], rules)
		if n == 0 {
			i++
			continue
		}
		if i > rest {
			found = append(found, lexeme{otherToken, text[rest:i]})
		}
		found = append(found, lexeme{kind, text[i : i+n]})
		i += n
		rest = i
	}
	if rest < len(text) {
		found = append(found, lexeme{otherToken, text[rest:]})
	}
	return found
}

func firstRule(text string, rules []lexRule) (kind byte, n int) {
	for _, r := range rules {
		if at := r.like.FindStringIndex(text); at != nil && at[1] > 0 {
			return r.kind, at[1]
		}
	}
	return otherToken, 0
}

// jsonRules are those of RFC 8259. The name of a member stands out from a string that is a value.
var jsonRules = []lexRule{
	{wordToken, regexp.MustCompile(`^[\pL_][\pL\d_]*`)}, // before the keywords' rule cuts one off
	{quotedToken, regexp.MustCompile(`^"(?:\\.|[^"\\\n])*"?`)},
	{numberToken, regexp.MustCompile(`^-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?`)},
}

func scanJSON(text string) []lexeme {
	found := scanBy(text, jsonRules)
	for i, t := range found {
		switch {
		case t.text == "true" || t.text == "false" || t.text == "null":
			found[i].kind = keywordToken
		case t.kind == quotedToken && strings.HasPrefix(strings.TrimSpace(textAfter(found, i)), ":"):
			found[i].kind = keywordToken
		}
	}
	return found
}

func textAfter(tokens []lexeme, i int) string {
	if i+1 < len(tokens) {
		return tokens[i+1].text
	}
	return ""
}

// shRules are those of a POSIX shell, as far as it takes to see what is quoted. An unquoted word is one: what looks like a
// number or a comment within it is none.
var shRules = []lexRule{
	{spaceToken, regexp.MustCompile(`^\s+`)},
	{quotedToken, regexp.MustCompile(`^(?:'[^']*'?|"(?:\\(?s:.)|[^"\\])*"?)`)},
	{commentToken, regexp.MustCompile(`^#[^\n]*`)},
	{wordToken, regexp.MustCompile(`^(?:\\(?s:.)|[^\s'"|&;()\\])+`)},
}

var shKeywords = strings.Fields("if then else elif fi for in do done while until case esac")

func scanSh(text string) []lexeme {
	found := scanBy(text, shRules)
	for i, t := range found {
		if t.kind == wordToken && slices.Contains(shKeywords, t.text) {
			found[i].kind = keywordToken
		}
	}
	return found
}

var (
	httpRequest = regexp.MustCompile(`^([A-Z]+)( \S+ )(HTTP/\d\.\d)(\s*)$`)
	httpStatus  = regexp.MustCompile(`^(HTTP/\d\.\d)( )(\d{3})((?s:.*))$`)
	httpField   = regexp.MustCompile("^([-!#$%&'*+.^_`|~0-9A-Za-z]+)(:(?s:.*))$")
)

// scanHTTP takes messages apart (RFC 9112, 2.1): the words of the protocol, and the names of fields. A body is left as it
// stands.
func scanHTTP(text string) []lexeme {
	var found []lexeme
	head := true
	for line := range strings.Lines(text) {
		kinds := []byte{otherToken}
		parts := []string{line}
		switch {
		case httpRequest.MatchString(line):
			head, kinds, parts = true, []byte{keywordToken, otherToken, keywordToken, spaceToken}, httpRequest.FindStringSubmatch(line)[1:]
		case httpStatus.MatchString(line):
			head, kinds, parts = true, []byte{keywordToken, spaceToken, numberToken, otherToken}, httpStatus.FindStringSubmatch(line)[1:]
		case strings.TrimSpace(line) == "":
			head = false
		case head && httpField.MatchString(line):
			kinds, parts = []byte{keywordToken, otherToken}, httpField.FindStringSubmatch(line)[1:]
		}
		for i, part := range parts {
			if part != "" {
				found = append(found, lexeme{kinds[i], part})
			}
		}
	}
	return found
}
