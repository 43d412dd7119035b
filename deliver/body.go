package deliver

import (
	"bufio"
	"bytes"
)

// writeBody writes a message as RFC 5321 section 4.5.2 asks, up to the final dot:
// lines end in CRLF, and a dot that leads one is doubled.
//
// go-mail's writer goes byte by byte, which is half the CPU of sending, and it can
// only be closed with the final dot, also after an error: then the relay would keep
// half a mail.
func writeBody(w *bufio.Writer, message []byte) error {
	for len(message) > 0 {
		line, rest, _ := bytes.Cut(message, []byte("\n"))
		message = rest
		if bytes.HasPrefix(line, []byte(".")) {
			_ = w.WriteByte('.') // its error stays with w
		}
		_, _ = w.Write(bytes.TrimSuffix(line, []byte("\r")))
		_, _ = w.WriteString("\r\n")
	}
	return w.Flush()
}
