package lessons

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// scanJS takes JavaScript apart (ECMA-262, 12), so far that no bracket within a string, a template, a regular expression or
// a comment is taken for one of the code's. Of two ends of a regular expression that a scanner cannot tell from a division,
// it guesses: after a brace begins an expression.
func scanJS(text string) []lexeme {
	s := &jsScanner{text: text}
	for s.text != "" {
		s.next()
	}
	for i := range s.found {
		s.context(i)
	}
	return s.found
}

type jsScanner struct {
	text  string // what is left
	found []lexeme
	open  []jsOpen
}

// jsOpen is a bracket that is not closed yet.
type jsOpen struct {
	bracket string // "(", "[", "{", or "${" of a template
	head    bool   // a ( after if, for, while or with: what follows its end is a statement
}

var (
	jsNumber = regexp.MustCompile(`^(?:0[xXoObB][0-9a-fA-F_]+n?|(?:[0-9][0-9_]*n|[0-9][0-9_]*(?:\.[0-9_]*)?|\.[0-9][0-9_]*)(?:[eE][-+]?[0-9_]+)?)`)
	jsString = regexp.MustCompile(`^(?:"(?:\\[^\n]|\\\n|[^"\\\n])*"?|'(?:\\[^\n]|\\\n|[^'\\\n])*'?)`)
	longer   = regexp.MustCompile(`^(?:\.\.\.|\+\+|--)`) // punctuation that would mean something else in pieces
	jsRegexp = regexp.MustCompile(`^/(?:\\[^\n]|\[(?:\\[^\n]|[^\]\\\n])*\]|[^/\\\[\n])+/[a-z]*`)
)

func (s *jsScanner) take(kind byte, n int) {
	s.found = append(s.found, lexeme{kind, s.text[:n]})
	s.text = s.text[n:]
}

func (s *jsScanner) next() {
	r, size := utf8.DecodeRuneInString(s.text)
	switch {
	case unicode.IsSpace(r):
		s.take(spaceToken, leading(s.text, unicode.IsSpace))
	case strings.HasPrefix(s.text, "//"):
		s.take(commentToken, upTo(s.text, "\n"))
	case strings.HasPrefix(s.text, "/*"):
		s.take(commentToken, 2+through(s.text[2:], "*/"))
	case r == '"' || r == '\'':
		s.take(quotedToken, len(jsString.FindString(s.text)))
	case r == '`':
		s.template(1)
	case r == '/' && s.operand() && jsRegexp.MatchString(s.text):
		s.take(quotedToken, len(jsRegexp.FindString(s.text)))
	case (r == '.' || unicode.IsDigit(r)) && jsNumber.MatchString(s.text):
		s.take(numberToken, len(jsNumber.FindString(s.text)))
	case isWord(r) || r == '#':
		s.take(wordToken, size+leading(s.text[size:], isWord))
	case strings.ContainsRune(".+-", r) && longer.MatchString(s.text):
		s.take(punctToken, len(longer.FindString(s.text)))
	case strings.ContainsRune("([{", r):
		s.open = append(s.open, jsOpen{s.text[:1], r == '(' && slices.Contains(jsHeads, s.last().text)})
		s.take(punctToken, 1)
	case strings.ContainsRune(")]}", r):
		s.close()
	default:
		s.take(punctToken, size)
	}
}

// template takes a template's text up to its end or its next expression, as far as it is known to go on for n bytes.
func (s *jsScanner) template(n int) {
	for n < len(s.text) {
		switch {
		case s.text[n] == '\\':
			n++
		case s.text[n] == '`':
			s.take(quotedToken, n+1)
			return
		case strings.HasPrefix(s.text[n:], "${"):
			if n > 0 {
				s.take(quotedToken, n)
			}
			s.open = append(s.open, jsOpen{bracket: "${"})
			s.take(punctToken, 2)
			return
		}
		n++
	}
	s.take(quotedToken, len(s.text))
}

// close takes a closing bracket. One that ends an expression in a template goes on with the template's text.
func (s *jsScanner) close() {
	var last jsOpen
	if n := len(s.open); n > 0 {
		last = s.open[n-1]
		s.open = s.open[:n-1]
	}
	s.take(punctToken, 1)
	if last.head {
		s.found[len(s.found)-1].kind = headEnd
	}
	if last.bracket == "${" && s.text != "" {
		s.template(0)
	}
}

// headEnd is, while scanning, the kind of a ) that is followed by a statement.
const headEnd = 'h'

var (
	jsHeads = []string{"if", "for", "while", "with"}
	// jsKeywords are the reserved words (ECMA-262, 12.7.2), and those that are it only in places.
	jsKeywords = strings.Fields(`await break case catch class const continue debugger default delete do else export extends
		finally for function if import in instanceof let new return super switch this throw try typeof var void while with yield`)
	// jsValues and jsEnds end an operand, as names do.
	jsValues = []string{"this", "super"}
	jsEnds   = []string{")", "]", "++", "--"}
)

// last returns the last token that is neither space nor comment; the zero token if there is none.
func (s *jsScanner) last() lexeme { return codeBefore(s.found, len(s.found)) }

func codeBefore(tokens []lexeme, i int) lexeme {
	for i--; i >= 0; i-- {
		if tokens[i].kind != spaceToken && tokens[i].kind != commentToken {
			return tokens[i]
		}
	}
	return lexeme{}
}

func codeAfter(tokens []lexeme, i int) lexeme {
	for i++; i < len(tokens); i++ {
		if tokens[i].kind != spaceToken && tokens[i].kind != commentToken {
			return tokens[i]
		}
	}
	return lexeme{}
}

// operand reports whether an operand is due where the scanner stands, so that a slash begins a regular expression.
func (s *jsScanner) operand() bool {
	switch last := s.last(); last.kind {
	case wordToken:
		return slices.Contains(jsKeywords, last.text) && !slices.Contains(jsValues, last.text)
	case quotedToken, numberToken:
		return false
	case punctToken:
		return !slices.Contains(jsEnds, last.text)
	}
	return true
}

// context settles what a token is by those around it: a word may be a keyword.
func (s *jsScanner) context(i int) {
	t := &s.found[i]
	if t.kind == headEnd {
		t.kind = punctToken
	}
	if t.kind != wordToken {
		return
	}
	last, next := codeBefore(s.found, i), codeAfter(s.found, i)
	if last.text == "." || next.text == ":" && (last.text == "{" || last.text == ",") {
		return // a property
	}
	switch t.text {
	case "from":
		if next.kind == quotedToken {
			t.kind = keywordToken
		}
	case "of":
		if last.kind == wordToken || last.text == "]" || last.text == "}" {
			t.kind = keywordToken
		}
	case "async", "static":
		if next.kind == wordToken || next.kind == keywordToken || next.text == "(" && t.text == "async" {
			t.kind = keywordToken
		}
	default:
		if slices.Contains(jsKeywords, t.text) {
			t.kind = keywordToken
		}
	}
}

func isWord(r rune) bool { return r == '_' || r == '$' || unicode.IsLetter(r) || unicode.IsDigit(r) }

// leading is how many bytes of a text, from the first, are of characters that are in a set.
func leading(text string, in func(rune) bool) int {
	return len(text) - len(strings.TrimLeftFunc(text, in))
}

// upTo is how many bytes stand before the first occurrence of end, and through how many there are with it. Without one it is
// all of them.
func upTo(text, end string) int {
	before, _, _ := strings.Cut(text, end)
	return len(before)
}

func through(text, end string) int {
	return min(upTo(text, end)+len(end), len(text))
}
