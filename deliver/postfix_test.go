package deliver

import (
	"bytes"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/wardround/wardround/internal/testkit"
)

// postfixMaster names the daemons of a small Postfix: one that listens, one that
// hands on, and what these two cannot do without.
const postfixMaster = `
127.0.0.1:%d inet n - n - - smtpd
cleanup   unix n - n - 0 cleanup
qmgr      unix n - n 300 1 qmgr
tlsmgr    unix - - n 1000? 1 tlsmgr
rewrite   unix - - n - - trivial-rewrite
bounce    unix - - n - 0 bounce
defer     unix - - n - 0 bounce
trace     unix - - n - 0 bounce
smtp      unix - - n - - smtp
error     unix - - n - - error
retry     unix - - n - - error
anvil     unix - - n - 1 anvil
postlog   unix-dgram n - n - 1 postlogd
`

const postfixMain = `
compatibility_level = 3.6
queue_directory = %[1]s/queue
data_directory = %[1]s/data
maillog_file = /dev/stdout
maillog_file_prefixes = /dev
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = relay.wardround.example
mydestination =
alias_maps =
local_recipient_maps =
relayhost = [127.0.0.1]:%[2]d
smtp_host_lookup = native
smtp_tls_security_level = none
smtpd_tls_cert_file = %[1]s/cert.pem
smtpd_tls_key_file = %[1]s/key.pem
smtpd_tls_security_level = encrypt
smtpd_sasl_auth_enable = yes
cyrus_sasl_config_path = %[1]s/sasl
smtpd_sasl_local_domain = wardround.example
smtpd_relay_restrictions = permit_sasl_authenticated, reject
`

// startPostfix starts a real relay that wants STARTTLS and a log-in, and hands on
// to sink.
func startPostfix(t *testing.T, sink *testkit.SMTP) Relay {
	t.Helper()
	owner, err := user.Lookup("postfix")
	passwd, passwdErr := exec.LookPath("saslpasswd2")
	if _, postfixErr := exec.LookPath("postfix"); err != nil || passwdErr != nil || postfixErr != nil || os.Getuid() != 0 {
		t.Skip("needs Postfix, Cyrus SASL and root: apt-get install postfix sasl2-bin libsasl2-modules")
	}
	dir, err := os.MkdirTemp("", "postfix") // not t.TempDir: another user works in it
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	uid, _ := strconv.Atoi(owner.Uid)
	gid, _ := strconv.Atoi(owner.Gid)
	for _, name := range []string{"queue", "data", "sasl"} {
		if err := os.Mkdir(filepath.Join(dir, name), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Chown(filepath.Join(dir, "data"), uid, gid); err != nil {
		t.Fatal(err)
	}
	port, ca := freePort(t), writeCertificate(t, dir)
	write(t, filepath.Join(dir, "master.cf"), fmt.Appendf(nil, postfixMaster, port))
	write(t, filepath.Join(dir, "main.cf"), fmt.Appendf(nil, postfixMain, dir, sink.Port()))
	write(t, filepath.Join(dir, "sasl", "smtpd.conf"), fmt.Appendf(nil,
		"pwcheck_method: auxprop\nauxprop_plugin: sasldb\nsasldb_path: %s/users\nmech_list: PLAIN LOGIN CRAM-MD5 SCRAM-SHA-1 SCRAM-SHA-256\n", dir))
	add := exec.Command(passwd, "-p", "-c", "-f", filepath.Join(dir, "users"), "-u", "wardround.example", "desk")
	add.Stdin = strings.NewReader("tulip")
	if out, err := add.CombinedOutput(); err != nil {
		t.Fatalf("saslpasswd2: %v\n%s", err, out)
	}
	for _, name := range []string{"users", "sasl/smtpd.conf"} {
		if err := os.Chown(filepath.Join(dir, name), uid, gid); err != nil {
			t.Fatal(err)
		}
	}
	runPostfix(t, dir, port)
	return Relay{Host: "localhost", Port: port, TLS: TLSStartTLS, RootCAs: ca, Username: "desk@wardround.example", Password: secret("tulip")}
}

// runPostfix starts the instance in dir and waits until it listens.
func runPostfix(t *testing.T, dir string, port int) {
	t.Helper()
	cmd := exec.Command("postfix", "-c", dir, "start-fg")
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		stop := exec.Command("postfix", "-c", dir, "stop")
		out, err := stop.CombinedOutput()
		_ = cmd.Wait() // ended by us
		if err != nil || t.Failed() {
			t.Logf("postfix stop: %v %s\nlog: %s", err, out, said.String())
		}
	})
	for range 200 {
		conn, err := net.Dial("tcp", fmt.Sprintf("127.0.0.1:%d", port))
		if err == nil {
			_ = conn.Close()
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatal("postfix does not listen")
}

// writeCertificate writes cert.pem and key.pem for localhost, and returns who
// vouches for them.
func writeCertificate(t *testing.T, dir string) *x509.CertPool {
	t.Helper()
	ca, err := testkit.NewCA()
	if err != nil {
		t.Fatal(err)
	}
	cert, err := ca.Issue("localhost")
	if err != nil {
		t.Fatal(err)
	}
	key, err := x509.MarshalPKCS8PrivateKey(cert.PrivateKey)
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "cert.pem"), pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: cert.Certificate[0]}))
	write(t, filepath.Join(dir, "key.pem"), pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: key}))
	return ca.Pool()
}

func TestSignatureHoldsThroughPostfixWithStartTLSAndLogIn(t *testing.T) {
	sink := testkit.NewSMTP(t, testkit.SMTPOptions{})
	relay := startPostfix(t, sink)
	for _, auth := range []string{"auto", "plain", "login", "cram-md5", "scram-sha-1", "scram-sha-256"} {
		r := relay
		r.Auth = auth
		if err := r.Try(t.Context()); err != nil {
			t.Errorf("log-in by %s: %v", auth, err)
		}
		r.Password = secret("rose")
		if err := r.Try(t.Context()); err == nil || classOf(t, err) != classConfig {
			t.Errorf("a wrong password by %s: %v, want a fault of the settings", auth, err)
		}
	}
	relay.Auth = "auto"
	p := newPostTo(sink, 3)
	p.relay = relay
	signatureHolds(t, p)
	relay.Username = ""
	if _, err := relay.SendCopy(t.Context(), "a@wardround.example", "b@readers.example", []byte("x\r\n")); err == nil {
		t.Error("SendCopy() without a log-in = nil")
	}
}
