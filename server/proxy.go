package main

import (
	"context"
	"errors"
)

func proxy(context.Context, []string, streams) error { return errors.New("proxy is not there yet") }
