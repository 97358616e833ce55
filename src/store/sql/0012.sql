-- Version 12: what was written in the blocks of a plan, and how far their topics were studied.
--
-- Notes are only ever added; the last one of a block is the one that is shown. A position counts
-- from 0.

CREATE TABLE plan_notes (
    plan  TEXT NOT NULL,
    block TEXT NOT NULL,
    at    TEXT NOT NULL,
    title TEXT NOT NULL,
    text  TEXT NOT NULL,
    PRIMARY KEY (plan, block, at)
) STRICT, WITHOUT ROWID;

CREATE TABLE plan_topics (
    plan     TEXT NOT NULL,
    block    TEXT NOT NULL,
    at       TEXT NOT NULL,
    position INTEGER NOT NULL,
    topic    TEXT NOT NULL,
    used_ms  INTEGER NOT NULL,
    through  INTEGER NOT NULL CHECK (through IN (0, 1)),
    PRIMARY KEY (plan, block, at, position),
    FOREIGN KEY (plan, block, at) REFERENCES plan_notes ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
