package deliver

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestReadKeyTakesWhatMailIsSignedWith(t *testing.T) {
	rsaKey, err := rsa.GenerateKey(rand.Reader, 1024)
	if err != nil {
		t.Fatal(err)
	}
	_, edKey, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	ecKey, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	pkcs8 := func(key any) []byte {
		der, err := x509.MarshalPKCS8PrivateKey(key)
		if err != nil {
			t.Fatal(err)
		}
		return pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})
	}
	pkcs1 := x509.MarshalPKCS1PrivateKey(rsaKey)
	tests := map[string]struct {
		file  []byte
		fault string
	}{
		"RSA in PKCS #8":           {pkcs8(rsaKey), ""},
		"RSA in PKCS #1":           {pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: pkcs1}), ""},
		"Ed25519":                  {pkcs8(edKey), ""},
		"a curve nobody verifies":  {pkcs8(ecKey), "cannot sign mail"},
		"not PEM":                  {pkcs1, "no PEM block"},
		"PEM around something":     {pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: []byte("x")}), "not a private key"},
		"nothing":                  {nil, "no PEM block"},
		"a public key by mistake":  {pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: x509.MarshalPKCS1PublicKey(&rsaKey.PublicKey)}), "not a private key"},
		"text before the PEM part": {append([]byte("selector: w1\n"), pkcs8(edKey)...), ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "dkim.pem")
			if err := os.WriteFile(path, test.file, 0o600); err != nil {
				t.Fatal(err)
			}
			key, err := ReadKey(path)
			if test.fault == "" && (err != nil || key == nil) || test.fault != "" && (err == nil || !strings.Contains(err.Error(), test.fault)) {
				t.Errorf("ReadKey() = %T, %v; want fault %q", key, err, test.fault)
			}
		})
	}
	if _, err := ReadKey(filepath.Join(t.TempDir(), "none")); err == nil || !strings.Contains(err.Error(), "read dkim key") {
		t.Errorf("ReadKey of no file = %v", err)
	}
}

func TestReadKeyRefusesAShortKey(t *testing.T) {
	t.Setenv("GODEBUG", "rsa1024min=0")
	key, err := rsa.GenerateKey(rand.Reader, 512)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := parseKey(x509.MarshalPKCS1PrivateKey(key)); err == nil || !strings.Contains(err.Error(), "512 bits") {
		t.Errorf("parseKey of 512 bits = %v", err)
	}
}
