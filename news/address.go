package news

import "strings"

// Bytes of an address and of what stands before its @ (RFC 5321, 4.5.3.1, RFC 3696).
const (
	maxAddress = 254
	maxLocal   = 64
)

// PlainAddress reports whether any relay takes mail to the bare address: plain ASCII, and
// nothing before the @ that needs quotes (RFC 5321, 4.1.2). Addresses with other letters
// need SMTPUTF8 on the whole way; a host beyond ASCII has an xn-- form.
func PlainAddress(address string) bool {
	local, host, ok := strings.Cut(address, "@")
	if !ok || local == "" || host == "" || len(local) > maxLocal || len(address) > maxAddress {
		return false
	}
	if strings.HasPrefix(local, ".") || strings.HasSuffix(local, ".") || strings.Contains(address, "..") {
		return false
	}
	return !strings.ContainsFunc(local, func(r rune) bool { return !letterOrDigit(r) && !strings.ContainsRune("!#$%&'*+-/=?^_`{|}~.", r) }) &&
		!strings.ContainsFunc(host, func(r rune) bool { return !letterOrDigit(r) && r != '-' && r != '.' })
}

func letterOrDigit(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
}
