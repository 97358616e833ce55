-- Version 16: assessments in the view of all values, as the program counts them too.

DROP VIEW history;

-- Every value that was given, with what it was given for; of an assessment, session and what is the
-- session's are null. `counts` is 1 where the program counts it.
CREATE VIEW history AS
SELECT
    c.session, c.answer, s.started_at, s.round_id AS round, a.prompt_id AS prompt, a.kind,
    c.id AS scorecard, c.rubric, c.version, c.rater, c.pass, c.at,
    v.criterion, v.value, v.min, v.max, v.note,
    s.rehearsal, c.retracted, NOT s.rehearsal AND NOT c.retracted AS counts
FROM scorecards AS c
JOIN scores AS v ON v.session = c.session AND v.card = c.id
JOIN sessions AS s ON s.id = c.session
LEFT JOIN answers AS a ON a.session = c.session AND a.number = c.answer
UNION ALL
SELECT
    NULL, NULL, NULL, NULL, NULL, NULL,
    c.id, c.rubric, c.version, c.rater, c.pass, c.at,
    v.criterion, v.value, v.min, v.max, v.note,
    0, c.retracted, NOT c.retracted
FROM assessments AS c
JOIN assessment_scores AS v ON v.card = c.id;
