-- +goose Up
-- Statements are kept for good, also when their page changes or goes.

CREATE TABLE statements (
    id       TEXT PRIMARY KEY,    -- article and a hash of the sentence
    article  INTEGER NOT NULL,
    reported TEXT    NOT NULL,    -- day
    seen     INTEGER NOT NULL,    -- when we first read it
    data     TEXT    NOT NULL     -- JSON of news.Statement
);
CREATE INDEX statements_article ON statements (article);

-- What was read for statements, and by which text: an edit is read again.
CREATE TABLE tracked (
    article INTEGER PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
    hash    TEXT    NOT NULL
);

-- P7 stays P7: numbers are given once, in the order promises were first seen.
CREATE TABLE promise_refs (
    promise TEXT PRIMARY KEY,
    number  INTEGER NOT NULL UNIQUE
);
