-- Version 3: prompts that are kept out of every draw.
--
-- A row stays when its prompt is shown again, so that an old copy of another machine does not hide
-- it once more: the later word counts.

CREATE TABLE hidden_prompts (
    prompt TEXT PRIMARY KEY NOT NULL,
    hidden INTEGER NOT NULL CHECK (hidden IN (0, 1)),
    at     TEXT NOT NULL
) STRICT, WITHOUT ROWID;
