package presence

import (
	"fmt"
	"net"
	"sync"
	"syscall"

	"golang.org/x/sys/unix"
)

// impl is one epoll instance for all connections. Its data of a connection is a number that is never used again, not the
// file descriptor, which the system gives to the next connection: a late event can't be mistaken for another's.
type impl struct {
	epoll int
	wake  int // an eventfd that ends the goroutine
	done  chan struct{}

	mu     sync.Mutex
	last   uint64
	gone   map[uint64]func()
	closed bool
}

// wakeID is the eventfd's number among the connections'.
const wakeID = 0

func (w *impl) open() error {
	var err error
	if w.epoll, err = unix.EpollCreate1(unix.EPOLL_CLOEXEC); err != nil {
		return fmt.Errorf("presence: epoll_create1: %w", err)
	}
	if w.wake, err = unix.Eventfd(0, unix.EFD_CLOEXEC|unix.EFD_NONBLOCK); err != nil {
		unix.Close(w.epoll)
		return fmt.Errorf("presence: eventfd: %w", err)
	}
	if err = unix.EpollCtl(w.epoll, unix.EPOLL_CTL_ADD, w.wake, event(unix.EPOLLIN, wakeID)); err != nil {
		unix.Close(w.epoll)
		unix.Close(w.wake)
		return fmt.Errorf("presence: epoll_ctl: %w", err)
	}
	w.gone, w.done = make(map[uint64]func()), make(chan struct{})
	go w.run()
	return nil
}

// event carries id in the 64 bits of epoll's user data.
func event(events uint32, id uint64) *unix.EpollEvent {
	return &unix.EpollEvent{Events: events, Fd: int32(uint32(id)), Pad: int32(uint32(id >> 32))}
}

func id(e unix.EpollEvent) uint64 { return uint64(uint32(e.Fd)) | uint64(uint32(e.Pad))<<32 }

func (w *impl) run() {
	defer close(w.done)
	var events [128]unix.EpollEvent
	for {
		n, err := unix.EpollWait(w.epoll, events[:], -1)
		if err != nil && err != unix.EINTR {
			return // the instance itself is broken; nothing can be noticed any more
		}
		w.mu.Lock()
		for _, e := range events[:max(n, 0)] {
			if gone, ok := w.gone[id(e)]; ok {
				delete(w.gone, id(e))
				gone()
			}
		}
		closed := w.closed
		w.mu.Unlock()
		if closed {
			return
		}
	}
}

func (w *impl) watch(conn net.Conn, gone func()) func() {
	raw, ok := descriptor(conn)
	if !ok {
		return func() {}
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.closed {
		return func() {}
	}
	w.last++
	id := w.last
	// EPOLLERR and EPOLLHUP, a reset, are always reported. Edge triggered: data that arrives and stays unread wakes nobody.
	if !w.control(raw, unix.EPOLL_CTL_ADD, event(unix.EPOLLRDHUP|unix.EPOLLET, id)) {
		return func() {}
	}
	w.gone[id] = gone
	var once sync.Once
	return func() { once.Do(func() { w.forget(raw, id) }) }
}

// controller lends out a file descriptor. A syscall.RawConn is one; so may be a connection that would rather not be taken
// for a syscall.Conn, since whoever finds one may read and write behind its back.
type controller interface {
	Control(f func(fd uintptr)) error
}

func descriptor(conn net.Conn) (controller, bool) {
	if c, ok := conn.(controller); ok {
		return c, true
	}
	if sc, ok := conn.(syscall.Conn); ok {
		raw, err := sc.SyscallConn()
		return raw, err == nil
	}
	return nil, false
}

// control changes what is watched of raw. It runs within Control, so that the file descriptor can't be closed, and be
// somebody else's, in the meantime.
func (w *impl) control(raw controller, op int, e *unix.EpollEvent) bool {
	done := false
	err := raw.Control(func(fd uintptr) { done = unix.EpollCtl(w.epoll, op, int(fd), e) == nil })
	return err == nil && done
}

func (w *impl) forget(raw controller, id uint64) {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.gone, id)
	if !w.closed {
		w.control(raw, unix.EPOLL_CTL_DEL, nil) // fails on a closed connection, which epoll has forgotten by itself
	}
}

func (w *impl) close() {
	w.mu.Lock()
	first := !w.closed
	w.closed = true
	w.mu.Unlock()
	if first {
		one := [8]byte{0: 1, 7: 1} // not zero in either byte order
		unix.Write(w.wake, one[:])
	}
	<-w.done
	if first {
		unix.Close(w.epoll)
		unix.Close(w.wake)
	}
}
