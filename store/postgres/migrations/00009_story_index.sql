-- +goose Up
-- The index of stories is made anew in a form whose cost does not grow with the
-- store: the next round places all articles again.
DROP TABLE story_links;
DROP TABLE story_keys;
DROP TABLE story_articles;
UPDATE verdicts SET to_group = 1;

-- Relevant articles, and the story each belongs to: the number of its first article.
CREATE TABLE story_articles (
    article BIGINT PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
    story   BIGINT NOT NULL,
    copy_of BIGINT NOT NULL DEFAULT 0,  -- article with the same text that stands for this one; 0: none
    day     TEXT    NOT NULL,
    words   TEXT    NOT NULL,              -- version of the words the signature was taken by
    keys    BYTEA    NOT NULL,              -- its rows of story_keys, eight bytes each
    data    BYTEA    NOT NULL               -- what cluster.Signature encodes to
);
CREATE INDEX story_articles_story ON story_articles (story, copy_of);
CREATE INDEX story_articles_copy ON story_articles (copy_of) WHERE copy_of <> 0;
CREATE INDEX story_articles_day ON story_articles (day);
CREATE INDEX story_articles_words ON story_articles (words, day);

-- Inverted index: which articles have a telling token. Days come in buckets of three
-- weeks, which stand first: what is read and written is near the end, however much is
-- kept. There is no reference to articles, since following it back would need an index
-- as large as this; a row whose article is gone finds nothing.
CREATE TABLE story_keys (
    bucket  INTEGER NOT NULL,
    key     BIGINT NOT NULL,              -- hash of the token
    article BIGINT NOT NULL,
    day     INTEGER NOT NULL,              -- since 1970
    PRIMARY KEY (bucket, key, article)
);

-- Pairs that are one story by themselves; a < b.
CREATE TABLE story_links (
    a     BIGINT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    b     BIGINT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    score DOUBLE PRECISION    NOT NULL,
    PRIMARY KEY (a, b)
);
CREATE INDEX story_links_b ON story_links (b);

-- The story an article was told in. It stays, whatever comes later.
ALTER TABLE issue_articles ADD COLUMN story BIGINT NOT NULL DEFAULT 0;
UPDATE issue_articles SET story = (SELECT min(o.article) FROM issue_articles o
    WHERE o.issue = issue_articles.issue AND o.ref = issue_articles.ref);

-- +goose Down
ALTER TABLE issue_articles DROP COLUMN story;
DROP TABLE story_links;
DROP TABLE story_keys;
DROP TABLE story_articles;
CREATE TABLE story_articles (
    article BIGINT PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
    story   BIGINT NOT NULL,
    day     TEXT    NOT NULL,
    words   TEXT    NOT NULL,
    data    TEXT    NOT NULL
);
CREATE INDEX story_articles_story ON story_articles (story);
CREATE INDEX story_articles_day ON story_articles (day);
CREATE INDEX story_articles_words ON story_articles (words, day);
CREATE TABLE story_keys (
    key     BIGINT NOT NULL,
    day     TEXT    NOT NULL,
    article BIGINT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    PRIMARY KEY (key, day, article)
);
CREATE INDEX story_keys_article ON story_keys (article);
CREATE TABLE story_links (
    a     BIGINT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    b     BIGINT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    score DOUBLE PRECISION    NOT NULL,
    PRIMARY KEY (a, b)
);
CREATE INDEX story_links_b ON story_links (b);
UPDATE verdicts SET to_group = 1;
