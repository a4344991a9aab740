package lab

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"wireside/labs/feed"
)

func TestBinaryEvent(t *testing.T) {
	e := feed.Event{Seq: 42, At: 0x0006_4421_9a0b_0c0d, Data: "\x00\xff", Binary: true}
	const want = "kept\x00\x00\x00\x00\x00\x00\x00\x2a\x00\x06\x44\x21\x9a\x0b\x0c\x0d\x00\xff"
	got := AppendBinaryEvent([]byte("kept"), e)
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	message := got[len("kept"):]
	if back, err := ParseBinaryEvent(message); err != nil || back != e {
		t.Errorf("read back: %+v, %v", back, err)
	}
	for n := range binaryHead {
		if back, err := ParseBinaryEvent(message[:n]); err != ErrBinaryEvent || back != (feed.Event{}) {
			t.Errorf("%d bytes: %+v, %v", n, back, err)
		}
	}
	if back, err := ParseBinaryEvent(message[:binaryHead]); err != nil || back.Seq != 42 || back.Data != "" {
		t.Errorf("without data: %+v, %v", back, err)
	}
}
