-- +goose Up
SET LOCAL maintenance_work_mem = '256MB'; -- else an index of a million texts takes hours

-- Most searches ask for relevant articles alone, three in a hundred: they have an index
-- of their own. It may hold one that is relevant no more.
ALTER TABLE articles_fts ADD COLUMN relevant BOOLEAN NOT NULL DEFAULT false;
UPDATE articles_fts SET relevant = true WHERE article IN (SELECT article FROM verdicts WHERE relevant = 1);
CREATE INDEX articles_fts_relevant ON articles_fts USING gin (words) WITH (gin_pending_list_limit = 512) WHERE relevant;

-- The pairs of words that stand side by side, as numbers. An index of words alone cannot
-- say where they stand: for a phrase of two common words it had every text unpacked that
-- holds both, most of the store. Numbers are cut to 2^18, so that the index is one of many
-- entries for few numbers, a gigabyte for a million articles of 200 words; by chance one
-- text in a thousand has the number of a pair that it does not hold.
-- +goose StatementBegin
CREATE FUNCTION word_pairs(words TSVECTOR) RETURNS INTEGER[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT coalesce(array_agg(DISTINCT hashtext(word || ' ' || word_after) & 262143), '{}')
    FROM (SELECT lexeme AS word, place, lead(lexeme) OVER places AS word_after, lead(place) OVER places AS place_after
        FROM unnest(words) entry, unnest(entry.positions) place WINDOW places AS (ORDER BY place)) side_by_side
    WHERE place_after = place + 1
$$;
-- +goose StatementEnd
CREATE INDEX articles_fts_pairs ON articles_fts USING gin (word_pairs(words)) WITH (gin_pending_list_limit = 512);

-- New entries are put into these indexes many at a time, and until then each search reads
-- them all: of half a megabyte that takes milliseconds, of the usual four a tenth of a second.
ALTER INDEX articles_fts_words SET (gin_pending_list_limit = 512);

-- +goose StatementBegin
CREATE FUNCTION text_is_relevant() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    NEW.relevant := EXISTS (SELECT 1 FROM verdicts WHERE article = NEW.article AND relevant = 1);
    RETURN NEW;
END
$$;
-- +goose StatementEnd
CREATE TRIGGER text_is_relevant BEFORE INSERT ON articles_fts FOR EACH ROW EXECUTE FUNCTION text_is_relevant();
-- +goose StatementBegin
CREATE FUNCTION verdict_is_relevant() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    UPDATE articles_fts SET relevant = true WHERE article = NEW.article AND NOT relevant;
    RETURN NULL;
END
$$;
-- +goose StatementEnd
CREATE TRIGGER verdict_is_relevant AFTER INSERT OR UPDATE OF relevant ON verdicts
    FOR EACH ROW WHEN (NEW.relevant = 1) EXECUTE FUNCTION verdict_is_relevant();

-- The numbers of articles that hold words and phrases, each in double quotes, above one
-- number and up to another; of relevant ones alone, if so asked. Left to itself the
-- planner reads every text of the slice where a word is common, which takes ten times as
-- long as the index does: it does not know that texts lie beside their table and have to
-- be unpacked. A slice of a million articles fits in the memory. It is said to give 100
-- rows: with a thousand, all articles of a small store were read to join them.
DROP FUNCTION articles_holding;
-- +goose StatementBegin
CREATE FUNCTION articles_holding(typed TEXT, low BIGINT, high BIGINT, only_relevant BOOLEAN) RETURNS SETOF BIGINT
LANGUAGE plpgsql STABLE ROWS 100
SET enable_indexscan = off SET enable_seqscan = off SET work_mem = '32MB' AS $$
DECLARE
    pairs INTEGER[];
    words TEXT;
    wanted TEXT := 'article > $2 AND article <= $3';
BEGIN
    SELECT array_agg(pair) FILTER (WHERE pair IS NOT NULL), string_agg(term, ' ') FILTER (WHERE pair IS NULL) INTO pairs, words
    FROM unnest(string_to_array(typed, '"')) WITH ORDINALITY terms (term, n)
        LEFT JOIN unnest(word_pairs(to_tsvector('wardround', term))) pair ON true
    WHERE n % 2 = 0;
    IF only_relevant THEN
        wanted := wanted || ' AND relevant';
    END IF;
    -- Executed with the values in it, since how common the words are decides the plan.
    IF pairs IS NULL THEN
        RETURN QUERY EXECUTE 'SELECT article FROM articles_fts WHERE words @@ $1 AND ' || wanted
            USING websearch_to_tsquery('wardround', typed), low, high;
        RETURN;
    END IF;
    -- The indexes say who has all the pairs, and all the words that are in none. Only these
    -- texts are unpacked, and read once: OFFSET 0 keeps both looks apart.
    IF words IS NOT NULL THEN
        wanted := wanted || ' AND words @@ $5';
    END IF;
    RETURN QUERY EXECUTE 'SELECT article FROM (SELECT article, words FROM articles_fts WHERE word_pairs(words) @> $4 AND '
        || wanted || ' OFFSET 0) f WHERE words @@ $1'
        USING websearch_to_tsquery('wardround', typed), low, high, pairs, plainto_tsquery('wardround', words);
END
$$;
-- +goose StatementEnd

-- +goose Down
DROP FUNCTION articles_holding;
-- +goose StatementBegin
CREATE FUNCTION articles_holding(terms TSQUERY, low BIGINT, high BIGINT) RETURNS SETOF BIGINT
LANGUAGE plpgsql STABLE ROWS 1000
SET enable_indexscan = off SET enable_seqscan = off SET work_mem = '32MB' AS $$
BEGIN
    RETURN QUERY EXECUTE 'SELECT article FROM articles_fts WHERE words @@ $1 AND article > $2 AND article <= $3'
        USING terms, low, high;
END
$$;
-- +goose StatementEnd
DROP TRIGGER verdict_is_relevant ON verdicts;
DROP FUNCTION verdict_is_relevant;
DROP TRIGGER text_is_relevant ON articles_fts;
DROP FUNCTION text_is_relevant;
DROP INDEX articles_fts_relevant;
ALTER TABLE articles_fts DROP COLUMN relevant;
DROP INDEX articles_fts_pairs;
DROP FUNCTION word_pairs;
