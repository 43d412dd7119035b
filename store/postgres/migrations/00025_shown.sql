-- +goose Up
-- What pages count and order by, without the texts beside it: the first page read a
-- week of articles whole to name twenty of them.
CREATE INDEX articles_shown ON articles (first_seen, state);
DROP INDEX articles_first_seen;
CREATE INDEX verdicts_shown ON verdicts (article, relevant, score);

-- +goose Down
DROP INDEX verdicts_shown;
CREATE INDEX articles_first_seen ON articles (first_seen);
DROP INDEX articles_shown;
