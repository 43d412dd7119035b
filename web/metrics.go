package web

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/wardround/wardround/news"
)

// Figures are how things stand, for /metrics and /readyz. No figure names a
// reader or an address.
type Figures struct {
	Sources    map[string]int // by health
	Articles   map[string]int // taken, relevant, wanted, unread
	Stories    int
	Deliveries map[string]int // by state
	Editions   []EditionFigures
	LastPoll   time.Time // when a source was last asked
	Bytes      int64     // of the store, where it is a file
}

// EditionFigures are those of one edition.
type EditionFigures struct {
	Name string
	Last time.Time // slot of its last issue; zero if it has none
	Next time.Time
	Late time.Duration // how long after its slot the last issue was written
}

// figuresFor is how long figures are given again: counting a million articles takes
// most of a second, so two scrapers, or a hasty one,
// cost no more than one.
const figuresFor = time.Minute

// metrics counts requests, and asks for the figures at each scrape.
type metrics struct {
	site     *Site
	requests *prometheus.CounterVec
	seconds  *prometheus.HistogramVec
	serve    http.Handler
}

func newMetrics(s *Site) *metrics {
	m := &metrics{site: s,
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "wardround_http_requests_total", Help: "Requests answered, by page and status."}, []string{"page", "status"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "wardround_http_request_seconds", Help: "Time to answer a request.",
			Buckets: []float64{.001, .005, .02, .1, .5, 2, 10}}, []string{"page"}),
	}
	registry := prometheus.NewPedanticRegistry()
	registry.MustRegister(m.requests, m.seconds, (*standing)(s), collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	m.serve = promhttp.HandlerFor(registry, promhttp.HandlerOpts{Registry: registry, MaxRequestsInFlight: 2, Timeout: answerIn})
	return m
}

// observe counts what next answers, under the pattern of the page and never under
// an address that somebody made up.
func (m *metrics) observe(mux *http.ServeMux) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, pattern := mux.Handler(r)
		counted := &statusWriter{ResponseWriter: w, status: http.StatusOK}
		began := time.Now()
		mux.ServeHTTP(counted, r)
		m.seconds.WithLabelValues(pattern).Observe(time.Since(began).Seconds())
		m.requests.WithLabelValues(pattern, strconv.Itoa(counted.status)).Inc()
	})
}

// statusWriter remembers the status of an answer.
type statusWriter struct {
	http.ResponseWriter
	status int
}

func (w *statusWriter) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}

// standing gives the figures of the archive as metrics.
type standing Site

var (
	sourcesDesc    = prometheus.NewDesc("wardround_sources", "Sources by health.", []string{"health"}, nil)
	articlesDesc   = prometheus.NewDesc("wardround_articles", "Articles: taken in, relevant, page still wanted, page unread.", []string{"which"}, nil)
	storiesDesc    = prometheus.NewDesc("wardround_stories", "Stories that relevant articles tell.", nil, nil)
	promisesDesc   = prometheus.NewDesc("wardround_promises", "Promises by status.", []string{"status"}, nil)
	deliveriesDesc = prometheus.NewDesc("wardround_deliveries", "Deliveries by state.", []string{"state"}, nil)
	lastSlotDesc   = prometheus.NewDesc("wardround_slot_last_timestamp_seconds", "Slot of the edition's last issue.", []string{"edition"}, nil)
	nextSlotDesc   = prometheus.NewDesc("wardround_slot_next_timestamp_seconds", "Next slot of the edition.", []string{"edition"}, nil)
	lateDesc       = prometheus.NewDesc("wardround_slot_lateness_seconds", "How long after its slot the last issue was written.", []string{"edition"}, nil)
	lastPollDesc   = prometheus.NewDesc("wardround_last_poll_timestamp_seconds", "When a source was last asked.", nil, nil)
	bytesDesc      = prometheus.NewDesc("wardround_store_bytes", "Size of the store's file.", nil, nil)
)

// Describe makes standing a prometheus.Collector.
func (s *standing) Describe(out chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{sourcesDesc, articlesDesc, storiesDesc, promisesDesc, deliveriesDesc,
		lastSlotDesc, nextSlotDesc, lateDesc, lastPollDesc, bytesDesc} {
		out <- d
	}
}

// Collect makes standing a prometheus.Collector.
func (s *standing) Collect(out chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), answerIn)
	defer cancel()
	f, err := (*Site)(s).figures(ctx)
	promises := map[string]int{}
	if err == nil && s.opts.Promises != nil { // followed once, for the pages too
		var list []news.Promise
		list, err = (*Site)(s).followed(ctx, (*Site)(s).today())
		for _, p := range list {
			promises[string(p.Status)]++
		}
	}
	if err != nil {
		s.log.Error("figures", "err", err)
		out <- prometheus.NewInvalidMetric(articlesDesc, err) // the scrape says 500, not nought
		return
	}
	gauge := func(desc *prometheus.Desc, value float64, labels ...string) {
		out <- prometheus.MustNewConstMetric(desc, prometheus.GaugeValue, value, labels...)
	}
	byLabel := func(desc *prometheus.Desc, counts map[string]int) {
		for label, n := range counts {
			gauge(desc, float64(n), label)
		}
	}
	byLabel(sourcesDesc, f.Sources)
	byLabel(articlesDesc, f.Articles)
	byLabel(promisesDesc, promises)
	byLabel(deliveriesDesc, f.Deliveries)
	gauge(storiesDesc, float64(f.Stories))
	for _, e := range f.Editions {
		gauge(nextSlotDesc, seconds(e.Next), e.Name)
		if !e.Last.IsZero() {
			gauge(lastSlotDesc, seconds(e.Last), e.Name)
			gauge(lateDesc, e.Late.Seconds(), e.Name)
		}
	}
	if !f.LastPoll.IsZero() {
		gauge(lastPollDesc, seconds(f.LastPoll))
	}
	gauge(bytesDesc, float64(f.Bytes))
}

func seconds(t time.Time) float64 { return float64(t.UnixMilli()) / 1000 }

// figures asks how things stand, unless that was asked a moment ago.
func (s *Site) figures(ctx context.Context) (Figures, error) {
	s.asked.Lock()
	defer s.asked.Unlock()
	if now := s.now(); s.askedAt.IsZero() || now.Sub(s.askedAt) >= figuresFor || now.Before(s.askedAt) {
		f, err := s.opts.Figures(ctx)
		if err != nil {
			return Figures{}, err
		}
		s.known, s.askedAt = f, now
	}
	return s.known, nil
}
