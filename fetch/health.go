package fetch

import (
	"time"
)

// slowRead is how long a read may take before it counts as slow: a quarter of what
// a request may take at all, and ten times what most take.
const slowRead = 10 * time.Second

// learnHabit remembers how often the source publishes, and when it last did. A
// date in the future is a mistake of theirs and counts as now.
func (r *reading) learnHabit(items []FeedItem) {
	for _, item := range items {
		if at := item.Published; at.After(r.state.Newest) && !at.After(r.now) {
			r.state.Newest = at
		}
	}
	if half := rhythm(items); half > 0 {
		r.state.Habit = 2 * half
	}
}
