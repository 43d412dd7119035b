-- +goose Up
-- What the operator put right of what an edition has told.
CREATE TABLE corrections (
    edition TEXT NOT NULL,
    ref     TEXT NOT NULL,              -- of a story, or of a promise (P2)
    at      INTEGER NOT NULL,           -- when it was written
    issue   INTEGER NOT NULL,           -- number of the last issue that said it
    words   TEXT NOT NULL,
    status  TEXT NOT NULL DEFAULT '',   -- of a promise, from day on; '' leaves it
    day     TEXT NOT NULL DEFAULT '',
    told    INTEGER NOT NULL DEFAULT 0, -- when readers were told; 0: the next issue does
    PRIMARY KEY (edition, ref, at)
);

-- +goose Down
DROP TABLE corrections;
