package http1_test

import (
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wireside/wireview/http1"
	"wireside/wireview/wire"
)

func ignore(*wire.Unit) {}

// again returns a reading as r was before it ran.
func (r reading) again() *reading {
	r.heads, r.units, r.bodies = nil, nil, nil
	return &r
}

// same checks that two readings came to the same.
func same(t *testing.T, what string, want, got *reading) {
	t.Helper()
	differ(t, what+": units", want.units, got.units)
	differ(t, what+": content", want.bodies, got.bodies)
	differ(t, what+": heads", want.heads, got.heads)
}

// differ looks closer only at what is not the same: cmp takes a hundred times as long as reflect.
func differ(t *testing.T, what string, want, got any) {
	t.Helper()
	if reflect.DeepEqual(want, got) {
		return
	}
	t.Fatalf("%s (-want +got):\n%s", what, cmp.Diff(want, got, cmp.AllowUnexported(http1.Head{})))
}

// everySplit checks that input comes to the same in one piece, in any two, and byte by byte; with content in units, and read
// further.
func everySplit(t *testing.T, r reading, input []byte) {
	t.Helper()
	for _, r.further = range []bool{false, true} {
		whole := r.again().run(input)
		whole.conserve(t, input)
		var all []int
		for cut := range input {
			same(t, "in two pieces", whole, r.again().run(input, cut))
			all = append(all, cut)
		}
		same(t, "byte by byte", whole, r.again().run(input, all...))
	}
}

// Wherever a stream is cut off, all bytes are accounted for, and the end says whether a message was cut with it.
func TestEveryTruncation(t *testing.T) {
	for _, tt := range []struct {
		name    string
		reading reading
		input   []byte
		whole   []int // where a message is complete
	}{
		{"requests", reading{role: http1.Requests},
			crlf("GET / HTTP/1.1\nHost: a\n\nPOST / HTTP/1.1\nHost: a\nTransfer-Encoding: chunked\n\n2;x=y\nhi\n0\nA: b\n\n\n"), []int{0, 27, 105, 107}},
		{"responses", reading{role: http1.Responses},
			crlf("HTTP/1.1 100 \n\nHTTP/1.1 200 OK\nContent-Length: 2\n\nhi"), []int{0, 17, 57}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			whole := map[int]bool{}
			for _, n := range tt.whole {
				whole[n] = true
			}
			for n := range len(tt.input) + 1 {
				for _, further := range []bool{false, true} {
					r := tt.reading.again()
					r.further = further
					r.run(tt.input[:n])
					r.conserve(t, tt.input[:n])
					want := http1.End{Incomplete: !whole[n]}
					if diff := cmp.Diff(want, r.units[len(r.units)-1].Value); diff != "" {
						t.Errorf("cut at %d, %q: end (-want +got):\n%s", n, tt.input[max(0, n-10):n], diff)
					}
				}
			}
		})
	}
}
