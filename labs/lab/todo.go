package lab

import "errors"

// ErrTODO is what an exercise returns that nobody has written yet.
var ErrTODO = errors.New("not written yet")
