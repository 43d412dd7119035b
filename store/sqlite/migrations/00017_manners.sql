-- +goose Up
-- What hosts said in their robots.txt, believed until an instant (RFC 9309, 2.4).
CREATE TABLE robots (
    origin  TEXT PRIMARY KEY,               -- scheme and host
    text    TEXT    NOT NULL,               -- empty: everything is allowed
    refused INTEGER NOT NULL DEFAULT 0,     -- 1: it could not be had, so nothing is allowed
    until   INTEGER NOT NULL
);
CREATE INDEX robots_until ON robots (until);

-- Looks at the pages of articles, for those that their source edits afterwards.
CREATE TABLE page_looks (
    article       INTEGER PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
    looks         INTEGER NOT NULL,
    first         INTEGER NOT NULL,         -- when the page was first read
    due           INTEGER NOT NULL DEFAULT 0, -- to be read again from this instant on; 0: not
    url           TEXT    NOT NULL DEFAULT '', -- whose validators these are
    etag          TEXT    NOT NULL DEFAULT '',
    last_modified TEXT    NOT NULL DEFAULT ''
);
CREATE INDEX page_looks_due ON page_looks (due) WHERE due > 0;

-- Articles that only a news search has listed so far.
ALTER TABLE articles ADD COLUMN searched INTEGER NOT NULL DEFAULT 0;
CREATE INDEX articles_searched ON articles (first_seen) WHERE searched = 1;

-- +goose Down
DROP INDEX articles_searched;
ALTER TABLE articles DROP COLUMN searched;
DROP TABLE page_looks;
DROP TABLE robots;
