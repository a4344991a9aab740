//go:build !unix

package main

import "os"

// terminalWidth returns the columns of a terminal, 0 where nobody can tell.
func terminalWidth(*os.File) int { return 0 }
