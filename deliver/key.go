package deliver

import (
	"crypto"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"os"
)

// minKeyBits is the least that mailbox providers take (RFC 8301 section 3.2).
const minKeyBits = 1024

// ReadKey reads the private key that mail is signed with: RSA or Ed25519, PEM,
// PKCS #8 or PKCS #1.
func ReadKey(path string) (crypto.Signer, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read dkim key: %w", err)
	}
	block, _ := pem.Decode(data)
	if block == nil {
		return nil, fmt.Errorf("read dkim key %s: no PEM block", path)
	}
	key, err := parseKey(block.Bytes)
	if err != nil {
		return nil, fmt.Errorf("read dkim key %s: %w", path, err)
	}
	return key, nil
}

func parseKey(der []byte) (crypto.Signer, error) {
	key, err := x509.ParsePKCS8PrivateKey(der)
	if err != nil {
		if key, err = x509.ParsePKCS1PrivateKey(der); err != nil {
			return nil, errors.New("not a private key in PKCS #8 or PKCS #1 form")
		}
	}
	switch k := key.(type) {
	case ed25519.PrivateKey:
		return k, nil
	case *rsa.PrivateKey:
		if k.N.BitLen() < minKeyBits {
			return nil, fmt.Errorf("RSA key of %d bits, want at least %d", k.N.BitLen(), minKeyBits)
		}
		return k, nil
	}
	return nil, fmt.Errorf("a %T cannot sign mail, want RSA or Ed25519", key)
}
