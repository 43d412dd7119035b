-- +goose Up
-- A delivery is open until there is a last word on it. The column stands apart from
-- the state, which changes with each step of a dialogue: an index by the state was
-- written anew each time.
ALTER TABLE deliveries ADD COLUMN open INTEGER NOT NULL DEFAULT 1;
UPDATE deliveries SET open = 0 WHERE state NOT IN ('pending', 'talking', 'committing', 'retry', 'unknown');
DROP INDEX deliveries_open;
DROP INDEX deliveries_outstanding;
CREATE INDEX deliveries_open ON deliveries (next_at) WHERE open = 1;

-- What one run leaves for the next, whoever does that: how the relay fared, and
-- what the clock said.
CREATE TABLE marks (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL                    -- JSON
) WITHOUT ROWID;

-- +goose Down
DROP TABLE marks;
DROP INDEX deliveries_open;
ALTER TABLE deliveries DROP COLUMN open;
CREATE INDEX deliveries_open ON deliveries (next_at)
    WHERE state IN ('pending', 'retry', 'talking', 'committing', 'unknown');
CREATE INDEX deliveries_outstanding ON deliveries (issue)
    WHERE state IN ('pending', 'talking', 'committing', 'retry', 'unknown');
