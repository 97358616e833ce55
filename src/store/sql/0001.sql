-- The history, version 1. A migration is never edited once a release has carried it: the next
-- change is 0002.sql.
--
-- Everything of a session is keyed by the session's id first, so deleting its row takes all of it
-- along. Words (status, kind, end, …) are those of session.json, and no CHECK lists them: a new
-- word would mean rebuilding the table. Lists of plain words are JSON arrays, since nothing reads
-- them but as a whole. A position counts from 0, a number from 1.
--
-- Ids are text: readable and typable in any SQLite shell, and UUIDv7 sorts by time as text too.
-- Instants are RFC 3339 in UTC with exactly nine decimals, so that they sort as text and lose
-- nothing; integer nanoseconds would end in 2262 and say nothing to a reader.

CREATE TABLE sessions (
    id              TEXT PRIMARY KEY NOT NULL,
    folder          TEXT NOT NULL,              -- relative to the home
    schema          INTEGER NOT NULL,
    started_at      TEXT NOT NULL,
    time_zone       TEXT NOT NULL,
    ended_at        TEXT,
    status          TEXT NOT NULL,
    rehearsal       INTEGER NOT NULL CHECK (rehearsal IN (0, 1)),
    round_id        TEXT NOT NULL,
    round_title     TEXT NOT NULL,
    round_pack      TEXT NOT NULL,
    loop_id         TEXT,
    loop_run        TEXT,
    loop_index      INTEGER,
    seed            TEXT NOT NULL,              -- decimal: it may exceed SQLite's integers
    draw            TEXT NOT NULL,
    policy          TEXT NOT NULL,
    scale           REAL NOT NULL,
    rubrics         TEXT NOT NULL,              -- JSON array of ids
    mic_kind        TEXT NOT NULL,
    mic_host        TEXT,
    mic_id          TEXT,
    mic_name        TEXT,
    mic_sample_rate INTEGER,
    mic_channels    INTEGER,
    CHECK ((loop_id IS NULL) = (loop_run IS NULL) AND (loop_id IS NULL) = (loop_index IS NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX sessions_by_start ON sessions (started_at, id);

CREATE TABLE answers (
    session        TEXT NOT NULL REFERENCES sessions ON DELETE CASCADE,
    number         INTEGER NOT NULL,            -- from 1
    prompt_id      TEXT NOT NULL,
    kind           TEXT NOT NULL,
    title          TEXT NOT NULL,
    ask            TEXT NOT NULL,
    competencies   TEXT NOT NULL,               -- JSON array of ids
    level          TEXT NOT NULL,               -- JSON array
    pack           TEXT NOT NULL,
    digest         TEXT NOT NULL,
    prep_budget_ms INTEGER NOT NULL,
    prep_used_ms   INTEGER NOT NULL,
    PRIMARY KEY (session, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE sections (
    session    TEXT NOT NULL,
    answer     INTEGER NOT NULL,
    number     INTEGER NOT NULL,                -- from 1, follow-ups included
    role       TEXT NOT NULL,
    id         TEXT NOT NULL,
    title      TEXT NOT NULL,
    ask        TEXT,
    cues       TEXT NOT NULL,                   -- JSON array
    budget_ms  INTEGER NOT NULL,
    started_ms INTEGER NOT NULL,                -- from the session's start
    used_ms    INTEGER NOT NULL,
    over_ms    INTEGER NOT NULL,
    paused_ms  INTEGER NOT NULL,
    "end"      TEXT NOT NULL,
    PRIMARY KEY (session, answer, number),
    FOREIGN KEY (session, answer) REFERENCES answers ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE takes (
    session     TEXT NOT NULL,
    answer      INTEGER NOT NULL,
    section     INTEGER NOT NULL,
    path        TEXT NOT NULL,                  -- relative to the session's folder
    sample_rate INTEGER NOT NULL,
    channels    INTEGER NOT NULL,
    bits        INTEGER NOT NULL,
    frames      INTEGER NOT NULL,
    lost_frames INTEGER NOT NULL,
    PRIMARY KEY (session, answer, section),
    FOREIGN KEY (session, answer, section) REFERENCES sections ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE gaps (
    session  TEXT NOT NULL,
    answer   INTEGER NOT NULL,
    section  INTEGER NOT NULL,
    position INTEGER NOT NULL,
    at_frame INTEGER NOT NULL,                  -- from the start of the take
    frames   INTEGER NOT NULL,
    cause    TEXT NOT NULL,
    PRIMARY KEY (session, answer, section, position),
    FOREIGN KEY (session, answer, section) REFERENCES takes ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE marks (
    session  TEXT NOT NULL,
    answer   INTEGER NOT NULL,
    section  INTEGER NOT NULL,
    position INTEGER NOT NULL,
    id       TEXT NOT NULL,
    at_ms    INTEGER NOT NULL,                  -- from the start of the section
    cue      INTEGER,                           -- from 1
    label    TEXT,
    source   TEXT NOT NULL,                     -- `while` in session.json
    PRIMARY KEY (session, answer, section, position),
    FOREIGN KEY (session, answer, section) REFERENCES sections ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE speech (
    session          TEXT NOT NULL,
    answer           INTEGER NOT NULL,
    section          INTEGER NOT NULL,
    speaking_ms      INTEGER NOT NULL,
    first_word_ms    INTEGER,
    pauses           INTEGER NOT NULL,
    longest_pause_ms INTEGER NOT NULL,
    loudness_lufs    REAL,
    peak_dbfs        REAL,
    clipped_frames   INTEGER NOT NULL,
    PRIMARY KEY (session, answer, section),
    FOREIGN KEY (session, answer, section) REFERENCES sections ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE scorecards (
    session   TEXT NOT NULL REFERENCES sessions ON DELETE CASCADE,
    id        TEXT NOT NULL,
    answer    INTEGER,                          -- null: of the session as a whole
    position  INTEGER NOT NULL,
    rubric    TEXT NOT NULL,
    version   INTEGER NOT NULL,
    rater     TEXT NOT NULL,
    pass      TEXT NOT NULL,
    at        TEXT NOT NULL,
    next_time TEXT,
    retracted INTEGER NOT NULL CHECK (retracted IN (0, 1)),
    PRIMARY KEY (session, id),
    FOREIGN KEY (session, answer) REFERENCES answers ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE scores (
    session   TEXT NOT NULL,
    card      TEXT NOT NULL,
    position  INTEGER NOT NULL,
    criterion TEXT NOT NULL,
    value     INTEGER NOT NULL,
    min       INTEGER NOT NULL,
    max       INTEGER NOT NULL,
    note      TEXT,
    PRIMARY KEY (session, card, position),
    FOREIGN KEY (session, card) REFERENCES scorecards ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE attachments (
    session  TEXT NOT NULL REFERENCES sessions ON DELETE CASCADE,
    position INTEGER NOT NULL,
    path     TEXT NOT NULL,                     -- relative to the session's folder
    at       TEXT NOT NULL,
    PRIMARY KEY (session, position)
) STRICT, WITHOUT ROWID;

-- Tombstones: a deleted session stays deleted when an old copy of it is imported.
CREATE TABLE deletions (
    id TEXT PRIMARY KEY NOT NULL,
    at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
