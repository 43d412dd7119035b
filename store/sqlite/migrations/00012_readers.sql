-- +goose Up
-- Readers that a command added; those of the configuration stand there.
CREATE TABLE readers (
    edition TEXT NOT NULL,
    address TEXT NOT NULL,              -- small letters
    name    TEXT NOT NULL DEFAULT '',
    list    INTEGER NOT NULL DEFAULT 0,      -- 1 for a distribution list
    basis   TEXT NOT NULL DEFAULT '',   -- why they get it, in the operator's words
    added   INTEGER NOT NULL,
    PRIMARY KEY (edition, address)
);

-- Who has left. It outranks every list.
CREATE TABLE opt_outs (
    reader  TEXT NOT NULL,              -- keyed hash of the address; the key is not in here
    edition TEXT NOT NULL,              -- '' is all of them
    at      INTEGER NOT NULL,
    means   TEXT NOT NULL,              -- link, mail, operator, erased
    address TEXT NOT NULL DEFAULT '',   -- for four weeks, so that it can be undone
    PRIMARY KEY (reader, edition)
);

-- +goose Down
DROP TABLE opt_outs;
DROP TABLE readers;
