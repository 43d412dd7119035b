package digest

import "testing"

func TestCheckTemplatesAcceptsTheEmbeddedOnes(t *testing.T) {
	if err := CheckTemplates(nil); err != nil {
		t.Fatal(err)
	}
	m, _ := Render(specimen(), RenderOptions{})
	t.Log(m.Subject, "\n", m.Preheader, "\n", m.Text)
}
