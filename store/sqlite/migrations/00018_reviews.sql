-- +goose Up
-- Issues that the operator looks at before their freeze.
CREATE TABLE reviews (
    edition  TEXT NOT NULL,
    slot_key TEXT NOT NULL,
    drafted  INTEGER NOT NULL,               -- what was first seen later belongs to the next issue
    goes     INTEGER NOT NULL,               -- when it goes if nobody holds it
    held     INTEGER NOT NULL DEFAULT 0,     -- since when; 0: it is not held
    draft    TEXT NOT NULL,             -- JSON of news.Issue; '' once the slot has its issue or was missed
    edits    TEXT NOT NULL DEFAULT '',  -- JSON of news.Edits
    revision INTEGER NOT NULL DEFAULT 0, -- grows with each change: a freeze of an older one fails
    PRIMARY KEY (edition, slot_key)
);

-- Articles that the operator took out of an issue under review: no later one tells them.
CREATE TABLE left_out (
    edition TEXT NOT NULL,
    article INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    PRIMARY KEY (edition, article)
);

-- 1: the page answered 404 or 410 when it was read again.
ALTER TABLE page_looks ADD COLUMN gone INTEGER NOT NULL DEFAULT 0;

-- +goose Down
ALTER TABLE page_looks DROP COLUMN gone;
DROP TABLE left_out;
DROP TABLE reviews;
