// Package course keeps the lessons that a server has: those built in, or a working copy that an author changes meanwhile.
package course

import (
	"context"
	"errors"
	"fmt"
	"log"
	"os"
	"sync"
	"sync/atomic"

	"wireside/lessons"
)

// Edition is the lessons as they stood at one time. It never changes.
type Edition struct {
	Number  int // from 1, of a working copy; 0: there will be no other
	Lessons []*lessons.Lesson
	Err     error // what is wrong with them, by file and line; Lessons is nil then

	sum  sum
	next chan struct{}
}

// Outdated is closed when there is a newer edition.
func (e *Edition) Outdated() <-chan struct{} { return e.next }

// Course gives the newest edition. Its methods may be called from any goroutine.
type Course struct {
	dir     string
	world   lessons.World
	newest  atomic.Pointer[Edition]
	cancel  context.CancelFunc
	working sync.WaitGroup
}

// Fixed is a course of lessons that stay as they are.
func Fixed(all []*lessons.Lesson) *Course {
	c := &Course{cancel: func() {}}
	c.newest.Store(&Edition{Lessons: all, next: make(chan struct{})})
	return c
}

// Watch reads the lessons of a folder, and again whenever they change, until Close. It fails if they can't be loaded at first;
// later faults are an Edition's.
func Watch(dir string, world lessons.World) (*Course, error) {
	c := &Course{dir: dir, world: world}
	first := c.load(1)
	if first.Err != nil {
		return nil, first.Err
	}
	c.newest.Store(first)
	ctx, cancel := context.WithCancel(context.Background())
	c.cancel = cancel
	ready := make(chan struct{})
	c.working.Go(func() { c.follow(ctx, ready) })
	<-ready
	return c, nil
}

// Edition returns the newest.
func (c *Course) Edition() *Edition { return c.newest.Load() }

// Close ends the watching.
func (c *Course) Close() {
	c.cancel()
	c.working.Wait()
}

func (c *Course) load(number int) *Edition {
	files := os.DirFS(c.dir)
	e := &Edition{Number: number, sum: sumOf(files), next: make(chan struct{})}
	e.Lessons, e.Err = lessons.Load(files, c.world)
	if at := (*lessons.Error)(nil); e.Err != nil && !errors.As(e.Err, &at) {
		e.Err = fmt.Errorf("%s: %w", c.dir, e.Err) // the folder itself
	}
	return e
}

// look makes a new edition if the files have changed.
func (c *Course) look() {
	now := c.newest.Load()
	if sumOf(os.DirFS(c.dir)) == now.sum {
		return
	}
	next := c.load(now.Number + 1)
	switch {
	case next.Err != nil:
		log.Printf("the lessons can't be shown as they are:\n%v", next.Err)
	case now.Err != nil:
		log.Print("the lessons are mended")
	}
	c.newest.Store(next)
	close(now.next)
}
