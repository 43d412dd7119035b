-- +goose Up
-- The numbers of articles that hold words, above one number and up to another. Left to
-- itself the planner reads every text of the slice where a word is common, which takes
-- ten times as long as the index does: it does not know that texts lie beside their
-- table and have to be unpacked. A slice of a million articles fits in the memory.
-- +goose StatementBegin
CREATE FUNCTION articles_holding(terms TSQUERY, low BIGINT, high BIGINT) RETURNS SETOF BIGINT
LANGUAGE plpgsql STABLE ROWS 1000
SET enable_indexscan = off SET enable_seqscan = off SET work_mem = '32MB' AS $$
BEGIN
    -- With the values in it, since how common the words are decides the plan.
    RETURN QUERY EXECUTE 'SELECT article FROM articles_fts WHERE words @@ $1 AND article > $2 AND article <= $3'
        USING terms, low, high;
END
$$;
-- +goose StatementEnd

-- +goose Down
DROP FUNCTION articles_holding;
