package config

import (
	"net/mail"
	"time"
)

// Edition is one named digest.
type Edition struct {
	// Name is short and unique: small letters, digits and hyphens.
	Name string `yaml:"name" jsonschema:"required,pattern=^[a-z0-9][a-z0-9-]{0\\,31}$"`
	// Title is what readers see.
	// Default: the beat's title, which is "Wardround" in ours, and the name.
	Title string `yaml:"title"`
	// Schedule is a five-field cron line; days of the week are 0 (Sunday) to 6 or names.
	// Default: "30 7 * * 1", Mondays at half past seven.
	Schedule string `yaml:"schedule"`
	// Timezone is the IANA zone the schedule and all days are read in.
	// Default: Europe/London.
	Timezone string `yaml:"timezone"`
	// Topics are what it covers.
	// Default: none, which means all.
	Topics []string `yaml:"topics"`
	// Recipients are addresses, or mappings of address, name and list.
	// Default: none.
	Recipients []Recipient `yaml:"recipients"`
	// From is the sender: an address, or a name with the address in angle brackets.
	// Default: empty, operator.email.
	From string `yaml:"from"`
	// ReplyTo is where answers go.
	// Default: empty, the sender.
	ReplyTo string `yaml:"reply_to"`
	// Introduction is a line or two that stand under the title of every issue.
	// Default: empty, the beat's introduction; ours has none.
	Introduction string `yaml:"introduction"`
	// Accent is the colour of links and bars; it must be readable on white. The one
	// for dark mode is made of it.
	// Default: "#0b5394", a dark blue.
	Accent string `yaml:"accent" jsonschema:"pattern=^#[0-9a-fA-F]{6}$"`
	// MaxStories is how many stories are told; the rest are listed by headline.
	// Default: 30.
	MaxStories int `yaml:"max_stories" range:"1..30"`
	// Excerpts is how many of them carry an excerpt of up to two sentences.
	// Default: 3.
	Excerpts int `yaml:"excerpts" range:"1..10"`
	// Sentences is how many further ones carry one sentence.
	// Default: 9.
	Sentences int `yaml:"sentences" range:"1..29"`
	// Review is how long before the slot the issue is written and mailed to
	// operator.email as a proof, to be changed or held until it goes. At most half
	// of the time between two slots is used.
	// Default: 0s, no review; 2h is recommended for the first four issues.
	Review time.Duration `yaml:"review" range:"0s..72h"`
	// WhenEmpty says what happens in a week without stories: nothing is sent, or
	// a short note.
	// Default: skip.
	WhenEmpty string `yaml:"when_empty" jsonschema:"enum=skip,enum=note"`
}

// Recipient is one address an edition goes to. In the file it may be a plain
// address, or a name with the address in angle brackets.
type Recipient struct {
	// Address is the mailbox.
	Address string `yaml:"address" jsonschema:"required,format=email"`
	// Name is shown beside the address.
	// Default: empty.
	Name string `yaml:"name"`
	// List marks a distribution list, which gets no personal link.
	// Default: false.
	List bool `yaml:"list"`
}

// UnmarshalText reads the short form of a recipient. What is not an address is
// kept as it is, to be reported with the other mistakes of its edition.
func (r *Recipient) UnmarshalText(text []byte) error {
	r.Address = string(text)
	if a, err := mail.ParseAddress(r.Address); err == nil {
		r.Address, r.Name = a.Address, a.Name
	}
	return nil
}

// SMTP is the relay that mail leaves through.
type SMTP struct {
	// Host is the relay's name or address.
	// Default: empty, nothing can be sent.
	Host string `yaml:"host"`
	// Port is the relay's port.
	// Default: 0, which means 587 with starttls, 465 with implicit, 25 with none.
	Port int `yaml:"port" range:"0..65535"`
	// TLS says how the connection is protected. `none` is for a relay without
	// log-in on a private or loopback address only.
	// Default: starttls.
	TLS string `yaml:"tls" jsonschema:"enum=starttls,enum=implicit,enum=none"`
	// CAFile holds the certificate authority of the relay in PEM form.
	// Default: empty, those of the system.
	CAFile string `yaml:"ca_file"`
	// Auth is the way to log in; auto takes the strongest the relay offers.
	// xoauth2 logs in with a token, which password names or oauth gets.
	// Default: auto.
	Auth string `yaml:"auth" jsonschema:"enum=auto,enum=plain,enum=login,enum=cram-md5,enum=scram-sha-1,enum=scram-sha-256,enum=xoauth2"`
	// Username is the name to log in with.
	// Default: empty, no log-in.
	Username string `yaml:"username"`
	// Password says where the password is found.
	Password Secret `yaml:"password"`
	// OAuth gets the tokens of xoauth2 with a client's own credentials, in place
	// of a password.
	OAuth OAuth `yaml:"oauth"`
	// Rate is how many messages are handed over in a minute, on all connections
	// together; 0 sets no limit.
	// Default: 30.
	Rate int `yaml:"rate" range:"0..6000"`
	// Connections is how many are open at the same time.
	// Default: 1.
	Connections int `yaml:"connections" range:"1..20"`
	// Lease is how long a claimed message belongs to one sender without a sign of life.
	// Default: 2m.
	Lease time.Duration `yaml:"lease" range:"10s..1h"`
	// UnknownAfter is how long the answer to a handed-over message is waited for
	// before it counts as unknown; not less than lease.
	// Default: 15m.
	UnknownAfter time.Duration `yaml:"unknown_after" range:"1m..72h"`
	// OnUnknown says what happens then: the same bytes once more, or the operator decides.
	// Default: resend.
	OnUnknown string `yaml:"on_unknown" jsonschema:"enum=resend,enum=hold"`
}

// OAuth is a client that gets access tokens with its own credentials, as
// Microsoft 365 wants it.
type OAuth struct {
	// TokenURL is where tokens are asked for, an https address.
	// Default: empty, no tokens.
	TokenURL string `yaml:"token_url"`
	// ClientID names the client.
	// Default: empty.
	ClientID string `yaml:"client_id"`
	// ClientSecret says where the client's secret is found.
	ClientSecret Secret `yaml:"client_secret"`
	// Scope is what the tokens are for, such as https://outlook.office365.com/.default.
	// Default: empty.
	Scope string `yaml:"scope"`
}

// DKIM says who signs the mail.
type DKIM struct {
	// Mode is own (signed here), relay (the relay signs) or off.
	// Default: relay.
	Mode string `yaml:"mode" jsonschema:"enum=own,enum=relay,enum=off"`
	// Domain is the signing domain; own needs it.
	// Default: empty.
	Domain string `yaml:"domain"`
	// Selector names the published key; own needs it.
	// Default: empty.
	Selector string `yaml:"selector"`
	// KeyFile holds the private key in PEM form, readable by its owner only; own needs it.
	// Default: empty.
	KeyFile string `yaml:"key_file"`
}
