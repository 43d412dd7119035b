-- +goose Up
-- Instants are Unix milliseconds UTC; 0 means none. Days are YYYY-MM-DD text.

CREATE TABLE sources (
    url       TEXT PRIMARY KEY,            -- as declared: the identity
    name      TEXT    NOT NULL,
    declared  TEXT    NOT NULL DEFAULT '', -- JSON of news.Source, for sources added by command
    state     TEXT    NOT NULL DEFAULT '', -- JSON of news.SourceState
    due       INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE hosts (
    host       TEXT PRIMARY KEY,
    not_before INTEGER NOT NULL            -- the host asked for no request before this instant
);

CREATE TABLE articles (
    id            INTEGER PRIMARY KEY AUTOINCREMENT, -- never used again: issues name it for good
    url           TEXT    NOT NULL UNIQUE, -- canonical
    source        TEXT    NOT NULL,        -- name of the source that listed it first
    source_url    TEXT    NOT NULL,        -- identity of that source
    publisher     TEXT    NOT NULL DEFAULT '',
    title         TEXT    NOT NULL,
    standfirst    TEXT    NOT NULL DEFAULT '',
    authors       TEXT    NOT NULL DEFAULT '[]',
    published     INTEGER NOT NULL DEFAULT 0,
    published_day TEXT    NOT NULL DEFAULT '',
    first_seen    INTEGER NOT NULL,        -- what windows count by; earlier than taken for a first read
    taken         INTEGER NOT NULL,        -- when it was first listed by a poll
    ready         INTEGER NOT NULL DEFAULT 0, -- when its page was first settled
    summary       TEXT    NOT NULL DEFAULT '',
    body          TEXT    NOT NULL DEFAULT '[]',
    comments      TEXT    NOT NULL DEFAULT '[]',
    quality       TEXT    NOT NULL DEFAULT '',
    kind          TEXT    NOT NULL DEFAULT '',
    language      TEXT    NOT NULL DEFAULT '',
    max_snippet   INTEGER NOT NULL DEFAULT -1,
    state         TEXT    NOT NULL,
    reason        TEXT    NOT NULL DEFAULT '',
    evidence      TEXT    NOT NULL DEFAULT '[]',
    revision      INTEGER NOT NULL DEFAULT 1,
    hash          TEXT    NOT NULL DEFAULT '',
    page_tries    INTEGER NOT NULL DEFAULT 0,
    page_due      INTEGER NOT NULL DEFAULT 0,
    to_judge      INTEGER NOT NULL DEFAULT 0  -- 1 while no verdict covers the present text
);
CREATE INDEX articles_first_seen ON articles (first_seen);
CREATE INDEX articles_taken ON articles (taken);
CREATE INDEX articles_wanted ON articles (page_due) WHERE state = 'wanted';
CREATE INDEX articles_to_judge ON articles (id) WHERE to_judge = 1;

CREATE TABLE sightings (
    source  TEXT    NOT NULL,
    guid    TEXT    NOT NULL,
    article INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    seen    INTEGER NOT NULL,
    hash    TEXT    NOT NULL DEFAULT '',   -- of what the source said; another hash is an edit
    PRIMARY KEY (source, guid)
) WITHOUT ROWID;
CREATE INDEX sightings_article ON sightings (article);

-- Addresses an article had before a redirect or its page named another.
CREATE TABLE former_urls (
    url     TEXT PRIMARY KEY,
    article INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE
) WITHOUT ROWID;
CREATE INDEX former_urls_article ON former_urls (article);

CREATE TABLE verdicts (
    article  INTEGER PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
    relevant INTEGER NOT NULL,
    level    TEXT    NOT NULL,
    score    REAL    NOT NULL,
    lexicon  TEXT    NOT NULL,
    judged   INTEGER NOT NULL,
    data     TEXT    NOT NULL              -- JSON of news.Verdict
);
CREATE TABLE verdict_topics (
    article INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    topic   TEXT    NOT NULL,
    PRIMARY KEY (topic, article)
) WITHOUT ROWID;
CREATE INDEX verdict_topics_article ON verdict_topics (article);

-- Contentless: the text is in articles already; rowid is the article's id.
CREATE VIRTUAL TABLE articles_fts USING fts5 (
    title, body, content = '', contentless_delete = 1, tokenize = 'porter unicode61 remove_diacritics 2'
);

CREATE TABLE editions (
    name  TEXT PRIMARY KEY,
    since INTEGER NOT NULL                 -- slots before it are nobody's: the edition was not known yet
);

CREATE TABLE issues (
    id          INTEGER PRIMARY KEY,
    edition     TEXT    NOT NULL,
    number      INTEGER NOT NULL,
    slot_key    TEXT    NOT NULL,          -- local wall clock of the slot
    slot_at     INTEGER NOT NULL,
    state       TEXT    NOT NULL,
    window_from INTEGER NOT NULL,
    window_to   INTEGER NOT NULL,
    frozen      INTEGER NOT NULL,
    expires     INTEGER NOT NULL,
    data        TEXT    NOT NULL,          -- JSON of news.Issue
    UNIQUE (edition, slot_key)
);
CREATE UNIQUE INDEX issues_number ON issues (edition, number) WHERE number > 0;

CREATE TABLE issue_articles (
    edition  TEXT    NOT NULL,
    article  INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    issue    INTEGER NOT NULL REFERENCES issues (id),
    ref      TEXT    NOT NULL,
    PRIMARY KEY (edition, article, revision)
) WITHOUT ROWID;
CREATE INDEX issue_articles_issue ON issue_articles (issue);

CREATE TABLE deliveries (
    id          INTEGER PRIMARY KEY,
    issue       INTEGER NOT NULL REFERENCES issues (id),
    address     TEXT    NOT NULL,
    name        TEXT    NOT NULL DEFAULT '',
    list        INTEGER NOT NULL DEFAULT 0,
    state       TEXT    NOT NULL,
    attempts    INTEGER NOT NULL DEFAULT 0,
    next_at     INTEGER NOT NULL DEFAULT 0,
    expires     INTEGER NOT NULL,
    message_id  TEXT    NOT NULL DEFAULT '',
    message     BLOB,                      -- rendered and signed once; every attempt sends these bytes
    code        INTEGER NOT NULL DEFAULT 0,
    reply       TEXT    NOT NULL DEFAULT '',
    sent_at     INTEGER NOT NULL DEFAULT 0,
    lease_until INTEGER NOT NULL DEFAULT 0,
    fence       INTEGER NOT NULL DEFAULT 0, -- grows with each claim; a write with an older one is refused
    resent      INTEGER NOT NULL DEFAULT 0, -- 1 once it was offered again after an unknown end
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
DROP TABLE verdict_topics;
DROP TABLE verdicts;
DROP TABLE former_urls;
DROP TABLE sightings;
DROP TABLE articles;
DROP TABLE hosts;
DROP TABLE sources;
