-- Version 8: ways to find scores by rubric and by time, and answers by their prompt, without
-- looking at all there are.

CREATE INDEX scorecards_by_rubric ON scorecards (rubric, at, id);

CREATE INDEX scorecards_by_time ON scorecards (at, id);

CREATE INDEX answers_by_prompt ON answers (prompt_id);
