-- +goose Up
-- Instants are Unix milliseconds UTC; 0 means none. Days are YYYY-MM-DD text.

CREATE TABLE sources (
    url       TEXT PRIMARY KEY,            -- as declared: the identity
    name      TEXT    NOT NULL,
    declared  TEXT    NOT NULL DEFAULT '', -- JSON of news.Source, for sources added by command
    state     TEXT    NOT NULL DEFAULT '', -- JSON of news.SourceState
    due       BIGINT NOT NULL DEFAULT 0
);

CREATE TABLE hosts (
    host       TEXT PRIMARY KEY,
    not_before BIGINT NOT NULL            -- the host asked for no request before this instant
);

CREATE TABLE articles (
    id            BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, -- never used again: issues name it for good
    url           TEXT    NOT NULL UNIQUE, -- canonical
    source        TEXT    NOT NULL,        -- name of the source that listed it first
    source_url    TEXT    NOT NULL,        -- identity of that source
    publisher     TEXT    NOT NULL DEFAULT '',
    title         TEXT    NOT NULL,
    standfirst    TEXT    NOT NULL DEFAULT '',
    authors       TEXT    NOT NULL DEFAULT '[]',
    published     BIGINT NOT NULL DEFAULT 0,
    published_day TEXT    NOT NULL DEFAULT '',
    first_seen    BIGINT NOT NULL,        -- what windows count by; earlier than taken for a first read
    taken         BIGINT NOT NULL,        -- when it was first listed by a poll
    ready         BIGINT NOT NULL DEFAULT 0, -- when its page was first settled
    summary       TEXT    NOT NULL DEFAULT '',
    body          TEXT    NOT NULL DEFAULT '[]',
    comments      TEXT    NOT NULL DEFAULT '[]',
    quality       TEXT    NOT NULL DEFAULT '',
    kind          TEXT    NOT NULL DEFAULT '',
    language      TEXT    NOT NULL DEFAULT '',
    max_snippet   BIGINT NOT NULL DEFAULT -1,
    state         TEXT    NOT NULL,
    reason        TEXT    NOT NULL DEFAULT '',
    evidence      TEXT    NOT NULL DEFAULT '[]',
    revision      BIGINT NOT NULL DEFAULT 1,
    hash          TEXT    NOT NULL DEFAULT '',
    page_tries    BIGINT NOT NULL DEFAULT 0,
    page_due      BIGINT NOT NULL DEFAULT 0,
    to_judge      BIGINT NOT NULL DEFAULT 0  -- 1 while no verdict covers the present text
);
CREATE INDEX articles_first_seen ON articles (first_seen);
CREATE INDEX articles_taken ON articles (taken);
CREATE INDEX articles_wanted ON articles (page_due) WHERE state = 'wanted';
CREATE INDEX articles_to_judge ON articles (id) WHERE to_judge = 1;

CREATE TABLE sightings (
    source  TEXT    NOT NULL,
    guid    TEXT    NOT NULL,
    article BIGINT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    seen    BIGINT NOT NULL,
    hash    TEXT    NOT NULL DEFAULT '',   -- of what the source said; another hash is an edit
    PRIMARY KEY (source, guid)
);
CREATE INDEX sightings_article ON sightings (article);

-- Addresses an article had before a redirect or its page named another.
CREATE TABLE former_urls (
    url     TEXT PRIMARY KEY,
    article BIGINT NOT NULL REFERENCES articles (id) ON DELETE CASCADE
);
CREATE INDEX former_urls_article ON former_urls (article);

CREATE TABLE verdicts (
    article  BIGINT PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
    relevant BIGINT NOT NULL,
    level    TEXT    NOT NULL,
    score    DOUBLE PRECISION    NOT NULL,
    lexicon  TEXT    NOT NULL,
    judged   BIGINT NOT NULL,
    data     TEXT    NOT NULL              -- JSON of news.Verdict
);
CREATE TABLE verdict_topics (
    article BIGINT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    topic   TEXT    NOT NULL,
    PRIMARY KEY (topic, article)
);
CREATE INDEX verdict_topics_article ON verdict_topics (article);

-- English stems without stop words: "the" and "IT" can be searched for.
CREATE TEXT SEARCH DICTIONARY wardround_stem (TEMPLATE = snowball, LANGUAGE = english);
CREATE TEXT SEARCH CONFIGURATION wardround (COPY = pg_catalog.english);
ALTER TEXT SEARCH CONFIGURATION wardround
    ALTER MAPPING FOR asciiword, asciihword, hword_asciipart, word, hword, hword_part WITH wardround_stem;
CREATE TABLE articles_fts (
    article BIGINT PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
    words   TSVECTOR NOT NULL
);
CREATE INDEX articles_fts_words ON articles_fts USING gin (words);

CREATE TABLE editions (
    name  TEXT PRIMARY KEY,
    since BIGINT NOT NULL                 -- slots before it are nobody's: the edition was not known yet
);

CREATE TABLE issues (
    id          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    edition     TEXT    NOT NULL,
    number      BIGINT NOT NULL,
    slot_key    TEXT    NOT NULL,          -- local wall clock of the slot
    slot_at     BIGINT NOT NULL,
    state       TEXT    NOT NULL,
    window_from BIGINT NOT NULL,
    window_to   BIGINT NOT NULL,
    frozen      BIGINT NOT NULL,
    expires     BIGINT NOT NULL,
    data        TEXT    NOT NULL,          -- JSON of news.Issue
    UNIQUE (edition, slot_key)
);
CREATE UNIQUE INDEX issues_number ON issues (edition, number) WHERE number > 0;

CREATE TABLE issue_articles (
    edition  TEXT    NOT NULL,
    article  BIGINT NOT NULL,
    revision BIGINT NOT NULL,
    issue    BIGINT NOT NULL REFERENCES issues (id),
    ref      TEXT    NOT NULL,
    PRIMARY KEY (edition, article, revision)
);
CREATE INDEX issue_articles_issue ON issue_articles (issue);

CREATE TABLE deliveries (
    id          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    issue       BIGINT NOT NULL REFERENCES issues (id),
    address     TEXT    NOT NULL,
    name        TEXT    NOT NULL DEFAULT '',
    list        BIGINT NOT NULL DEFAULT 0,
    state       TEXT    NOT NULL,
    attempts    BIGINT NOT NULL DEFAULT 0,
    next_at     BIGINT NOT NULL DEFAULT 0,
    expires     BIGINT NOT NULL,
    message_id  TEXT    NOT NULL DEFAULT '',
    message     BYTEA,                      -- rendered and signed once; every attempt sends these bytes
    code        BIGINT NOT NULL DEFAULT 0,
    reply       TEXT    NOT NULL DEFAULT '',
    sent_at     BIGINT NOT NULL DEFAULT 0,
    lease_until BIGINT NOT NULL DEFAULT 0,
    fence       BIGINT NOT NULL DEFAULT 0, -- grows with each claim; a write with an older one is refused
    resent      BIGINT NOT NULL DEFAULT 0, -- 1 once it was offered again after an unknown end
    UNIQUE (issue, address)
);
CREATE INDEX deliveries_open ON deliveries (next_at)
    WHERE state IN ('pending', 'retry', 'talking', 'committing', 'unknown');

-- +goose Down
DROP TABLE deliveries;
DROP TABLE issue_articles;
DROP TABLE issues;
DROP TABLE editions;
DROP TABLE articles_fts;
DROP TEXT SEARCH CONFIGURATION wardround;
DROP TEXT SEARCH DICTIONARY wardround_stem;
DROP TABLE verdict_topics;
DROP TABLE verdicts;
DROP TABLE former_urls;
DROP TABLE sightings;
DROP TABLE articles;
DROP TABLE hosts;
DROP TABLE sources;
