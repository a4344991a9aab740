package scratch

import (
	"errors"
	"strings"
)

// fault returns a part's error as what closes the stream: a *CloseError as it is, any other with 1011 and its message.
func fault(err error) *CloseError {
	var closing *CloseError
	if errors.As(err, &closing) {
		return closing
	}
	return &CloseError{CloseInternalError, cut(err.Error())}
}

// cut returns as much of a text as a close frame's reason holds, whole characters of UTF-8.
func cut(text string) string {
	text = strings.ToValidUTF8(text, "\uFFFD")
	if len(text) <= MaxReason {
		return text
	}
	return strings.ToValidUTF8(text[:MaxReason], "") // but for the character that is cut
}
