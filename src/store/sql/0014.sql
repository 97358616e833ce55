-- Version 14: whether an answer was sat, and what it is worth.
--
-- Both follow from the answer's sections and scorecards, with which it is always written. Every draw
-- and every look at progress asks for them, of all answers.

ALTER TABLE answers ADD COLUMN sat INTEGER NOT NULL DEFAULT 0;  -- whether it used any time
ALTER TABLE answers ADD COLUMN share INTEGER;   -- in percent of its scales; null if never scored

UPDATE answers AS a SET
    sat = EXISTS (
        SELECT 1 FROM sections AS p
        WHERE p.session = a.session AND p.answer = a.number AND p.used_ms > 0),
    share = (
        SELECT CAST(ROUND(AVG(
            MIN(MAX((v.value - v.min) * 100.0 / (v.max - v.min), 0), 100))) AS INTEGER)
        FROM scorecards AS c
        CROSS JOIN scores AS v ON v.session = c.session AND v.card = c.id
        WHERE c.session = a.session AND c.answer = a.number AND v.max > v.min
            AND NOT c.retracted AND c.rater = 'self'
            AND NOT EXISTS (
                SELECT 1 FROM scorecards AS later
                WHERE later.session = c.session AND later.answer = c.answer
                    AND +later.rubric = c.rubric AND (later.at, later.id) > (c.at, c.id)
                    AND NOT later.retracted AND later.rater = 'self'));
