-- +goose Up
-- What is kept for a time only. 0 while it is still here, else when it went.
ALTER TABLE articles ADD COLUMN forgotten BIGINT NOT NULL DEFAULT 0;
ALTER TABLE deliveries ADD COLUMN forgotten BIGINT NOT NULL DEFAULT 0;
ALTER TABLE deliveries ADD COLUMN message_hash TEXT NOT NULL DEFAULT ''; -- SHA-256 of bytes that are gone
CREATE INDEX deliveries_unforgotten ON deliveries (expires) WHERE forgotten = 0;

-- What was removed on request, and is not to come back.
CREATE TABLE redactions (
    kind   TEXT NOT NULL,                  -- url, host, person
    what   TEXT NOT NULL,
    reason TEXT NOT NULL,
    at     BIGINT NOT NULL,
    PRIMARY KEY (kind, what)
);

-- +goose Down
DROP TABLE redactions;
DROP INDEX deliveries_unforgotten;
ALTER TABLE deliveries DROP COLUMN message_hash;
ALTER TABLE deliveries DROP COLUMN forgotten;
ALTER TABLE articles DROP COLUMN forgotten;
