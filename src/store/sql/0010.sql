-- Version 10: when it was said by hand whether a session is a rehearsal, so that of two copies the
-- later word counts; and views for whoever looks at the history with a program of their own.
--
-- The views use the words of the program: a query of them needs no join. Nothing of the program
-- reads them, so they may grow columns.

ALTER TABLE sessions ADD COLUMN rehearsal_at TEXT;

-- Every value that was given, with what it was given for. `counts` is 1 where the program counts it.
CREATE VIEW history AS
SELECT
    c.session, c.answer, s.started_at, s.round_id AS round, a.prompt_id AS prompt, a.kind,
    c.id AS scorecard, c.rubric, c.version, c.rater, c.pass, c.at,
    v.criterion, v.value, v.min, v.max, v.note,
    s.rehearsal, c.retracted, NOT s.rehearsal AND NOT c.retracted AS counts
FROM scorecards AS c
JOIN scores AS v ON v.session = c.session AND v.card = c.id
JOIN sessions AS s ON s.id = c.session
LEFT JOIN answers AS a ON a.session = c.session AND a.number = c.answer;

-- What every section and follow-up had of time, and what it used.
CREATE VIEW ledger AS
SELECT
    s.id AS session, a.number AS answer, p.number AS section, s.started_at, s.round_id AS round,
    s.policy, s.rehearsal, a.prompt_id AS prompt, p.role, p.id, p.title, p.started_ms, p.budget_ms,
    p.min_ms, p.used_ms, p.over_ms, p.paused_ms, p."end"
FROM sessions AS s
JOIN answers AS a ON a.session = s.id
JOIN sections AS p ON p.session = a.session AND p.answer = a.number;

-- What was measured of every section that was heard.
CREATE VIEW delivery AS
SELECT
    s.id AS session, h.answer, h.section, s.started_at, s.round_id AS round, s.rehearsal,
    a.prompt_id AS prompt, p.title, p.used_ms, h.speaking_ms, h.first_word_ms, h.pauses,
    h.longest_pause_ms, h.silence, h.loudness_lufs, h.peak_dbfs, h.noise_dbfs, h.clipped_frames,
    h.articulation, h.pause_ms
FROM speech AS h
JOIN sessions AS s ON s.id = h.session
JOIN answers AS a ON a.session = h.session AND a.number = h.answer
JOIN sections AS p
    ON p.session = h.session AND p.answer = h.answer AND p.number = h.section;

-- Which competencies every answer was asked for.
CREATE VIEW competencies AS
SELECT
    a.session, a.number AS answer, s.started_at, s.rehearsal, a.prompt_id AS prompt,
    each.value AS competency
FROM answers AS a
JOIN sessions AS s ON s.id = a.session
JOIN json_each(a.competencies) AS each;

-- Every file of every take, by its path in the home.
CREATE VIEW recordings AS
SELECT
    t.session, t.answer, t.section, s.started_at, s.folder || '/' || f.path AS path, t.sample_rate,
    t.channels, t.bits, f.at_frame
FROM takes AS t
JOIN sessions AS s ON s.id = t.session
JOIN (
    SELECT session, answer, section, path, 0 AS at_frame FROM takes
    UNION ALL
    SELECT session, answer, section, path, at_frame FROM continuations
) AS f ON f.session = t.session AND f.answer = t.answer AND f.section = t.section;
