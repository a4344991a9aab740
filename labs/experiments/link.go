package experiments

// Fragment returns a result as it stands in a link to it, after "#r=": its JSON, deflated (RFC 1951), in base64url (RFC 4648 5)
// without padding.
func Fragment(r Result) string { return "" }

// ParseFragment reads what Fragment has written.
func ParseFragment(s string) (Result, error) { return Result{}, nil }
