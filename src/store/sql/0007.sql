-- Version 7: plans on their way. Of a plan's start, and of each item of it, the last word is kept.

CREATE TABLE plan_starts (
    plan TEXT PRIMARY KEY NOT NULL,
    day  TEXT NOT NULL,
    at   TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE plan_ticks (
    plan TEXT NOT NULL,
    item TEXT NOT NULL,
    done INTEGER NOT NULL CHECK (done IN (0, 1)),
    at   TEXT NOT NULL,
    PRIMARY KEY (plan, item)
) STRICT, WITHOUT ROWID;
