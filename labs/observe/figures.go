package observe

// Figures are what the clients of one lane saw, all together, as the ledger shows it. With several clients each number is
// the sum of theirs: an event that two clients got was delivered twice.
type Figures struct {
	Counts           // Finished: all of them are
	Waiting int64    `json:"waiting"` // published, neither delivered nor lost yet
	Latency *Summary `json:"latency,omitempty"`
	RTT     *Summary `json:"rtt,omitempty"`
	Open    *Summary `json:"open,omitempty"`
}

// Merge adds up the reports of a lane's clients, which must have passed [Report.Check]. published is the highest number
// that the feed has published.
func Merge(published uint64, reports ...Report) Figures {
	f := Figures{Counts: Counts{Finished: len(reports) > 0}}
	latency, rtt, open := NewHistogram(), NewHistogram(), NewHistogram()
	for _, r := range reports {
		f.add(r.Counts)
		f.Waiting += max(0, int64(min(published, maxCount))-r.Delivered-r.Lost)
		latency.Add(r.Latency)
		rtt.Add(r.RTT)
		open.Add(r.Open)
	}
	f.Latency, f.RTT, f.Open = latency.Summary(), rtt.Summary(), open.Summary()
	return f
}

// add adds a client's counts.
func (c *Counts) add(o Counts) {
	c.Delivered += o.Delivered
	c.Lost += o.Lost
	c.Duplicated += o.Duplicated
	c.Reordered += o.Reordered
	c.Late += o.Late
	c.Early += o.Early
	c.Unreadable += o.Unreadable
	c.Foreign += o.Foreign
	c.Requests += o.Requests
	c.EmptyAnswers += o.EmptyAnswers
	c.Reconnects += o.Reconnects
	c.Sent += o.Sent
	c.Echoed += o.Echoed
	c.Finished = c.Finished && o.Finished
}
