-- Version 4: a section may have a minimum, under which it was too short.
--
-- 0 says that it has none, as no section of an older version has.

ALTER TABLE sections ADD COLUMN min_ms INTEGER NOT NULL DEFAULT 0;
