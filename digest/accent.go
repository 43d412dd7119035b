package digest

import (
	"fmt"
	htmltemplate "html/template"
	"math"
	"regexp"
	"strconv"
)

// Colours of the card that links stand on, and of links where an edition has no
// accent of its own. The templates write the cards out.
const (
	lightCard   = "#ffffff"
	darkCard    = "#172028"
	lightAccent = "#0b5394"
	darkAccent  = "#8fc7ff"
)

// What WCAG 2 asks of text: 4.5 at least (1.4.3). The colour that we choose
// ourselves, for dark mode, gets the 7 of 1.4.6: links just above the least look
// dull there.
const (
	leastContrast = 4.5
	goodContrast  = 7
)

var colourForm = regexp.MustCompile(`^#[0-9a-fA-F]{6}$`)

// CheckAccent says what is wrong with an edition's accent colour. Links bear it,
// so it must be readable on white; the one for dark mode is made of it.
func CheckAccent(colour string) error {
	if !colourForm.MatchString(colour) {
		return fmt.Errorf("want a colour such as %q", lightAccent)
	}
	if c := contrast(colour, lightCard); c < leastContrast {
		return fmt.Errorf("too pale for links on white: contrast %.1f, want %.1f or more", c, leastContrast)
	}
	return nil
}

// accents returns the colour of links in light and in dark mode. A frozen issue
// with a colour that cannot be read gets ours.
func accents(colour string) (light, dark htmltemplate.CSS) {
	if CheckAccent(colour) != nil || colour == lightAccent {
		return lightAccent, darkAccent
	}
	return htmltemplate.CSS(colour), htmltemplate.CSS(lighten(colour))
}

// lighten mixes a colour with white, a twentieth at a time, until it can be read
// on the dark card.
func lighten(colour string) string {
	r, g, b := channels(colour)
	mixed := colour
	for part := 1; part <= 20 && contrast(mixed, darkCard) < goodContrast; part++ {
		mix := func(v int) int { return v + (255-v)*part/20 }
		mixed = fmt.Sprintf("#%02x%02x%02x", mix(r), mix(g), mix(b))
	}
	return mixed
}

// contrast is the contrast ratio of two colours after WCAG 2, 1 to 21.
func contrast(a, b string) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func luminance(colour string) float64 {
	part := func(v int) float64 {
		c := float64(v) / 255
		if c <= 0.04045 {
			return c / 12.92
		}
		return math.Pow((c+0.055)/1.055, 2.4)
	}
	r, g, b := channels(colour)
	return 0.2126*part(r) + 0.7152*part(g) + 0.0722*part(b)
}

// channels splits a colour that colourForm admits; any other is black.
func channels(colour string) (r, g, b int) {
	if !colourForm.MatchString(colour) {
		return 0, 0, 0
	}
	n, err := strconv.ParseUint(colour[1:], 16, 32)
	if err != nil {
		return 0, 0, 0
	}
	return int(n >> 16), int(n >> 8 & 255), int(n & 255)
}
