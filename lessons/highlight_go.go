package lessons

import (
	goscanner "go/scanner"
	gotoken "go/token"
	"unicode"
)

// scanGo takes Go apart. A piece of a file will do, and what is no Go is left as it stands.
func scanGo(text string) []lexeme {
	var s goscanner.Scanner
	file := gotoken.NewFileSet().AddFile("", -1, len(text))
	s.Init(file, []byte(text), func(gotoken.Position, string) {}, goscanner.ScanComments)
	var found []lexeme
	done := 0
	add := func(kind byte, to int) {
		if to > done {
			found = append(found, lexeme{kind, text[done:to]})
			done = to
		}
	}
	for {
		pos, tok, literal := s.Scan()
		if tok == gotoken.EOF {
			add(otherToken, len(text))
			return found
		}
		from := file.Offset(pos)
		if tok == gotoken.SEMICOLON && literal != ";" || from < done {
			continue // a line's end
		}
		add(goGap(text[done:from]), from)
		if literal == "" {
			literal = tok.String()
		}
		add(kindOfGo(tok), min(from+len(literal), len(text)))
	}
}

// goGap is the kind of what stands between two tokens.
func goGap(text string) byte {
	for _, r := range text {
		if !unicode.IsSpace(r) {
			return otherToken
		}
	}
	return spaceToken
}

func kindOfGo(tok gotoken.Token) byte {
	switch {
	case tok == gotoken.COMMENT:
		return commentToken
	case tok == gotoken.STRING || tok == gotoken.CHAR:
		return quotedToken
	case tok == gotoken.INT || tok == gotoken.FLOAT || tok == gotoken.IMAG:
		return numberToken
	case tok.IsKeyword():
		return keywordToken
	case tok == gotoken.IDENT:
		return wordToken
	case tok.IsOperator():
		return punctToken
	}
	return otherToken
}
