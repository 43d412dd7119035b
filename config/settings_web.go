package config

// Web is the archive of issues.
type Web struct {
	// Listen is the host:port it is served on.
	// Default: empty, not served.
	Listen string `yaml:"listen"`
	// BaseURL is the address readers reach it at; links in mail need it.
	// Default: empty, no links to the archive.
	BaseURL string `yaml:"base_url"`
	// KeyFile holds the secret behind readers' personal links and the list of those
	// who left; it is made at first need. Several nodes must have the same one.
	// Default: empty, a file beside the store.
	KeyFile string `yaml:"key_file"`
	// Auth asks readers who they are.
	Auth WebAuth `yaml:"auth"`
	// Statements fills the pages on privacy and accessibility.
	Statements Statements `yaml:"statements"`
}

// WebAuth is the log-in of the archive: a name and a password of its own, or a
// proxy in front of it that logs readers in.
type WebAuth struct {
	// Username is asked for together with the password.
	// Default: empty, open to all who reach it.
	Username string `yaml:"username"`
	// Password says where the password is found.
	Password Secret `yaml:"password"`
	// Header is the one in which a proxy names the reader it has logged in. The
	// proxy must remove it from what readers send.
	// Default: empty, none.
	Header string `yaml:"header"`
	// Proxies are addresses and networks whose word on the header counts.
	// Default: empty, this machine.
	Proxies []string `yaml:"proxies"`
}

// Statements are what only the operator can say on the pages about privacy and
// accessibility.
type Statements struct {
	// Purpose is what readers' data is used for.
	// Default: empty, to send them what they were signed up for.
	Purpose string `yaml:"purpose"`
	// Basis is the lawful basis (UK GDPR, article 6).
	// Default: empty, legitimate interest.
	Basis string `yaml:"basis"`
	// Faults are what is known not to be accessible here, beside the program's own.
	// Default: none.
	Faults []string `yaml:"faults"`
	// Tested is the day this installation was last tested for accessibility.
	// Default: empty, the day the program's pages were.
	Tested string `yaml:"tested"`
}
