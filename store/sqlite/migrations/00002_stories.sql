-- +goose Up
-- 1 while no signature rests on the verdict and the text it was given for.
ALTER TABLE verdicts ADD COLUMN to_group INTEGER NOT NULL DEFAULT 1;
CREATE INDEX verdicts_to_group ON verdicts (article) WHERE to_group = 1;

-- 1 for the article that a told story leads with, 0 for its other reports.
ALTER TABLE issue_articles ADD COLUMN lead INTEGER NOT NULL DEFAULT 1;
CREATE INDEX issue_articles_article ON issue_articles (article);

-- Relevant articles, and the story each belongs to: the number of its first article.
CREATE TABLE story_articles (
    article INTEGER PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
    story   INTEGER NOT NULL,
    day     TEXT    NOT NULL,
    words   TEXT    NOT NULL,              -- version of the words the signature was taken by
    data    TEXT    NOT NULL               -- JSON of cluster.Signature
);
CREATE INDEX story_articles_story ON story_articles (story);
CREATE INDEX story_articles_day ON story_articles (day);
CREATE INDEX story_articles_words ON story_articles (words, day);

-- Inverted index: which articles of a day have a telling token.
CREATE TABLE story_keys (
    key     INTEGER NOT NULL,              -- hash of the token
    day     TEXT    NOT NULL,
    article INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    PRIMARY KEY (key, day, article)
) WITHOUT ROWID;
CREATE INDEX story_keys_article ON story_keys (article);

-- Pairs that are one story by themselves; a < b.
CREATE TABLE story_links (
    a     INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    b     INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    score REAL    NOT NULL,
    PRIMARY KEY (a, b)
) WITHOUT ROWID;
CREATE INDEX story_links_b ON story_links (b);

-- +goose Down
DROP TABLE story_links;
DROP TABLE story_keys;
DROP TABLE story_articles;
DROP INDEX issue_articles_article;
ALTER TABLE issue_articles DROP COLUMN lead;
DROP INDEX verdicts_to_group;
ALTER TABLE verdicts DROP COLUMN to_group;
