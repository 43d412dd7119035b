package deliver

import (
	"crypto/x509"
	"errors"
	"strings"
)

// Advice says what to change after [Relay.Try] failed with err.
func Advice(err error) string {
	var (
		ref       *refusal
		authority x509.UnknownAuthorityError
		host      x509.HostnameError
	)
	switch {
	case errors.As(err, &authority):
		return "name the authority of its certificate in smtp.ca_file"
	case errors.As(err, &host):
		return "set smtp.host to the name in its certificate"
	case errors.Is(err, errPublic):
		return "set smtp.tls to starttls"
	case !errors.As(err, &ref) || ref.class != classConfig:
		return "are smtp.host and smtp.port right, and does a firewall let this machine out?"
	case strings.Contains(strings.ToLower(err.Error()), "starttls"):
		return "is smtp.port right? 587 is for starttls, 465 for implicit"
	case ref.code == 530 || ref.code >= 534 && ref.code <= 538:
		return "check smtp.username, its password and smtp.auth"
	}
	return "check smtp.tls, smtp.auth and smtp.username"
}
