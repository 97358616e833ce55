-- Version 5: assessments, which are scorecards of no session.
--
-- Like other cards they are only ever added. A position counts from 0.

CREATE TABLE assessments (
    id        TEXT PRIMARY KEY NOT NULL,
    rubric    TEXT NOT NULL,
    version   INTEGER NOT NULL,
    rater     TEXT NOT NULL,
    pass      TEXT NOT NULL,
    at        TEXT NOT NULL,
    next_time TEXT,
    retracted INTEGER NOT NULL CHECK (retracted IN (0, 1))
) STRICT, WITHOUT ROWID;

CREATE TABLE assessment_scores (
    card      TEXT NOT NULL REFERENCES assessments ON DELETE CASCADE,
    position  INTEGER NOT NULL,
    criterion TEXT NOT NULL,
    value     INTEGER NOT NULL,
    min       INTEGER NOT NULL,
    max       INTEGER NOT NULL,
    note      TEXT,
    PRIMARY KEY (card, position)
) STRICT, WITHOUT ROWID;
