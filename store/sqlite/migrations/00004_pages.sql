-- +goose Up
-- Pages as received, so that a better extraction can run without asking again.
-- The bytes are kept once however many articles show them.
CREATE TABLE page_bytes (
    hash TEXT PRIMARY KEY,                 -- SHA-256 of the bytes before compression
    data BLOB NOT NULL                     -- zstd
) WITHOUT ROWID;

CREATE TABLE pages (
    article      INTEGER PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
    url          TEXT    NOT NULL,         -- after redirects
    content_type TEXT    NOT NULL DEFAULT '',
    robots       TEXT    NOT NULL DEFAULT '', -- the X-Robots-Tag header
    received     INTEGER NOT NULL,
    hash         TEXT    NOT NULL REFERENCES page_bytes (hash)
);
CREATE INDEX pages_hash ON pages (hash);
CREATE INDEX pages_received ON pages (received);

ALTER TABLE articles ADD COLUMN section TEXT NOT NULL DEFAULT '';
ALTER TABLE articles ADD COLUMN document TEXT NOT NULL DEFAULT ''; -- address of the primary document

-- +goose Down
ALTER TABLE articles DROP COLUMN document;
ALTER TABLE articles DROP COLUMN section;
DROP TABLE pages;
DROP TABLE page_bytes;
