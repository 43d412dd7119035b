-- +goose Up
-- Hosts that the operator wants never asked again.
CREATE TABLE blocked_hosts (
    host  TEXT PRIMARY KEY,                -- lower case, without port; those below it are meant as well
    since INTEGER NOT NULL
);

-- +goose Down
DROP TABLE blocked_hosts;
