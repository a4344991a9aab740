package labs

import (
	"go/parser"
	"go/scanner"
	"go/token"
	"testing"
)

// screen is how many lines of code a client may have.
const screen = 60

// longer are the clients that may have more: without a library, all of the protocol is in sight.
var longer = map[string]int{"websocket-bare": 125}

// TestClientsFitOnAScreen holds that every client is there, and is readable code of at most a screen.
func TestClientsFitOnAScreen(t *testing.T) {
	if len(Names()) != 8 {
		t.Errorf("there are %v", Names())
	}
	for _, name := range Names() {
		text, ok := Source(name)
		if !ok {
			t.Errorf("%s has no source", name)
			continue
		}
		if _, err := parser.ParseFile(token.NewFileSet(), name, text, parser.SkipObjectResolution); err != nil {
			t.Error(err)
		}
		if n, most := codeLines(text), max(longer[name], screen); n == 0 || n > most {
			t.Errorf("%s has %d lines of code; it may have %d", name, n, most)
		}
	}
	if text, ok := Source("../go.mod"); ok {
		t.Errorf("there is a source of no client: %s", text)
	}
}

// codeLines counts the lines that hold more than a comment.
func codeLines(text string) int {
	var s scanner.Scanner
	file := token.NewFileSet().AddFile("", -1, len(text))
	s.Init(file, []byte(text), nil, 0)
	lines := make(map[int]bool)
	for {
		pos, tok, lit := s.Scan()
		if tok == token.EOF {
			return len(lines)
		}
		if tok != token.SEMICOLON || lit == ";" {
			lines[file.Line(pos)] = true
		}
	}
}
