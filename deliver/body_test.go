package deliver

import (
	"bufio"
	"bytes"
	"errors"
	"net/textproto"
	"strings"
	"testing"
)

func TestBodyIsWrittenInWholeLinesWithDotsDoubled(t *testing.T) {
	for in, want := range map[string]string{
		"":                         "",
		"a\r\nb\r\n":               "a\r\nb\r\n",
		"no end":                   "no end\r\n",
		".lead\r\n..two\r\n.\r\n":  "..lead\r\n...two\r\n..\r\n",
		"bare\n.\nfeeds":           "bare\r\n..\r\nfeeds\r\n",
		"\r\n\r\n":                 "\r\n\r\n",
		"a\rb\r\n":                 "a\rb\r\n",
		strings.Repeat("x.", 5000): strings.Repeat("x.", 5000) + "\r\n",
	} {
		var out bytes.Buffer
		if err := writeBody(bufio.NewWriter(&out), []byte(in)); err != nil || out.String() != want {
			t.Errorf("writeBody(%.40q) = %.40q, %v; want %.40q", in, out.String(), err, want)
		}
	}
}

type fullPipe struct{}

var errFullPipe = errors.New("no more")

func (fullPipe) Write([]byte) (int, error) { return 0, errFullPipe }

func TestBodyThatCannotBeWrittenIsAnError(t *testing.T) {
	for _, message := range []string{"short\r\n", strings.Repeat("a long line\r\n", 1000)} {
		if err := writeBody(bufio.NewWriter(fullPipe{}), []byte(message)); !errors.Is(err, errFullPipe) {
			t.Errorf("writeBody() = %v, want %v", err, errFullPipe)
		}
	}
}

// Whoever reads the body finds the end only where it is, and the lines that went in.
func FuzzWriteBody(f *testing.F) {
	f.Add([]byte("a\r\n.\r\nb\n.\n..\r"))
	f.Fuzz(func(t *testing.T, message []byte) {
		var out bytes.Buffer
		if err := writeBody(bufio.NewWriter(&out), message); err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(out.Bytes(), []byte("\n.\r\n")) || bytes.HasPrefix(out.Bytes(), []byte(".\r\n")) {
			t.Errorf("the end of the message is inside %q", out.Bytes())
		}
		out.WriteString(".\r\n")
		got, err := textproto.NewReader(bufio.NewReader(&out)).ReadDotBytes()
		want := strings.ReplaceAll(string(message), "\r\n", "\n")
		if want != "" && !strings.HasSuffix(want, "\n") {
			want = strings.TrimSuffix(want, "\r") + "\n"
		}
		if err != nil || string(got) != want {
			t.Errorf("writeBody(%q) reads back as %q, %v; want %q", message, got, err, want)
		}
	})
}
