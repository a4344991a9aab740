// Package tcpinfo reads what the operating system counts of a TCP connection: segments, retransmissions, round trips.
// These are the kernel's figures, not the inspector's: it sees the bytes above TCP only.
package tcpinfo

// Info is what the system has counted of one or more connections, as the server's side of them saw it.
type Info struct {
	SegmentsOut        int64 `json:"segmentsOut"`     // TCP segments sent, acknowledgements and handshake included
	SegmentsIn         int64 `json:"segmentsIn"`      // likewise received
	DataSegmentsOut    int64 `json:"dataSegmentsOut"` // of these, those that carried data
	DataSegmentsIn     int64 `json:"dataSegmentsIn"`
	Retransmits        int64 `json:"retransmits"`        // segments sent again
	BytesSent          int64 `json:"bytesSent"`          // payload bytes, those sent again included
	BytesReceived      int64 `json:"bytesReceived"`      // payload bytes acknowledged
	BytesRetransmitted int64 `json:"bytesRetransmitted"` // payload bytes sent again
	RTT                int64 `json:"rtt"`                // smoothed round trip in µs, newest; delayed acknowledgements inflate it
	MinRTT             int64 `json:"minRtt"`             // least round trip seen in µs; 0 before the first
}

// Controller gives access to a connection's file descriptor. A *tap.Conn is one.
type Controller interface {
	Control(f func(fd uintptr)) error
}

// Since returns what was counted between an earlier reading of the same connection and i. The round trips are i's.
func (i Info) Since(earlier Info) Info {
	i.SegmentsOut -= earlier.SegmentsOut
	i.SegmentsIn -= earlier.SegmentsIn
	i.DataSegmentsOut -= earlier.DataSegmentsOut
	i.DataSegmentsIn -= earlier.DataSegmentsIn
	i.Retransmits -= earlier.Retransmits
	i.BytesSent -= earlier.BytesSent
	i.BytesReceived -= earlier.BytesReceived
	i.BytesRetransmitted -= earlier.BytesRetransmitted
	return i
}

// Add adds the counts of another reading. Of the round trips the newest is later's, and the least that of both.
func (i Info) Add(later Info) Info {
	i.SegmentsOut += later.SegmentsOut
	i.SegmentsIn += later.SegmentsIn
	i.DataSegmentsOut += later.DataSegmentsOut
	i.DataSegmentsIn += later.DataSegmentsIn
	i.Retransmits += later.Retransmits
	i.BytesSent += later.BytesSent
	i.BytesReceived += later.BytesReceived
	i.BytesRetransmitted += later.BytesRetransmitted
	if later.RTT > 0 {
		i.RTT = later.RTT
	}
	if i.MinRTT == 0 || later.MinRTT > 0 && later.MinRTT < i.MinRTT {
		i.MinRTT = later.MinRTT
	}
	return i
}

// Label says where the figures come from, or why there are none.
type Label struct {
	Source string `json:"source,omitempty"` // "TCP_INFO"; empty where the system gives none
	Note   string `json:"note"`
}
