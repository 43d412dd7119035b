-- +goose Up
-- Addresses that the relay refused for good. A mail that arrives takes one out.
CREATE TABLE refused_addresses (
    address    TEXT PRIMARY KEY,           -- small letters
    refusals   BIGINT NOT NULL,           -- issues in a row
    unknown    BIGINT NOT NULL,           -- of these, the last ones in a row that said "no such mailbox" (5.1.1)
    suppressed BIGINT NOT NULL DEFAULT 0, -- since when nothing is sent there any more; 0: it still is
    reply      TEXT    NOT NULL DEFAULT ''
);

-- What the operator has been told and has not recovered since.
CREATE TABLE alarms (
    name   TEXT PRIMARY KEY,
    words  TEXT    NOT NULL,
    raised BIGINT NOT NULL
);

-- Whether an issue has anything outstanding is asked with each settlement: without
-- this a list of ten thousand would be read ten thousand times.
CREATE INDEX deliveries_outstanding ON deliveries (issue)
    WHERE state IN ('pending', 'talking', 'committing', 'retry', 'unknown');

-- The bytes stand apart: a delivery changes its state three times, and each time
-- its whole row would be written again.
CREATE TABLE messages (
    delivery BIGINT PRIMARY KEY REFERENCES deliveries (id) ON DELETE CASCADE,
    bytes    BYTEA    NOT NULL
);
INSERT INTO messages (delivery, bytes) SELECT id, message FROM deliveries WHERE message IS NOT NULL;
ALTER TABLE deliveries DROP COLUMN message;

-- +goose Down
ALTER TABLE deliveries ADD COLUMN message BYTEA;
UPDATE deliveries SET message = (SELECT bytes FROM messages WHERE delivery = deliveries.id);
DROP TABLE messages;
DROP INDEX deliveries_outstanding;
DROP TABLE alarms;
DROP TABLE refused_addresses;
