package web

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"
)

const (
	// keptFor is how long a page is given again as it was made. What it tells changes
	// when sources are read, every half hour; a crowd comes within seconds.
	keptFor = 10 * time.Second

	// keptBytes bounds what is kept: some hundred pages, packed and not.
	keptBytes = 8 << 20
)

// keptReplies are replies of the last moments, by address. Nobody's page is another's:
// the archive shows the same to all readers, and personal pages say `no-store`.
type keptReplies struct {
	mu     sync.Mutex
	made   map[string]keptReply
	bytes  int
	making singleflight.Group
}

type keptReply struct {
	reply
	at time.Time
}

// keeping answers with what make makes of a request, or made of it a moment ago. Of
// those who ask for the same at once one makes it, for all.
func (s *Site) keeping(make func(*http.Request) reply) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost {
			s.send(w, r, make(r))
			return
		}
		key := keptUnder(r)
		if p, ok := s.kept.get(key, s.now()); ok {
			s.send(w, r, p)
			return
		}
		made, _, _ := s.kept.making.Do(key, func() (any, error) {
			// It is for all who wait, so the first one's hanging up does not end it.
			ctx, cancel := context.WithTimeout(context.WithoutCancel(r.Context()), answerIn)
			defer cancel()
			p := make(r.WithContext(ctx)).finished()
			s.kept.put(key, keptReply{p, s.now()})
			return p, nil
		})
		s.send(w, r, made.(reply))
	})
}

// keptUnder is what an answer depends on: the address, and whether it is for a program.
func keptUnder(r *http.Request) string {
	format := "html "
	if wantsJSON(r) {
		format = "json "
	}
	return strings.Join([]string{format, r.URL.Path, "?", r.URL.RawQuery}, "")
}

func (k *keptReplies) get(key string, now time.Time) (reply, bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	p, found := k.made[key]
	age := now.Sub(p.at)
	return p.reply, found && age >= 0 && age < keptFor
}

// put keeps a page that was made well. What is old goes when there is no more room.
func (k *keptReplies) put(key string, p keptReply) {
	size := len(key) + len(p.body) + len(p.packed)
	if p.status != http.StatusOK || p.cache != "" || size > keptBytes {
		return
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if old, found := k.made[key]; found {
		k.bytes -= len(key) + len(old.body) + len(old.packed)
	}
	if k.made == nil || k.bytes+size > keptBytes {
		k.made, k.bytes = make(map[string]keptReply), 0
	}
	k.made[key] = p
	k.bytes += size
}
