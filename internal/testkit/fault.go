package testkit

import (
	"strings"
	"time"
)

// Step names a moment of an SMTP conversation.
type Step string

// The steps in the order in which a conversation comes to them. StepBody is
// the first line after DATA, StepDot the line that ends the message.
const (
	StepConnect  Step = "connect"
	StepHelo     Step = "helo" // HELO or EHLO
	StepStartTLS Step = "starttls"
	StepAuth     Step = "auth"
	StepMail     Step = "mail"
	StepRcpt     Step = "rcpt"
	StepData     Step = "data"
	StepBody     Step = "body"
	StepDot      Step = "dot"
	StepRset     Step = "rset"
	StepQuit     Step = "quit"
)

// Action says what a fault does.
type Action string

const (
	Refuse        Action = "refuse"          // answer with Code and go on; at connect and in the body, then close
	Drop          Action = "drop"            // close the connection without an answer
	Stall         Action = "stall"           // say nothing for Wait, then go on as if nothing had happened
	ReplyThenDrop Action = "reply then drop" // do and answer as usual, then close the connection
	Act           Action = "act"             // run Call, then go on as if nothing had happened
	ReplyThenAct  Action = "reply then act"  // do and answer as usual, then run Call
)

// Fault is one piece of misbehaviour: at Step, the server does Do.
type Fault struct {
	Step      Step
	Do        Action
	Nth       int           // only the n-th time that Step (for Recipient, if set) is reached, counted from 1 over all connections; 0 means every time
	Recipient string        // only for this recipient: at rcpt the one named, later any of the message's; empty means all
	Code      int           // of Refuse; default 451
	Text      string        // of Refuse, of several lines if it holds line feeds; default "refused by test"
	Wait      time.Duration // of Stall; 0 means until the server is closed
	Call      func()        // of Act and ReplyThenAct, such as one that kills the client
}

// applies reports whether the fault concerns a message to rcpts at step.
func (f Fault) applies(step Step, rcpts []string) bool {
	if f.Step != step {
		return false
	}
	if f.Recipient == "" {
		return true
	}
	for _, rcpt := range rcpts {
		if strings.EqualFold(rcpt, f.Recipient) {
			return true
		}
	}
	return false
}

func (f Fault) code() int {
	if f.Code == 0 {
		return 451
	}
	return f.Code
}

func (f Fault) text() string {
	if f.Text == "" {
		return "refused by test"
	}
	return f.Text
}

// armed is a fault and how often its condition has been met.
type armed struct {
	Fault
	met int
}

// Fault arms f. Of several faults that apply at once, the one armed first wins.
func (s *SMTP) Fault(f Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = append(s.faults, &armed{Fault: f})
}

// ClearFaults makes the server behave again.
func (s *SMTP) ClearFaults() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = nil
}

// meet counts a step against every armed fault and returns the one to act on.
func (s *SMTP) meet(step Step, rcpts []string) (Fault, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var found *armed
	for _, f := range s.faults {
		if !f.applies(step, rcpts) {
			continue
		}
		f.met++
		if found == nil && (f.Nth == 0 || f.Nth == f.met) {
			found = f
		}
	}
	if found == nil {
		return Fault{}, false
	}
	return found.Fault, true
}
