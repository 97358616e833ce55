-- Version 2: a take may go on in further files, since a WAV holds 4 GiB at most.
--
-- A take of version 1 has all of its frames in the file that `takes` names; so does one without a
-- row here. `takes.frames` counts those of all files.

CREATE TABLE continuations (
    session  TEXT NOT NULL,
    answer   INTEGER NOT NULL,
    section  INTEGER NOT NULL,
    position INTEGER NOT NULL,
    path     TEXT NOT NULL,                     -- relative to the session's folder
    at_frame INTEGER NOT NULL,                  -- of the take: which its first frame is
    PRIMARY KEY (session, answer, section, position),
    FOREIGN KEY (session, answer, section) REFERENCES takes ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
