-- +goose Up
-- 1 while the present text was not read for statements. Without it each round looked
-- at every article that was ever kept.
ALTER TABLE verdicts ADD COLUMN to_track INTEGER NOT NULL DEFAULT 1;
UPDATE verdicts SET to_track = 0 WHERE article IN (
    SELECT t.article FROM tracked t JOIN articles a ON a.id = t.article WHERE t.hash = a.hash);
CREATE INDEX verdicts_to_track ON verdicts (article) WHERE to_track = 1;

-- What became readable after an issue was written goes into the next one: without
-- this, composing looked at every article.
CREATE INDEX articles_ready ON articles (ready);

-- +goose Down
DROP INDEX articles_ready;
DROP INDEX verdicts_to_track;
ALTER TABLE verdicts DROP COLUMN to_track;
