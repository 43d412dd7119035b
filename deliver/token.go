package deliver

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"strings"
)

// Key is the secret behind personal links and the opt-out list: 32 random bytes
// that are not kept in the store.
type Key []byte

// Purpose says what the holder of a link may do with it.
type Purpose byte

const (
	ToLeave Purpose = 'l' // take the reader off an edition, or off all
	ToUndo  Purpose = 'u' // bring the reader back
)

// Bytes of a token's parts: nobody can try 72 bits by asking a web server, 96 bits
// keep readers apart, and the header line with the link stays within 78 characters
// (RFC 5322, 2.1.1) unless the archive's own address is long.
const (
	readerBytes = 12
	codeBytes   = 9
)

var encoding = base64.RawURLEncoding

// Reader is the keyed hash that stands for an address, whatever case it is
// written in. Without the key nobody can try addresses against it.
func (k Key) Reader(address string) string {
	return encoding.EncodeToString(k.sum("reader", strings.ToLower(strings.TrimSpace(address)))[:readerBytes])
}

// Token makes the part of a personal link that names reader and purpose, good for
// one edition. It holds no address.
func (k Key) Token(purpose Purpose, edition, reader string) string {
	return string(purpose) + reader + encoding.EncodeToString(k.code(purpose, edition, reader))
}

// Read returns what a token was made for; ok is false when it was not made by
// this key for this edition.
func (k Key) Read(edition, token string) (purpose Purpose, reader string, ok bool) {
	size := encoding.EncodedLen(readerBytes)
	if len(token) != 1+size+encoding.EncodedLen(codeBytes) {
		return 0, "", false
	}
	purpose, reader = Purpose(token[0]), token[1:1+size]
	code, err := encoding.Strict().DecodeString(token[1+size:])
	if err != nil || purpose != ToLeave && purpose != ToUndo {
		return 0, "", false
	}
	return purpose, reader, hmac.Equal(code, k.code(purpose, edition, reader))
}

func (k Key) code(purpose Purpose, edition, reader string) []byte {
	return k.sum("token", string(purpose), edition, reader)[:codeBytes]
}

func (k Key) sum(parts ...string) []byte {
	mac := hmac.New(sha256.New, k)
	mac.Write([]byte(strings.Join(parts, "\x00")))
	return mac.Sum(nil)
}
