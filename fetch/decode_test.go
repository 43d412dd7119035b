package fetch

import (
	"encoding/binary"
	"testing"
	"unicode/utf16"
	"unicode/utf8"
)

func wide16(order binary.AppendByteOrder, s string) []byte {
	var out []byte
	for _, u := range utf16.Encode([]rune(s)) {
		out = order.AppendUint16(out, u)
	}
	return out
}

func wide32(order binary.AppendByteOrder, s string) []byte {
	var out []byte
	for _, r := range s {
		out = order.AppendUint32(out, uint32(r))
	}
	return out
}

func Test27And28TheEncodingIsFound(t *testing.T) {
	const want = "<a>£9 – ‘ward’ 𝄞</a>"
	for name, c := range map[string]struct {
		body        []byte
		contentType string
		want        string
	}{
		"utf-8":                     {[]byte(want), "", want},
		"utf-8 with mark":           {[]byte("\xef\xbb\xbf" + want), "", want},
		"utf-16 le with mark":       {wide16(binary.LittleEndian, "\ufeff"+want), "", want},
		"utf-16 be with mark":       {wide16(binary.BigEndian, "\ufeff"+want), "", want},
		"utf-16 le without mark":    {wide16(binary.LittleEndian, want), "", want},
		"utf-16 be without mark":    {wide16(binary.BigEndian, want), "", want},
		"utf-32 le with mark":       {wide32(binary.LittleEndian, "\ufeff"+want), "", want},
		"utf-32 be without mark":    {wide32(binary.BigEndian, want), "", want},
		"mark beats header":         {[]byte("\xef\xbb\xbf£"), "text/xml; charset=koi8-r", "£"},
		"header beats declaration":  {[]byte("<?xml version='1.0' encoding='koi8-r'?>\xa39"), "text/xml; charset=iso-8859-1", "<?xml version='1.0' encoding='koi8-r'?>£9"},
		"declaration":               {[]byte("<?xml version='1.0' encoding='koi8-r'?>\xf4"), "text/xml", "<?xml version='1.0' encoding='koi8-r'?>Т"},
		"latin-1 is windows-1252":   {[]byte("\x91\xa39\x92"), "text/xml; charset=\"ISO-8859-1\"", "‘£9’"},
		"wrong utf-8 label":         {[]byte("<?xml encoding='utf-8'?>caf\xe9 – ok \x93q\x94"), "text/xml; charset=utf-8", "<?xml encoding='utf-8'?>café – ok “q”"},
		"no label, invalid":         {[]byte("caf\xe9"), "", "café"},
		"unknown label":             {[]byte("<?xml encoding='bogus'?>é"), "", "<?xml encoding='bogus'?>é"},
		"utf-16 label, plain bytes": {[]byte("<?xml encoding='utf-16'?>é"), "", "<?xml encoding='utf-16'?>é"},
		"c1 controls":               {[]byte("don\u0092t \u0085"), "", "don’t …"},
		"utf-8 encoded twice":       {[]byte("don\u00e2\u0080\u0099t caf\u00c3\u00a9"), "", "don’t cafÃ©"},
		"four bytes, twice":         {[]byte("\u00f0\u009f\u0091\u008d"), "", "👍"},
		"shift_jis":                 {[]byte("<?xml encoding='shift_jis'?>\x93\xfa\x96\x7b"), "", "<?xml encoding='shift_jis'?>日本"},
		"empty":                     {nil, "", ""},
		"odd length":                {[]byte("\xff\xfea\x00b"), "", "a"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := decodeDocument(c.body, c.contentType); got != c.want {
				t.Errorf("decodeDocument = %q, want %q", got, c.want)
			}
		})
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte("\xff\xfe<\x00a\x00"), "text/xml; charset=utf-8")
	f.Add([]byte("<?xml encoding='koi8-r'?>\xf4"), "")
	f.Fuzz(func(t *testing.T, body []byte, contentType string) {
		if got := decodeDocument(body, contentType); !utf8.ValidString(got) {
			t.Errorf("not UTF-8: %q", got)
		}
	})
}
