package tcpinfo

import "golang.org/x/sys/unix"

// Source labels the figures of this system.
var Source = Label{
	Source: "TCP_INFO",
	Note: "Counted by the kernel for whole connections, on the server's side. Where one connection carried several lanes, " +
		"its segments are shared out at the ends of their responses: a late acknowledgement counts for the exchange after it, " +
		"and a request that comes at once may count for the one before.",
}

// Read asks the kernel, in less than a microsecond. It reports false if there is nothing to be had: the connection is
// closed, or is none of TCP.
func Read(c Controller) (Info, bool) {
	var raw *unix.TCPInfo
	var failed error
	err := c.Control(func(fd uintptr) {
		raw, failed = unix.GetsockoptTCPInfo(int(fd), unix.IPPROTO_TCP, unix.TCP_INFO)
	})
	if err != nil || failed != nil {
		return Info{}, false
	}
	info := Info{
		SegmentsOut: int64(raw.Segs_out), SegmentsIn: int64(raw.Segs_in),
		DataSegmentsOut: int64(raw.Data_segs_out), DataSegmentsIn: int64(raw.Data_segs_in),
		Retransmits: int64(raw.Total_retrans),
		BytesSent:   int64(raw.Bytes_sent), BytesReceived: int64(raw.Bytes_received), BytesRetransmitted: int64(raw.Bytes_retrans),
		RTT: int64(raw.Rtt),
	}
	if raw.Min_rtt != unmeasured {
		info.MinRTT = int64(raw.Min_rtt)
	}
	return info, true
}

// unmeasured is the kernel's minimum before the first measurement.
const unmeasured = 1<<32 - 1
