-- Version 11: scores added up by criterion.
--
-- `criterion_sums` is what a query over all scores would say, kept true by triggers, whoever writes.
-- Cards are only added, retracted, and deleted with their session; nothing else of them changes.
-- What a cascade deletes has been taken away with its parent, whose row is gone by then. A total is
-- a REAL, since integers that are too large would stop the write; it is exact up to 2^53.

CREATE TABLE criterion_sums (
    rubric    TEXT NOT NULL,
    criterion TEXT NOT NULL,
    given     INTEGER NOT NULL,                 -- values of any rater and pass
    n         INTEGER NOT NULL,                 -- those of the candidate's own first pass
    total     REAL NOT NULL,                    -- what these sum to
    PRIMARY KEY (rubric, criterion)
) STRICT, WITHOUT ROWID;

INSERT INTO criterion_sums (rubric, criterion, given, n, total)
SELECT c.rubric, v.criterion, COUNT(*),
    COUNT(*) FILTER (WHERE c.rater = 'self' AND c.pass = 'first'),
    TOTAL(v.value) FILTER (WHERE c.rater = 'self' AND c.pass = 'first')
FROM scorecards AS c
JOIN scores AS v ON v.session = c.session AND v.card = c.id
JOIN sessions AS s ON s.id = c.session
WHERE NOT c.retracted AND NOT s.rehearsal
GROUP BY c.rubric, v.criterion;

CREATE TRIGGER score_given AFTER INSERT ON scores BEGIN
    INSERT INTO criterion_sums (rubric, criterion, given, n, total)
    SELECT c.rubric, NEW.criterion, 1, c.rater = 'self' AND c.pass = 'first',
        CASE WHEN c.rater = 'self' AND c.pass = 'first' THEN NEW.value ELSE 0 END
    FROM scorecards AS c JOIN sessions AS s ON s.id = c.session
    WHERE c.session = NEW.session AND c.id = NEW.card AND NOT c.retracted AND NOT s.rehearsal
    ON CONFLICT (rubric, criterion) DO UPDATE SET
        given = criterion_sums.given + 1, n = criterion_sums.n + excluded.n,
        total = criterion_sums.total + excluded.total;
END;

CREATE TRIGGER score_gone BEFORE DELETE ON scores BEGIN
    UPDATE criterion_sums SET given = criterion_sums.given - 1, n = criterion_sums.n - own.counts,
        total = criterion_sums.total - own.counts * CAST(OLD.value AS REAL)
    FROM (
        SELECT c.rubric, c.rater = 'self' AND c.pass = 'first' AS counts
        FROM scorecards AS c JOIN sessions AS s ON s.id = c.session
        WHERE c.session = OLD.session AND c.id = OLD.card AND NOT c.retracted AND NOT s.rehearsal
    ) AS own
    WHERE criterion_sums.rubric = own.rubric AND criterion_sums.criterion = OLD.criterion;
END;

CREATE TRIGGER card_gone BEFORE DELETE ON scorecards WHEN NOT OLD.retracted BEGIN
    UPDATE criterion_sums SET given = criterion_sums.given - own.given,
        n = criterion_sums.n - own.given * (OLD.rater = 'self' AND OLD.pass = 'first'),
        total = criterion_sums.total - own.total * (OLD.rater = 'self' AND OLD.pass = 'first')
    FROM (
        SELECT v.criterion, COUNT(*) AS given, TOTAL(v.value) AS total
        FROM scores AS v JOIN sessions AS s ON s.id = v.session
        WHERE v.session = OLD.session AND v.card = OLD.id AND NOT s.rehearsal
        GROUP BY v.criterion
    ) AS own
    WHERE criterion_sums.rubric = OLD.rubric AND criterion_sums.criterion = own.criterion;
END;

CREATE TRIGGER card_retracted AFTER UPDATE OF retracted ON scorecards
WHEN OLD.retracted <> NEW.retracted BEGIN
    UPDATE criterion_sums SET given = criterion_sums.given + own.given * (1 - 2 * NEW.retracted),
        n = criterion_sums.n
            + own.given * (NEW.rater = 'self' AND NEW.pass = 'first') * (1 - 2 * NEW.retracted),
        total = criterion_sums.total
            + own.total * (NEW.rater = 'self' AND NEW.pass = 'first') * (1 - 2 * NEW.retracted)
    FROM (
        SELECT v.criterion, COUNT(*) AS given, TOTAL(v.value) AS total
        FROM scores AS v JOIN sessions AS s ON s.id = v.session
        WHERE v.session = NEW.session AND v.card = NEW.id AND NOT s.rehearsal
        GROUP BY v.criterion
    ) AS own
    WHERE criterion_sums.rubric = NEW.rubric AND criterion_sums.criterion = own.criterion;
END;

CREATE TRIGGER session_gone BEFORE DELETE ON sessions WHEN NOT OLD.rehearsal BEGIN
    UPDATE criterion_sums
    SET given = criterion_sums.given - own.given, n = criterion_sums.n - own.n,
        total = criterion_sums.total - own.total
    FROM (
        SELECT c.rubric, v.criterion, COUNT(*) AS given,
            COUNT(*) FILTER (WHERE c.rater = 'self' AND c.pass = 'first') AS n,
            TOTAL(v.value) FILTER (WHERE c.rater = 'self' AND c.pass = 'first') AS total
        FROM scorecards AS c JOIN scores AS v ON v.session = c.session AND v.card = c.id
        WHERE c.session = OLD.id AND NOT c.retracted
        GROUP BY c.rubric, v.criterion
    ) AS own
    WHERE criterion_sums.rubric = own.rubric AND criterion_sums.criterion = own.criterion;
END;

CREATE TRIGGER session_rehearsed AFTER UPDATE OF rehearsal ON sessions
WHEN OLD.rehearsal <> NEW.rehearsal BEGIN
    INSERT INTO criterion_sums (rubric, criterion, given, n, total)
    SELECT c.rubric, v.criterion, COUNT(*) * (1 - 2 * NEW.rehearsal),
        COUNT(*) FILTER (WHERE c.rater = 'self' AND c.pass = 'first') * (1 - 2 * NEW.rehearsal),
        TOTAL(v.value) FILTER (WHERE c.rater = 'self' AND c.pass = 'first')
            * (1 - 2 * NEW.rehearsal)
    FROM scorecards AS c JOIN scores AS v ON v.session = c.session AND v.card = c.id
    WHERE c.session = NEW.id AND NOT c.retracted
    GROUP BY c.rubric, v.criterion
    ON CONFLICT (rubric, criterion) DO UPDATE SET given = criterion_sums.given + excluded.given,
        n = criterion_sums.n + excluded.n, total = criterion_sums.total + excluded.total;
END;
