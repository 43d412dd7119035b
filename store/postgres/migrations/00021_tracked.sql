-- +goose Up
-- By which rules an article was read for statements, and whether it was relevant then:
-- what was read by others is read again.
ALTER TABLE tracked ADD COLUMN rules TEXT NOT NULL DEFAULT '';
ALTER TABLE tracked ADD COLUMN relevant INTEGER NOT NULL DEFAULT 0;

-- +goose Down
ALTER TABLE tracked DROP COLUMN relevant;
ALTER TABLE tracked DROP COLUMN rules;
