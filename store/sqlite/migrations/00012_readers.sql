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

-- Reports that a mail did not arrive, each once; what nobody could read is kept whole.
CREATE TABLE bounces (
    hash     TEXT PRIMARY KEY,          -- SHA-256 of the report
    received INTEGER NOT NULL,
    class    TEXT NOT NULL,             -- failed, delayed, automatic, unknown
    delivery INTEGER NOT NULL DEFAULT 0,    -- 0: of none of ours
    words    TEXT NOT NULL DEFAULT '',  -- code and reason, without the address
    report   BLOB                       -- of class unknown, for a time
);

-- +goose Down
DROP TABLE bounces;
DROP TABLE opt_outs;
DROP TABLE readers;
