-- A history as version 1 left it; only ever read by tests, and never edited.
PRAGMA application_id = 1752134771;
PRAGMA user_version = 1;
BEGIN TRANSACTION;
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
INSERT INTO sessions VALUES('01936f0c-0000-7000-8000-000000000001','recordings/2026-11-22T061000Z-quick',1,'2026-11-22T06:10:00.123456789Z','Europe/Berlin','2026-11-22T07:10:00.000000000Z','stopped',1,'quick','Quick','core','onsite-l7','01936f0c-0000-7000-8000-000000000002',2,'18446744073709551615','random','borrow',0.10000000000000000555,'["l7-system-design","l7-platform-check"]','device','pulseaudio','alsa_input.usb','Mikrofon „Ü“',48000,1);
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
INSERT INTO answers VALUES('01936f0c-0000-7000-8000-000000000001',1,'shared-data-platform','system-design','A platform: 日本語, ''quotes'' and "more"',replace('Line one\nline two é 🦀','\n',char(10)),'["platform-thinking","ownership"]','["L7","L6"]','l7','ab12',60000,59999);
INSERT INTO answers VALUES('01936f0c-0000-7000-8000-000000000001',2,'shared-data-platform','system-design','A platform: 日本語, ''quotes'' and "more"',replace('Line one\nline two é 🦀','\n',char(10)),'["platform-thinking","ownership"]','["L7","L6"]','l7','ab12',60000,59999);
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
INSERT INTO sections VALUES('01936f0c-0000-7000-8000-000000000001',1,1,'section','answer','answer',NULL,'[]',600000,0,1,0,0,'next');
INSERT INTO sections VALUES('01936f0c-0000-7000-8000-000000000001',1,2,'section','platform-architecture','Platform architecture',NULL,'["tenant isolation",""]',600000,600000,1500000,3,4,'time-up');
INSERT INTO sections VALUES('01936f0c-0000-7000-8000-000000000001',1,3,'follow-up','follow-up-1','follow-up-1','And then?','[]',600000,0,0,0,0,'interrupted');
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
INSERT INTO takes VALUES('01936f0c-0000-7000-8000-000000000001',1,2,'1-2-platform-architecture.wav',48000,1,16,72000000,30);
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
INSERT INTO gaps VALUES('01936f0c-0000-7000-8000-000000000001',1,2,0,5,10,'stall');
INSERT INTO gaps VALUES('01936f0c-0000-7000-8000-000000000001',1,2,1,90,20,'device-lost');
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
INSERT INTO marks VALUES('01936f0c-0000-7000-8000-000000000001',1,2,0,'01936f0c-0000-7000-8000-00000000000a',91250,1,'tenant isolation','live');
INSERT INTO marks VALUES('01936f0c-0000-7000-8000-000000000001',1,2,1,'01936f0c-0000-7000-8000-00000000000b',0,NULL,NULL,'replay');
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
INSERT INTO speech VALUES('01936f0c-0000-7000-8000-000000000001',1,2,1000000,NULL,3,4000,-23.100000000000001421,-3.0,1);
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
INSERT INTO scorecards VALUES('01936f0c-0000-7000-8000-000000000001','01936f0c-0000-7000-8000-000000000014',1,0,'l7-system-design',1,'self','first','2026-11-22T07:00:00.000000000Z','Start with the user',1);
INSERT INTO scorecards VALUES('01936f0c-0000-7000-8000-000000000001','01936f0c-0000-7000-8000-000000000015',1,1,'l7-system-design',1,'self','replay','2026-11-22T07:00:00.000000000Z',NULL,0);
INSERT INTO scorecards VALUES('01936f0c-0000-7000-8000-000000000001','01936f0c-0000-7000-8000-000000000016',NULL,0,'l7-platform-check',1,'self','first','2026-11-22T07:00:00.000000000Z',NULL,0);
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
INSERT INTO scores VALUES('01936f0c-0000-7000-8000-000000000001','01936f0c-0000-7000-8000-000000000014',0,'strategy',4,1,5,'„gut“ 🦀');
INSERT INTO scores VALUES('01936f0c-0000-7000-8000-000000000001','01936f0c-0000-7000-8000-000000000014',1,'depth',2,1,5,NULL);
INSERT INTO scores VALUES('01936f0c-0000-7000-8000-000000000001','01936f0c-0000-7000-8000-000000000015',0,'strategy',-1,1,5,NULL);
CREATE TABLE attachments (
    session  TEXT NOT NULL REFERENCES sessions ON DELETE CASCADE,
    position INTEGER NOT NULL,
    path     TEXT NOT NULL,                     -- relative to the session's folder
    at       TEXT NOT NULL,
    PRIMARY KEY (session, position)
) STRICT, WITHOUT ROWID;
INSERT INTO attachments VALUES('01936f0c-0000-7000-8000-000000000001',0,'whiteboard.jpg','2026-11-22T07:12:00.000000000Z');
CREATE TABLE deletions (
    id TEXT PRIMARY KEY NOT NULL,
    at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO deletions VALUES('01936f0c-0000-7000-8000-00000000004d','2026-11-23T00:00:00.000000000Z');
CREATE INDEX sessions_by_start ON sessions (started_at, id);
COMMIT;
