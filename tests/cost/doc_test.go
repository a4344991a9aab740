// Package cost measures what the inspector costs: each lane without it, with it, and with somebody watching, in turns
// within one run. The servers are processes of their own, so that their processor time is theirs alone.
package cost
