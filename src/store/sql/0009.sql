-- Version 9: how fast somebody spoke, in nuclei of syllables per second of speaking, and which
-- silence was counted as a pause.

ALTER TABLE speech ADD COLUMN articulation REAL;
ALTER TABLE speech ADD COLUMN articulation_first REAL;  -- from first word to last, in thirds
ALTER TABLE speech ADD COLUMN articulation_second REAL;
ALTER TABLE speech ADD COLUMN articulation_third REAL;
ALTER TABLE speech ADD COLUMN pause_ms INTEGER NOT NULL DEFAULT 1500;
