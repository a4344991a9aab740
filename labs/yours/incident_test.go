package yours

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// What a learner's code panics with is told on one line, and not walked through.
func TestSaid(t *testing.T) {
	endless := []any{nil}
	endless[0] = endless
	type code int
	for _, test := range []struct {
		value any
		want  string
	}{
		{"no\n\ttag", "no tag"},
		{7, "7"},
		{code(7), "7"},
		{uint64(33), "33"},
		{errors.New("oh"), "oh"},
		{time.Second, "1s"},
		{endless, "a value of type []interface {}"},
		{&endless, "a value of type *[]interface {}"},
		{strings.Repeat("é", maxSaid), strings.Repeat("é", maxSaid/2) + "…"},
		{"a\xffb", "a\uFFFDb"},
	} {
		if diff := cmp.Diff(test.want, said(test.value)); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
	}
}

// A stack is told from where it broke to where the learner's code was called.
func TestOwn(t *testing.T) {
	const guard = "wireside/labs/yours.Wait[...](0x1)\n\t/src/labs/yours/guard.go:76 +0xab\ncreated by x in goroutine 1\n\t/src/labs/yours/guard.go:45 +0x1\n"
	const learner = "wireside/labs/sse/exercise/encode.line(...)\n\t/src/labs/sse/exercise/encode/encode.go:9\n" +
		"wireside/labs/sse/exercise/encode.Encode({0x0, 0x0})\n\t/src/labs/sse/exercise/encode/encode.go:17 +0x3d0\n"
	const stack = "goroutine 25 [running]:\nruntime/debug.Stack()\n\t/go/stack.go:26 +0x5e\nwireside/labs/yours.Wait[...].func1()\n\t/src/labs/yours/guard.go:73 +0x15a\n" +
		"panic({0xe24e80?, 0x1794c74c6660?})\n\t/go/panic.go:860 +0x13a\n" + learner + guard
	if diff := cmp.Diff(learner, own(stack)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	for _, torn := range []string{"", "x", "x\n", "x\npanic(\n", "x\npanic(\ny", "x\ny\nz"} {
		own(torn) // does not panic itself
	}
}
