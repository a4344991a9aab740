package wsframe

import "testing"

// FuzzFrames holds the decoder to its laws on any input, from either side, with deflate or without: it does not panic, no
// byte is lost, and the way the input is cut changes nothing.
func FuzzFrames(f *testing.F) {
	f.Add([]byte("\x81\x05Hello\x01\x03Hel\x80\x02lo\x89\x05Hello"), []byte{1, 2, 3}, false, false)
	f.Add([]byte("\x81\x857\xfa!=\x7f\x9fMQX\x8a\x857\xfa!=\x7f\x9fMQX"), []byte{5}, true, false)
	f.Add([]byte("\xc1\x07\xf2H\xcd\xc9\xc9\x07\x00A\x03\xf2H\xcd\x80\x04\xc9\xc9\x07\x00"), []byte{9, 1}, false, true)
	f.Add(frame(0x82, make([]byte, 300), &rfcKey), []byte{100, 100}, true, true)
	f.Add(append([]byte{0x82, 127, 0x80, 0, 0, 0, 0, 0, 0, 0}, make([]byte, 5000)...), []byte{4, 250}, false, false)
	f.Add(join(frame(0x01, []byte("a"), nil), frame(0x88, []byte("\x03\xe9away"), nil), text1("b")), []byte{0, 0, 7}, false, false)
	f.Add(join(frame(0x02, make([]byte, 200), nil), frame(0x80, make([]byte, 5000), nil)), []byte{50}, false, true)
	c := newCompressor(f, 9)
	again := []byte("what comes again and again, and again")
	f.Add(join(frame(0xc1, c.message(again), nil), frame(0x41, c.message(again), nil), frame(0x80, nil, nil), frame(0xc1, c.message(again), nil)), []byte{9, 30}, false, true)
	f.Add(join(frame(0xc2, c.message(make([]byte, 300)), &rfcKey), frame(0xc1, c.message(again), &rfcKey)), []byte{3}, true, true)

	f.Fuzz(func(t *testing.T, in, steps []byte, client, deflate bool) {
		if len(in) > 1<<15 {
			return
		}
		// Small limits, so that what is too large is within reach.
		cfg := Config{FromClient: client, Deflate: deflate, Base: 11, MaxFrame: 4500, MaxMessage: 250}
		want := decode(cfg, in)
		conserved(t, in, cfg.Base, want)
		var cuts []int
		at := 0
		for _, step := range steps {
			if at += int(step); at > len(in) {
				break
			}
			cuts = append(cuts, at)
		}
		for _, cuts := range [][]int{cuts, bytewise(len(in))} {
			same(t, want, decode(cfg, in, cuts...))
		}
	})
}
