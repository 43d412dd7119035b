package testkit

import (
	"errors"
	"fmt"
	"net"
	"net/smtp"
	"net/textproto"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

const letter = "Subject: made-up news\r\n\r\n.dot first\r\nlast\r\n"

// send offers letter to the server the way a relay's client does, all steps in turn.
func send(s *SMTP, rcpts ...string) error {
	c, err := dial(s)
	if err != nil {
		return err
	}
	defer c.Close()
	if err := offer(c, rcpts...); err != nil {
		return err
	}
	if err := c.Reset(); err != nil {
		return fmt.Errorf("rset: %w", err)
	}
	if err := c.Quit(); err != nil {
		return fmt.Errorf("quit: %w", err)
	}
	return nil
}

func dial(s *SMTP) (*smtp.Client, error) {
	conn, err := net.DialTimeout("tcp", s.Addr(), 5*time.Second)
	if err != nil {
		return nil, fmt.Errorf("dial: %w", err)
	}
	if err := conn.SetDeadline(time.Now().Add(5 * time.Second)); err != nil {
		return nil, err
	}
	c, err := smtp.NewClient(conn, "localhost")
	if err != nil {
		return nil, fmt.Errorf("connect: %w", err)
	}
	return c, nil
}

func offer(c *smtp.Client, rcpts ...string) error {
	if err := c.Hello("client.example"); err != nil {
		return fmt.Errorf("helo: %w", err)
	}
	if err := c.Mail("from@client.example"); err != nil {
		return fmt.Errorf("mail: %w", err)
	}
	for _, rcpt := range rcpts {
		if err := c.Rcpt(rcpt); err != nil {
			return fmt.Errorf("rcpt: %w", err)
		}
	}
	w, err := c.Data()
	if err != nil {
		return fmt.Errorf("data: %w", err)
	}
	if _, err := w.Write([]byte(letter)); err != nil {
		return fmt.Errorf("body: %w", err)
	}
	if err := w.Close(); err != nil {
		return fmt.Errorf("dot: %w", err)
	}
	return nil
}

func TestMessageIsKeptByteForByte(t *testing.T) {
	s := NewSMTP(t, SMTPOptions{})
	if err := send(s, "a@reader.example", "b@reader.example"); err != nil {
		t.Fatalf("send() = %v", err)
	}
	got := s.Messages()
	if len(got) != 1 {
		t.Fatalf("Messages() has %d, want 1", len(got))
	}
	m := got[0]
	if m.From != "from@client.example" || string(m.Data) != letter || !m.Acknowledged() || m.TLS {
		t.Errorf("message = %+v with data %q", m, m.Data)
	}
	if diff := cmp.Diff([]string{"a@reader.example", "b@reader.example"}, m.To); diff != "" {
		t.Errorf("recipients (-want +got):\n%s", diff)
	}
}

func TestFaults(t *testing.T) {
	const who = "a@reader.example"
	steps := map[Step]string{ // and the stage at which net/smtp notices
		StepConnect: "connect", StepHelo: "helo", StepMail: "mail", StepRcpt: "rcpt",
		StepData: "data", StepBody: "dot", StepDot: "dot", StepRset: "rset", StepQuit: "quit",
	}
	for step, stage := range steps {
		t.Run("refuse at "+string(step), func(t *testing.T) {
			s := NewSMTP(t, SMTPOptions{})
			s.Fault(Fault{Step: step, Do: Refuse, Code: 554, Text: "5.7.1 go away"})
			err := send(s, who)
			var reply *textproto.Error
			if !errors.As(err, &reply) || reply.Code != 554 || reply.Msg != "5.7.1 go away" {
				t.Fatalf("send() = %v, want reply 554", err)
			}
			if !strings.HasPrefix(err.Error(), stage+":") {
				t.Errorf("send() failed with %v, want at %s", err, stage)
			}
		})
		t.Run("drop at "+string(step), func(t *testing.T) {
			s := NewSMTP(t, SMTPOptions{})
			s.Fault(Fault{Step: step, Do: Drop})
			err := send(s, who)
			var reply *textproto.Error
			if err == nil || errors.As(err, &reply) {
				t.Fatalf("send() = %v, want a lost connection", err)
			}
			// A large or quick client may notice a cut body while it writes.
			if !strings.HasPrefix(err.Error(), stage+":") && step != StepBody {
				t.Errorf("send() failed with %v, want at %s", err, stage)
			}
		})
	}
}

func TestReplyToTheDotIsRecorded(t *testing.T) {
	tests := []struct {
		name  string
		fault Fault
		code  int
		fails bool
	}{
		{"taken, reply lost", Fault{Step: StepDot, Do: Drop}, 0, true},
		{"refused for now", Fault{Step: StepDot, Do: Refuse}, 451, true},
		{"taken, then dropped", Fault{Step: StepDot, Do: ReplyThenDrop}, 250, true},
		{"taken late", Fault{Step: StepDot, Do: Stall, Wait: 10 * time.Millisecond}, 250, false},
		{"cut before the dot is not a message", Fault{Step: StepBody, Do: Drop}, -1, true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := NewSMTP(t, SMTPOptions{})
			s.Fault(test.fault)
			if err := send(s, "a@reader.example"); (err != nil) != test.fails {
				t.Errorf("send() = %v, want failure %v", err, test.fails)
			}
			got := -1
			if all := s.Messages(); len(all) == 1 {
				got = all[0].Code
			}
			if got != test.code {
				t.Errorf("code of the message = %d, want %d", got, test.code)
			}
		})
	}
}

func TestFaultChoosesOccurrenceAndRecipient(t *testing.T) {
	s := NewSMTP(t, SMTPOptions{})
	s.Fault(Fault{Step: StepRcpt, Do: Refuse, Code: 550, Recipient: "GONE@reader.example"})
	s.Fault(Fault{Step: StepDot, Do: Refuse, Nth: 2})
	var got []string
	for _, rcpt := range []string{"a@reader.example", "b@reader.example", "gone@reader.example", "c@reader.example"} {
		code := "250"
		if err := send(s, rcpt); err != nil {
			code = strings.Join(strings.Fields(err.Error())[:2], " ")
		}
		got = append(got, code)
	}
	if diff := cmp.Diff([]string{"250", "dot: 451", "rcpt: 550", "250"}, got); diff != "" {
		t.Errorf("outcomes (-want +got):\n%s", diff)
	}
	s.ClearFaults()
	if err := send(s, "gone@reader.example"); err != nil {
		t.Errorf("send() after ClearFaults = %v", err)
	}
	if got := s.Connections(); got != 5 {
		t.Errorf("Connections() = %d, want 5", got)
	}
}

func TestStallEndsWhenTheServerCloses(t *testing.T) {
	s, err := StartSMTP(SMTPOptions{})
	if err != nil {
		t.Fatal(err)
	}
	s.Fault(Fault{Step: StepDot, Do: Stall})
	done := make(chan error, 1)
	go func() { done <- send(s, "a@reader.example") }()
	for len(s.Messages()) == 0 {
		time.Sleep(time.Millisecond)
	}
	if err := s.Close(); err != nil {
		t.Errorf("Close() = %v", err)
	}
	if err := <-done; err == nil {
		t.Error("send() = nil, want a lost connection")
	}
	if s.Messages()[0].Acknowledged() {
		t.Error("message is marked acknowledged though no reply was sent")
	}
	if err := s.Close(); err != nil {
		t.Errorf("second Close() = %v", err)
	}
}

func TestCommandsOutOfOrder(t *testing.T) {
	tests := []struct{ name, lines, want string }{
		{"mail before a greeting", "MAIL FROM:<a@b.example>", "503"},
		{"recipient before a sender", "EHLO x|RCPT TO:<a@b.example>", "503"},
		{"data before a recipient", "EHLO x|MAIL FROM:<a@b.example>|DATA", "503"},
		{"a second sender", "EHLO x|MAIL FROM:<>|MAIL FROM:<>", "503"},
		{"sender without brackets", "EHLO x|MAIL FROM:a@b.example", "501"},
		{"recipient missing", "EHLO x|MAIL FROM:<>|RCPT TO:<>", "501"},
		{"log-in where there is none", "EHLO x|AUTH PLAIN AAAA", "503"},
		{"TLS where there is none", "EHLO x|STARTTLS", "502"},
		{"unknown word", "HELO x|VRFY a", "502"},
		{"nothing to do", "NOOP", "250"},
		{"parameters after the sender", "ehlo x|mail from:<a@b.example> SIZE=10 BODY=8BITMIME", "250"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := NewSMTP(t, SMTPOptions{})
			conn, err := textproto.Dial("tcp", s.Addr())
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			if _, _, err := conn.ReadResponse(220); err != nil {
				t.Fatal(err)
			}
			code := 0
			for _, line := range strings.Split(test.lines, "|") {
				if err := conn.PrintfLine("%s", line); err != nil {
					t.Fatal(err)
				}
				code, _, err = conn.ReadResponse(0)
				if err != nil {
					t.Fatal(err)
				}
			}
			if got := fmt.Sprint(code); got != test.want {
				t.Errorf("last reply = %s, want %s", got, test.want)
			}
		})
	}
}

func FuzzAddress(f *testing.F) {
	for _, seed := range []string{"FROM:<a@b.example> SIZE=1", "from: <>", "FROM:", "", "FROM:>x<"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, arg string) {
		got, ok := address(arg, "FROM:")
		if ok && strings.Contains(got, ">") {
			t.Errorf("address(%q) = %q", arg, got)
		}
	})
}
