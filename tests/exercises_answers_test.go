package tests

// The answers that a learner gives to sse-encode, one after the other. Each stands in the place of the stub's function.
const (
	// encodeNaive writes the data as it is.
	encodeNaive = `
// Encode returns the block of an event.
func Encode(e scratch.Event) ([]byte, error) {
	block := ""
	if e.Type != "" {
		block += "event: " + e.Type + "\n"
	}
	if e.ID != "" {
		block += "id: " + e.ID + "\n"
	}
	return []byte(block + "data: " + e.Data + "\n\n"), nil
}
`
	// encodePanics cuts off what may not be there.
	encodePanics = `
// Encode returns the block of an event.
func Encode(e scratch.Event) ([]byte, error) {
	return []byte("data: " + e.Data[:100] + "\n\n"), nil
}
`
	// encodeUnbuilt is not Go.
	encodeUnbuilt = `
// Encode returns the block of an event.
func Encode(e scratch.Event) ([]byte, error) {
	return []byte("data: " + e.Text + "\n\n"), nil
}
`
	// encodeRight does all that the stub's comment asks for.
	encodeRight = `
// Encode returns the block of an event.
func Encode(e scratch.Event) ([]byte, error) {
	if strings.ContainsAny(e.Type, "\r\n") || strings.ContainsAny(e.ID, "\r\n\x00") {
		return nil, errors.New("a type and an ID are one line")
	}
	var b bytes.Buffer
	lines := func(name, text string) {
		text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text)
		for line := range strings.SplitSeq(text, "\n") {
			b.WriteString(name + ": " + line + "\n")
		}
	}
	if ms := e.Retry.Milliseconds(); ms > 0 {
		lines("retry", strconv.FormatInt(ms, 10))
	}
	if e.Comment != "" {
		lines("", e.Comment)
	}
	if e.Type != "" {
		lines("event", e.Type)
	}
	if e.ID != "" {
		lines("id", e.ID)
	}
	if !e.NoData {
		lines("data", e.Data)
	}
	b.WriteByte('\n')
	return b.Bytes(), nil
}
`
)
