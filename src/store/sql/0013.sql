-- Version 13: indexes that say that no two of their entries are alike.
--
-- Rows that are asked for in this order then come in it, whatever is joined to them; without, they
-- are sorted once more.

DROP INDEX sessions_by_start;
CREATE UNIQUE INDEX sessions_by_start ON sessions (started_at, id);

DROP INDEX scorecards_by_time;
CREATE UNIQUE INDEX scorecards_by_time ON scorecards (at, id, session);

DROP INDEX scorecards_by_rubric;
CREATE UNIQUE INDEX scorecards_by_rubric ON scorecards (rubric, at, id, session);
