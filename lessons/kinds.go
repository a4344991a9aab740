package lessons

// kind is what a fence may be besides code.
type kind struct {
	read    func(fence) block
	heading bool // it begins with a heading, of blockLevel
}

// kinds are the blocks by the first word of their info string. A new kind is a file with its reader, and a line here.
func kinds() map[string]kind {
	return map[string]kind{
		"lab":     {readLab, true},
		"predict": {readPredict, true},
		"claim":   {readClaim, true},
		"try":     {readTry, false},
		"code":    {readCode, false},
		"wire":    {readWire, false},
		"figure":  {readFigure, false},
	}
}
