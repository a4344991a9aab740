package lessons

import (
	"errors"
	"slices"
	"strings"
)

// jsDeclarations returns a module's functions, those directly within them as outer.inner, classes and their members as
// Class.member, and its constants and variables. What is declared by taking an object apart has no name here.
func jsDeclarations(text string) ([]declaration, error) {
	f := jsFile{text: text, tokens: scanJS(text)}
	f.at = make([]int, len(f.tokens)+1)
	for i, t := range f.tokens {
		f.at[i+1] = f.at[i] + len(t.text)
	}
	for i := f.skip(0); i < len(f.tokens); i = f.skip(i) {
		end := f.statement(i)
		if end < 0 {
			return nil, errors.New("this is not JavaScript that can be quoted: a bracket is not closed, or a semicolon is missing")
		}
		f.declare(i, end)
		i = end
	}
	return f.found, nil
}

type jsFile struct {
	text   string
	tokens []lexeme
	at     []int // offsets of the tokens, and of the end
	found  []declaration
}

// skip returns the next token from i on that is code.
func (f *jsFile) skip(i int) int {
	for i < len(f.tokens) && (f.tokens[i].kind == spaceToken || f.tokens[i].kind == commentToken) {
		i++
	}
	return i
}

// is reports whether a token is one of some words.
func (f *jsFile) is(i int, words ...string) bool {
	return i < len(f.tokens) && f.tokens[i].kind != quotedToken && slices.Contains(words, f.tokens[i].text)
}

// past returns the token after i and, if it is one of some words, after these.
func (f *jsFile) past(i int, words ...string) int {
	for f.is(i, words...) {
		i = f.skip(i + 1)
	}
	return i
}

// statement returns the end of what begins at token i: the token after it. What has a body ends with it, anything else with a
// semicolon. It returns -1 if there is no end.
func (f *jsFile) statement(i int) int {
	body := f.is(f.past(i, "export", "default", "async"), "function", "class", "if", "else", "for", "while", "do", "switch", "try", "catch", "finally")
	return f.end(i, body)
}

// end returns the token after the first semicolon or, of what has a body, after the first pair of braces, that is in no
// other brackets.
func (f *jsFile) end(i int, body bool) int {
	depth := 0
	for ; i < len(f.tokens); i++ {
		if f.tokens[i].kind != punctToken {
			continue
		}
		switch f.tokens[i].text {
		case "(", "[", "{", "${":
			depth++
		case ")", "]", "}":
			depth--
			if depth == 0 && body && f.is(i, "}") {
				return i + 1
			}
		case ";":
			if depth == 0 {
				return i + 1
			}
		}
		if depth < 0 {
			return -1
		}
	}
	return -1
}

// declare adds what the tokens from i to end declare.
func (f *jsFile) declare(i, end int) {
	first := f.past(i, "export", "default")
	switch {
	case f.is(first, "class"):
		f.add("", f.skip(first+1), i, end)
		f.members(f.tokens[f.skip(first+1)].text+".", first, end)
	case f.is(f.past(first, "async"), "function"):
		name := f.past(first, "async", "function", "*")
		f.add("", name, i, end)
		f.inner(f.tokens[name].text+".", name, end)
	case f.is(first, "const", "let", "var"):
		f.add("", f.skip(first+1), i, end)
	}
}

// inner adds the functions that stand directly in the body of one, its name with a dot.
func (f *jsFile) inner(outer string, from, end int) {
	for i := f.skip(f.body(from)); i < end-1; i = f.skip(i) {
		to := f.statement(i)
		if to < 0 || to > end {
			return // what is read so far is right
		}
		if f.is(f.past(i, "async"), "function") {
			f.add(outer, f.past(i, "async", "function", "*"), i, to)
		}
		i = to
	}
}

// body returns the token after the first brace from i on that is in no other brackets. There must be one.
func (f *jsFile) body(i int) int {
	for depth := 0; ; i++ {
		if f.tokens[i].kind != punctToken {
			continue
		}
		switch f.tokens[i].text {
		case "(", "[":
			depth++
		case ")", "]":
			depth--
		case "{":
			if depth == 0 {
				return i + 1
			}
		}
	}
}

// members adds those of a class, its name with a dot: methods, and fields that end with a semicolon.
func (f *jsFile) members(class string, from, end int) {
	for i := f.skip(f.body(from)); i < end-1; i = f.skip(i) {
		name := f.past(i, "static", "async", "get", "set", "*")
		if f.is(name, "(", "=", ";") { // a member that is called as one of these words
			name = f.lastBefore(name)
		}
		behind := f.skip(name + 1)
		to := f.end(i, f.is(behind, "(") || f.is(name, "{"))
		if to < 0 || to > end {
			return // what is read so far is right
		}
		f.add(class, name, i, to)
		i = to
	}
}

func (f *jsFile) lastBefore(i int) int {
	for i--; f.tokens[i].kind == spaceToken || f.tokens[i].kind == commentToken; i-- {
	}
	return i
}

// add adds what stands from token i to end, with the comments on the lines directly above it, if it has a name.
func (f *jsFile) add(class string, name, i, end int) {
	if kind := f.tokens[name].kind; kind != wordToken && kind != keywordToken {
		return
	}
	from := i
	for from >= 2 && f.tokens[from-1].kind == spaceToken && strings.Count(f.tokens[from-1].text, "\n") == 1 && f.tokens[from-2].kind == commentToken && f.leads(from-2) {
		from -= 2
	}
	d := declaration{name: class + f.tokens[name].text}
	d.from, d.to = wholeLines(f.text, f.at[from], f.at[end])
	f.found = append(f.found, d)
}

// leads reports whether a token is the first on its line.
func (f *jsFile) leads(i int) bool {
	return i == 0 || f.tokens[i-1].kind == spaceToken && strings.Contains(f.tokens[i-1].text, "\n")
}
