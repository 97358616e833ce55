-- Version 15: one first pass for each answer, rubric and rater.
--
-- Two machines may each give one to the same answer before they know of each other. Then `pass` is
-- what a card counts as, and `given_as` what it says of itself; null where that is the same.

ALTER TABLE scorecards ADD COLUMN given_as TEXT;

UPDATE scorecards AS c SET given_as = 'first', pass = 'replay'
WHERE c.pass = 'first' AND NOT c.retracted AND EXISTS (
    SELECT 1 FROM scorecards AS earlier
    WHERE earlier.session = c.session AND earlier.answer IS c.answer
        AND +earlier.rubric = c.rubric AND earlier.rater = c.rater
        AND earlier.pass = 'first' AND NOT earlier.retracted
        AND (earlier.at, earlier.id) < (c.at, c.id));

DELETE FROM criterion_sums;

INSERT INTO criterion_sums (rubric, criterion, given, n, total)
SELECT c.rubric, v.criterion, COUNT(*),
    COUNT(*) FILTER (WHERE c.rater = 'self' AND c.pass = 'first'),
    TOTAL(v.value) FILTER (WHERE c.rater = 'self' AND c.pass = 'first')
FROM scorecards AS c
JOIN scores AS v ON v.session = c.session AND v.card = c.id
JOIN sessions AS s ON s.id = c.session
WHERE NOT c.retracted AND NOT s.rehearsal
GROUP BY c.rubric, v.criterion;
