//go:build !linux

package presence

import "net"

// impl notices nothing.
type impl struct{}

func (*impl) open() error                          { return nil }
func (*impl) watch(net.Conn, func()) (stop func()) { return func() {} }
func (*impl) close()                               {}
