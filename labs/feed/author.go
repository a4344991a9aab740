package feed

import (
	"encoding/base64"
	"fmt"
	"math/rand/v2"
)

// An author returns the data of the next event: exactly n bytes, whatever there was to say.
type author func(n int) string

// fit cuts b to n bytes, or pads it with dots. It may write to b's array.
func fit(b []byte, n int) string {
	for len(b) < n {
		b = append(b, '.')
	}
	return string(b[:n])
}

// pick returns one of list.
func pick(chance *rand.Rand, list []string) string { return list[chance.IntN(len(list))] }

// asText makes text of an author's bytes: their base64 (RFC 4648 section 4), with spaces behind it, which readers skip.
func asText(a author) author {
	return func(n int) string {
		b := base64.StdEncoding.AppendEncode(nil, []byte(a(n/4*3)))
		for len(b) < n {
			b = append(b, ' ')
		}
		return string(b)
	}
}

// newHeadlines writes such as "Harbour of Elm Bay reopens after the longest night of the year".
func newHeadlines(chance *rand.Rand) author {
	what := []string{"Harbour", "Observatory", "City library", "Night train", "Lighthouse", "Old bridge", "Market hall", "Ferry",
		"Weather station", "Cable car", "Public baths", "Clock tower"}
	where := []string{"Elm Bay", "Northport", "Three Mills", "Saltmarsh", "Upper Vale", "Stonebridge", "Port Amity", "Lakeside"}
	does := []string{"reopens", "closes early", "wins a prize", "is for sale", "changes hands", "makes a profit", "asks for patience",
		"turns a hundred"}
	why := []string{"after the longest night of the year", "as the river rises", "to everybody's surprise", "for the third time",
		"two years late", "without a word", "on a vote of five to four", "while the mayor is away"}
	return func(n int) string {
		return fit(fmt.Appendf(nil, "%s of %s %s %s", pick(chance, what), pick(chance, where), pick(chance, does), pick(chance, why)), n)
	}
}

// newNotices writes what a busy tool has to say, such as "Build 214 passed in 81 s".
func newNotices(chance *rand.Rand) author {
	notices := []string{"Build %d passed in %d s", "Build %d failed after %d s", "Order %d was shipped in %d parcels",
		"Ticket %d has %d new comments", "Backup %d took %d s", "Page %d was edited %d times", "Disk %d is %d %% full"}
	return func(n int) string {
		return fit(fmt.Appendf(nil, pick(chance, notices), 100+chance.IntN(900), 2+chance.IntN(98)), n)
	}
}
