-- +goose Up
-- What a verdict rests on stands apart from the verdict: lists do not read it,
-- and each sentence is kept once, not once for each word found in it.
ALTER TABLE verdicts ADD COLUMN matches TEXT NOT NULL DEFAULT ''; -- JSON; see store/matches.go

-- +goose Down
ALTER TABLE verdicts DROP COLUMN matches;
