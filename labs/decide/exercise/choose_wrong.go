package exercise

import (
	"errors"

	"wireside/labs/book"
	"wireside/labs/lab"
)

var chooseWrong = []book.Wrong[Choose]{
	{
		Name: "what goes up costs nothing",
		Answer: func(load Load, ledger Ledger) (Choice, error) {
			return choose(load, changed(ledger, func(a *Account) {
				if a.Bytes != nil {
					a.Bytes = &Bytes{S2C: a.Bytes.S2C}
				}
			}))
		},
		Caught: "bytes in both directions",
	},
	{
		Name: "the bytes of a lane, however many events they brought",
		Answer: func(load Load, ledger Ledger) (Choice, error) {
			one := int64(1)
			return choose(load, changed(ledger, func(a *Account) {
				if a.Delivered != nil {
					a.Delivered = &one
				}
			}))
		},
		Caught: "bytes for each event",
	},
	{
		Name: "the cheapest, whatever is required",
		Answer: func(load Load, ledger Ledger) (Choice, error) {
			return choose(Load{Clients: load.Clients, EventsPerSecond: load.EventsPerSecond}, ledger)
		},
		Caught: "requirements come first",
	},
	{
		Name: "the server has one client",
		Answer: func(load Load, ledger Ledger) (Choice, error) {
			load.Clients = 1
			return choose(load, ledger)
		},
		Caught: "what it costs to serve",
	},
	{
		Name: "messages go up for nothing",
		Answer: func(load Load, ledger Ledger) (Choice, error) {
			load.UpPerSecond = 0
			return choose(load, ledger)
		},
		Caught: "messages that go up",
	},
	{
		Name: "what is absent is zero",
		Answer: func(load Load, ledger Ledger) (Choice, error) {
			return choose(load, changed(ledger, func(a *Account) {
				if a.Latency == nil {
					a.Latency = &Latency{}
				}
				if a.Lost == nil {
					a.Lost = new(int64)
				}
			}))
		},
		Caught: "a figure that is absent",
	},
	{
		Name: "the first reason is enough",
		Answer: func(load Load, ledger Ledger) (Choice, error) {
			choice, err := choose(load, ledger)
			for t, reasons := range choice.Not {
				choice.Not[t] = reasons[:1]
			}
			return choice, err
		},
		Caught: "all the reasons",
	},
	{
		Name:   "one byte fewer decides",
		Answer: func(load Load, ledger Ledger) (Choice, error) { return chooseWithin(1, load, ledger) },
		Caught: "a tie",
	},
	{
		Name: "there is always one to choose",
		Answer: func(load Load, ledger Ledger) (Choice, error) {
			choice, err := choose(load, ledger)
			var nobody *Nobody
			if errors.As(err, &nobody) {
				return choose(Load{}, ledger)
			}
			return choice, err
		},
		Caught: "nobody",
	},
}

// changed returns a ledger whose accounts are changed.
func changed(ledger Ledger, change func(*Account)) Ledger {
	lanes := make(map[lab.Technique]Account)
	for t, account := range ledger.Lanes {
		change(&account)
		lanes[t] = account
	}
	return Ledger{lanes}
}
