package cluster

import "github.com/wardround/wardround/news"

const (
	// earlierDays is how far back an earlier stage of an affair is looked for. What
	// lies further back a reader needs told, not named in a line.
	earlierDays = 120

	// earlierScore is the score from which two articles are on one affair at two
	// stages. It is higher than for one story: days do not lower it, and a line that
	// ties two different plans is worse than none.
	earlierScore = 0.12
)

// Earlier finds, among articles that are not of the story, the one that tells most
// plainly of the same affair at an earlier stage; nil when none does. Both sides
// state their stage, so that what merely resembles the story is never taken for its
// past.
func Earlier(story []Member, others []*Signature) (before *Signature, why Link) {
	for _, m := range story {
		for _, o := range others {
			days := m.Day.Sub(o.Day)
			if m.Stage == NoStage || o.Stage == NoStage || m.Stage == o.Stage || days <= 0 || days > earlierDays {
				continue
			}
			score, both := alike(m.Signature, o)
			if score < earlierScore || score < why.Score || score == why.Score && before != nil && order(o, before) > 0 {
				continue
			}
			before = o
			why = Link{A: m.Article, B: o.Article, Score: score, Shared: both, Days: days}
		}
	}
	return before, why
}

// EarlierWindow returns the days in which an earlier stage of this article's affair
// may lie; ok is false when the article states no stage itself.
func (s *Signature) EarlierWindow() (from, to news.Day, ok bool) {
	return s.Day.Add(-earlierDays), s.Day.Add(-1), s.Stage != NoStage
}
