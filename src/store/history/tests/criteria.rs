//! Scores by criterion: what is kept added up says what the scores say, whatever was done to them.

use jiff::Timestamp;

use super::*;
use crate::domain::{CriterionScores, Pass, PastScore};

fn sorted(mut found: Vec<CriterionScores>) -> Vec<CriterionScores> {
    found.sort_by_key(|own| (own.rubric.clone(), own.criterion.clone()));
    found
}

/// What is kept, after a look at every score has said the same.
fn summed(history: &History) -> Vec<(String, usize, f64)> {
    let kept = sorted(history.criteria(&ScoreFilter::default()).unwrap());
    let all = ScoreFilter {
        since: Some(Timestamp::MIN),
        ..ScoreFilter::default()
    };
    assert_eq!(kept, sorted(history.criteria(&all).unwrap()));
    let rows = history.scores(&ScoreFilter::default()).unwrap();
    let own = rows.iter().filter(|row| row.is_own_first()).count();
    assert_eq!(kept.iter().map(|own| own.n).sum::<usize>(), own);
    let kept = kept.into_iter();
    kept.map(|own| (own.criterion, own.n, own.total)).collect()
}

fn scored(number: u128, values: &[(&str, i64)]) -> Session {
    let mut session = short(number, "2026-11-22T06:10:00Z", "a");
    session.answers[0].scorecards = vec![card(number + 50, "r", values)];
    session
}

fn expected(sums: &[(&str, usize, f64)]) -> Vec<(String, usize, f64)> {
    let sums = sums.iter();
    sums.map(|(id, n, total)| ((*id).to_owned(), *n, *total))
        .collect()
}

#[test]
fn what_is_added_up_follows_all_that_happens_to_scores() {
    let (_folder, mut history) = history();
    assert_eq!(summed(&history), []);
    let mut one = scored(1, &[("c", 4), ("d", 2)]);
    history.save(&one, "x").unwrap();
    history.save(&scored(2, &[("c", 5)]), "y").unwrap();
    assert_eq!(summed(&history), expected(&[("c", 2, 9.0), ("d", 1, 2.0)]));

    // Saved once more, as at every mark.
    history.save(&one, "x").unwrap();
    assert_eq!(summed(&history), expected(&[("c", 2, 9.0), ("d", 1, 2.0)]));

    // Listened to, and scored by somebody else: told, and not counted.
    let mut replay = card(60, "r", &[("c", 1), ("e", 1)]);
    replay.pass = Pass::Replay;
    give(&mut history, one.id, Some(0), &replay);
    let mut coached = card(61, "r", &[("c", 1)]);
    coached.rater = "coach".to_owned();
    give(&mut history, one.id, None, &coached);
    let sums = [("c", 2, 9.0), ("d", 1, 2.0), ("e", 0, 0.0)];
    assert_eq!(summed(&history), expected(&sums));

    // Taken back.
    one.answers[0].scorecards[0].retracted = true;
    give(&mut history, one.id, Some(0), &one.answers[0].scorecards[0]);
    let sums = [("c", 1, 5.0), ("e", 0, 0.0)];
    assert_eq!(summed(&history), expected(&sums));

    // A rehearsal now, and then not any more.
    let mut two = scored(2, &[("c", 5)]);
    for (rehearsal, sums) in [(true, &[("c", 0, 0.0), ("e", 0, 0.0)]), (false, &sums)] {
        two.rehearsal = rehearsal;
        history.save(&two, "y").unwrap();
        assert_eq!(summed(&history), expected(sums));
    }
    for (flag, sums) in [(1, &[("c", 0, 0.0), ("e", 0, 0.0)]), (0, &sums)] {
        let sql = format!(
            "UPDATE sessions SET rehearsal = {flag} WHERE id = '{}'",
            two.id
        );
        history.connection.execute_batch(&sql).unwrap();
        assert_eq!(summed(&history), expected(sums));
    }

    // Gone: the session, then a value and a card by a program of the user's own.
    history.delete(two.id, at("2026-11-25T06:10:00Z")).unwrap();
    let sums = [("c", 0, 0.0), ("e", 0, 0.0)];
    assert_eq!(summed(&history), expected(&sums));
    history
        .save(&scored(3, &[("c", 3), ("d", 3)]), "z")
        .unwrap();
    let sql = "DELETE FROM scores WHERE criterion = 'd' AND value = 3;";
    history.connection.execute_batch(sql).unwrap();
    let sums = [("c", 1, 3.0), ("e", 0, 0.0)];
    assert_eq!(summed(&history), expected(&sums));
    let sql = format!("DELETE FROM scorecards WHERE id = '{}';", id(53));
    history.connection.execute_batch(&sql).unwrap();
    let sums = [("c", 0, 0.0), ("e", 0, 0.0)];
    assert_eq!(summed(&history), expected(&sums));
    history.delete(one.id, at("2026-11-25T06:10:00Z")).unwrap();
    assert_eq!(summed(&history), []);
}

#[test]
fn the_newest_values_of_a_criterion_are_found_however_old_their_cards_are() {
    let (_folder, mut history) = history();
    for number in 1..=30 {
        let value = i64::try_from(number % 5).unwrap() + 1;
        let mut values = vec![("always", value)];
        if number <= 4 {
            values.push(("early", value));
        }
        if number % 2 == 0 {
            values.push(("every-other", value));
        }
        let mut session = scored(number, &values);
        session.answers[0].scorecards[0].at = at(&format!("2026-11-{number:02}T07:00:00Z"));
        history.save(&session, "x").unwrap();
    }
    let rows = history.scores(&ScoreFilter::default()).unwrap();
    let found = sorted(history.criteria(&ScoreFilter::default()).unwrap());
    let counts: Vec<_> = found.iter().map(|own| (own.n, own.newest.len())).collect();
    assert_eq!(counts, [(30, 20), (4, 4), (15, 15)]);
    for own in found {
        let rows = rows.iter().filter(|row| row.criterion == own.criterion);
        let values: Vec<_> = rows.map(PastScore::scaled).collect();
        assert_eq!(own.newest, values[values.len() - own.newest.len()..]);
    }
}

/// Scored on two machines before either knew of the other.
fn twice(number: u128) -> Session {
    let mut session = scored(number, &[("c", 4)]);
    let mut late = card(number + 70, "r", &[("c", 1)]);
    late.at = at("2026-11-22T08:00:00Z");
    session.answers[0].scorecards.push(late);
    session
}

#[test]
fn an_answer_with_two_first_passes_counts_once() {
    let (_folder, mut history) = history();
    let mut session = twice(1);
    history.save(&session, "x").unwrap();
    assert_eq!(summed(&history), expected(&[("c", 1, 4.0)]));
    let rows = history.scores(&ScoreFilter::default()).unwrap();
    let passes: Vec<_> = rows.iter().map(|row| row.card.pass).collect();
    assert_eq!(passes, [Pass::First, Pass::Replay]);
    // What the cards say of themselves stays as it was.
    assert_eq!(loaded(&history, session.id), session);
    session.answers[0].scorecards[0].retracted = true;
    give(
        &mut history,
        session.id,
        Some(0),
        &session.answers[0].scorecards[0],
    );
    assert_eq!(summed(&history), expected(&[("c", 1, 1.0)]));
}

#[test]
fn values_of_practice_and_of_assessments_stand_by_time() {
    let (folder, mut history) = history();
    for number in 1..=30 {
        let mut given = card(number + 50, "r", &[("c", i64::try_from(number).unwrap())]);
        given.values[0].max = 30;
        given.at = at(&format!("2026-11-{number:02}T07:00:00Z"));
        if number % 3 == 0 {
            history.assess(&given, folder.path()).unwrap();
        } else {
            let mut session = short(number, "2026-11-22T06:10:00Z", "a");
            session.answers[0].scorecards = vec![given];
            history.save(&session, "x").unwrap();
        }
    }
    let found = history.criteria(&ScoreFilter::default()).unwrap();
    assert_eq!((found[0].n, found.len()), (30, 1));
    let newest = found[0].newest.iter().map(|value| value.value);
    assert_eq!(newest.collect::<Vec<_>>(), (11..=30).collect::<Vec<_>>());
}

#[test]
fn an_older_database_is_added_up_when_it_is_opened() {
    let (folder, mut history) = history();
    history.save(&twice(4), "w").unwrap();
    history
        .save(&scored(1, &[("c", 4), ("d", 2)]), "x")
        .unwrap();
    history.save(&scored(2, &[("c", 5)]), "y").unwrap();
    let mut rehearsal = scored(3, &[("c", 1)]);
    rehearsal.rehearsal = true;
    history.save(&rehearsal, "z").unwrap();
    let expected = summed(&history);
    let all = PracticeFilter {
        rehearsals: true,
        ..PracticeFilter::default()
    };
    let answers = history.practice(&all).unwrap().answers;
    // As it was before there were sums, and what has come since.
    let undo = "DROP TABLE criterion_sums; DROP TRIGGER score_given; DROP TRIGGER score_gone;
        DROP TRIGGER card_gone; DROP TRIGGER card_retracted; DROP TRIGGER session_gone;
        DROP TRIGGER session_rehearsed; DROP TABLE plan_topics; DROP TABLE plan_notes;
        ALTER TABLE answers DROP COLUMN sat; ALTER TABLE answers DROP COLUMN share;
        UPDATE scorecards SET pass = given_as WHERE given_as IS NOT NULL;
        ALTER TABLE scorecards DROP COLUMN given_as;
        PRAGMA user_version = 10;";
    history.connection.execute_batch(undo).unwrap();
    drop(history);
    let again = History::open(&folder.path().join("history.db")).unwrap();
    assert_eq!(summed(&again), expected);
    assert_eq!(again.practice(&all).unwrap().answers, answers);
}

#[test]
fn a_stretch_of_practice_has_what_was_sat_in_it() {
    let (_folder, mut history) = history();
    for number in 1..=4 {
        let start = format!("2026-11-2{number}T06:10:00Z");
        let mut session = short(number, &start, if number == 2 { "b" } else { "a" });
        session.answers[0].sections.push(section("unreached", 0));
        let mut given = card(number + 50, "r", &[("c", 3)]);
        given.at = at(&start);
        session.answers[0].scorecards = vec![given];
        session.rehearsal = number == 4;
        history.save(&session, "x").unwrap();
    }
    let sizes = |filter: &PracticeFilter| {
        let found = history.practice(filter).unwrap();
        (
            found.answers.len(),
            found.scores.len(),
            found.sections.len(),
        )
    };
    let all = PracticeFilter::default();
    let since = PracticeFilter {
        since: Some(at("2026-11-22T06:10:00Z")),
        ..all.clone()
    };
    let prompt = PracticeFilter {
        prompt: Some("a".to_owned()),
        ..all.clone()
    };
    let rehearsals = PracticeFilter {
        rehearsals: true,
        ..all.clone()
    };
    assert_eq!(sizes(&all), (3, 3, 3));
    assert_eq!(sizes(&since), (2, 2, 2));
    assert_eq!(sizes(&prompt), (2, 2, 2));
    assert_eq!(sizes(&rehearsals), (4, 4, 4));
    let found = history.practice(&prompt).unwrap();
    assert_eq!(found.answers[0].past.share, Some(50));
    assert_eq!(
        (found.answers[0].session, found.answers[0].number),
        (id(1), 1)
    );

    // With what was measured of it.
    let (_other, mut another) = super::history();
    another.save(&full(), "x").unwrap();
    let found = another.practice(&rehearsals).unwrap();
    let mut speech = full().answers[0].sections[1].speech.clone().unwrap();
    speech.pause_list.clear();
    let heard: Vec<_> = found
        .sections
        .iter()
        .filter_map(|past| past.speech.clone())
        .collect();
    assert_eq!(heard, [speech.clone(), speech][..heard.len()]);
    assert!(!heard.is_empty());

    let start = |answers, rehearsals| history.start_of_newest(answers, rehearsals).unwrap();
    assert_eq!(start(2, false), Some(at("2026-11-22T06:10:00Z")));
    assert_eq!(start(1, true), Some(at("2026-11-24T06:10:00Z")));
    // There is nothing before these.
    assert_eq!(start(3, false), None);
    assert_eq!(start(9, false), None);
    assert!(history.has_answers_to("b").unwrap());
    assert!(!history.has_answers_to("c").unwrap());
    assert_eq!(history.raters().unwrap(), ["self"]);
}

#[test]
fn practice_is_of_one_state_while_another_program_saves() {
    let (folder, mut history) = history();
    history.save(&scored(1, &[("c", 4)]), "x").unwrap();
    let path = folder.path().join("history.db");
    let last = 60;
    std::thread::scope(|scope| {
        let saving = scope.spawn(|| {
            let mut other = History::open(&path).unwrap();
            for number in 2..=last {
                other.save(&scored(number, &[("c", 4)]), "x").unwrap();
            }
        });
        while !saving.is_finished() {
            let found = history.practice(&PracticeFilter::default()).unwrap();
            // Each answer was saved with its score.
            assert_eq!(found.answers.len(), found.scores.len());
            assert_eq!(found.answers.len(), found.sections.len());
        }
    });
    let found = history.practice(&PracticeFilter::default()).unwrap();
    assert_eq!(found.scores.len(), usize::try_from(last).unwrap());
}
