package wire

import "strconv"

// ExplainRaw explains a raw unit, the same for every decoder: one field over all of it, which says why it was not read.
func ExplainRaw(u *Unit) {
	f := Field{Name: "bytes", Value: strconv.Itoa(len(u.Raw)) + " bytes", Note: "Bytes that could not be read."}
	if len(u.Raw) == 1 {
		f.Value = "1 byte"
	}
	u.Value, u.Summary = nil, f.Value+" not read"
	if u.Error != nil {
		f.Note, f.Spec = u.Error.Message, u.Error.Spec
		u.Summary += ": " + u.Error.Name
	}
	Tile(u).Field(len(u.Raw), f)
}
