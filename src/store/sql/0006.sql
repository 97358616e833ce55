-- Version 6: more of what is measured of a delivery.
--
-- `speech.pauses` counts the rows of `pauses`; no version before this one has written any.

ALTER TABLE speech ADD COLUMN silence REAL;            -- a share, from 0 to 1
ALTER TABLE speech ADD COLUMN noise_dbfs REAL;

CREATE TABLE pauses (
    session   TEXT NOT NULL,
    answer    INTEGER NOT NULL,
    section   INTEGER NOT NULL,
    position  INTEGER NOT NULL,
    at_ms     INTEGER NOT NULL,                         -- from the start of the take
    length_ms INTEGER NOT NULL,
    PRIMARY KEY (session, answer, section, position),
    FOREIGN KEY (session, answer, section) REFERENCES speech ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
