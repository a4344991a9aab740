package impair

import "testing"

// A kind alone is a fault, of every kind; what is said of it stays.
func TestAKindAloneIsAFault(t *testing.T) {
	for _, kind := range Kinds {
		if err := (Fault{Kind: kind.Name}).WithDefaults().Check(); err != nil {
			t.Errorf("%s: %v", kind.Name, err)
		}
	}
	if f := (Fault{Kind: Buffering, Buffer: Buffer{Ms: 100}}).WithDefaults(); f.Buffer != (Buffer{Ms: 100}) {
		t.Errorf("%+v", f)
	}
	if err := (Fault{Kind: "flood"}).WithDefaults().Check(); err == nil {
		t.Error("a kind that isn't there is a fault")
	}
}
