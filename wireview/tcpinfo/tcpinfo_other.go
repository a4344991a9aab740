//go:build !linux

package tcpinfo

// Source says that this system has no figures.
var Source = Label{Note: "Segments and round trips are read on Linux only: this server runs on another system."}

// Read always reports false: there is nothing to be had here.
func Read(Controller) (Info, bool) { return Info{}, false }
