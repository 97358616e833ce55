//! What listings, draws and trends are told.

use super::*;
use crate::domain::Kind;

#[test]
fn sessions_are_listed_newest_first_by_their_start() {
    let (_folder, mut history) = history();
    // The ids say otherwise: another machine's clock may be off, and imports come late.
    for (number, start) in [
        (1, "2026-11-22T06:10:00.5Z"),
        (2, "2026-11-20T06:10:00Z"),
        (3, "2026-11-22T06:10:00Z"),
    ] {
        history.save(&short(number, start, "p"), "x").unwrap();
    }
    let ids: Vec<_> = history.sessions().unwrap().iter().map(|s| s.id).collect();
    assert_eq!(ids, [id(1), id(3), id(2)]);
    assert_eq!(history.resolve("last").unwrap(), id(1));
}

#[test]
fn a_summary_says_what_the_session_says() {
    let (_folder, mut history) = history();
    let mut empty = short(2, "2026-11-20T06:10:00Z", "p");
    empty.answers.clear();
    let mut retracted = short(3, "2026-11-19T06:10:00Z", "p");
    retracted.scorecards = vec![card(30, "r", &[])];
    retracted.scorecards[0].retracted = true;
    for session in [full(), empty, retracted] {
        history.save(&session, "recordings/x").unwrap();
        let summaries = history.sessions().unwrap();
        let expected = Summary {
            id: session.id,
            started_at: session.started_at,
            status: session.status,
            rehearsal: session.rehearsal,
            round: session.round.id.clone(),
            prompts: session
                .answers
                .iter()
                .map(|a| a.prompt.id.clone())
                .collect(),
            budget_ms: session.budget_ms(),
            used_ms: session.used_ms(),
            scored: session.is_scored(),
            folder: "recordings/x".to_owned(),
        };
        assert!(summaries.contains(&expected), "{summaries:?}");
    }
}

#[test]
fn a_prompt_was_practised_when_it_was_last_answered_in_earnest() {
    let (_folder, mut history) = history();
    let mut rehearsal = short(3, "2026-11-23T06:10:00Z", "a");
    rehearsal.rehearsal = true;
    let mut unanswered = short(4, "2026-11-24T06:10:00Z", "a");
    unanswered.answers[0].sections[0].used_ms = 0;
    let mut second = short(5, "2026-11-19T06:10:00Z", "never");
    second.answers[0].sections[0].used_ms = 0;
    second
        .answers
        .extend(short(6, "2026-11-19T06:10:00Z", "b").answers);
    for session in [
        short(2, "2026-11-22T06:10:00Z", "a"),
        short(1, "2026-11-21T06:10:00Z", "a"),
        rehearsal,
        unanswered,
        second,
    ] {
        history.save(&session, "x").unwrap();
    }
    let past = history.past(at("2026-11-25T06:10:00Z")).unwrap();
    let last = |prompt| past.last(prompt).map(|last| last.at);
    assert_eq!(last("a"), Some(at("2026-11-22T06:10:00Z")));
    assert_eq!(last("b"), Some(at("2026-11-19T06:10:00Z")));
    assert_eq!(last("never"), None);
}

#[test]
fn an_answer_is_worth_what_the_candidates_latest_cards_say() {
    let (_folder, mut history) = history();
    let mut session = short(1, "2026-11-20T06:10:00Z", "a");
    let mut cards = [
        card(20, "r", &[("c", 1), ("d", 1)]),
        card(21, "r", &[("c", 5), ("d", 2)]),
        card(22, "other", &[("c", 4)]),
        card(23, "coached", &[("c", 1)]),
        card(24, "taken-back", &[("c", 1)]),
    ];
    cards[1].at = at("2026-11-23T06:10:00Z");
    cards[3].rater = "coach".to_owned();
    cards[4].retracted = true;
    session.answers[0].scorecards = cards.to_vec();
    history.save(&session, "x").unwrap();
    let past = history.past(at("2026-11-25T06:10:00Z")).unwrap();
    // 100, 25 and 75 percent.
    assert_eq!(past.last("a").unwrap().share, Some(67));
    let competency = &session.answers[0].prompt.competencies[0];
    assert_eq!(past.standing(competency).unwrap().share, 67);
}

#[test]
fn a_hidden_prompt_stays_hidden_until_it_is_shown_again() {
    let (folder, mut history) = history();
    let word = |hidden, day: &str| Hidden {
        prompt: "a".to_owned(),
        hidden,
        at: at(day),
    };
    let now = at("2026-11-25T06:10:00Z");
    history
        .hide(&word(true, "2026-11-20T06:10:00Z"), folder.path())
        .unwrap();
    assert!(history.past(now).unwrap().is_hidden("a"));
    let copy = std::fs::read_to_string(folder.path().join("hidden.json")).unwrap();
    assert!(copy.contains(r#""prompt": "a""#), "{copy}");
    history
        .hide(&word(false, "2026-11-21T06:10:00Z"), folder.path())
        .unwrap();
    // An older word comes too late.
    history
        .hide(&word(true, "2026-11-20T06:10:00Z"), folder.path())
        .unwrap();
    assert!(!history.past(now).unwrap().is_hidden("a"));
}

/// Two sessions and a rehearsal, with cards 20 to 24; 23 is retracted, 22 is the session's.
fn scored_history() -> (TempDir, History) {
    let (folder, mut history) = history();
    let mut one = short(1, "2026-11-20T06:10:00Z", "a");
    one.answers.push(one.answers[0].clone());
    one.answers[1].prompt.competencies = vec!["influence".to_owned()];
    let given = |number, rubric, at: &str, values: &[(&str, i64)]| {
        let mut card = card(number, rubric, values);
        card.at = self::at(at);
        card
    };
    // Scored later than the one after it.
    let late = given(21, "r", "2026-11-25T06:10:00Z", &[("d", 2), ("c", 1)]);
    one.answers[1].scorecards = vec![late];
    one.answers[0].scorecards = vec![given(20, "r", "2026-11-20T07:00:00Z", &[("c", 4)])];
    one.scorecards = vec![given(22, "s", "2026-11-20T07:00:01Z", &[("c", 5)])];
    let mut two = short(2, "2026-11-21T06:10:00Z", "b");
    two.answers[0].scorecards = vec![given(23, "r", "2026-11-21T07:00:00Z", &[("c", 3)])];
    two.answers[0].scorecards[0].retracted = true;
    let mut rehearsal = short(3, "2026-11-22T06:10:00Z", "b");
    rehearsal.rehearsal = true;
    rehearsal.answers[0].scorecards = vec![given(24, "r", "2026-11-22T07:00:00Z", &[("c", 2)])];
    for session in [two, one, rehearsal] {
        history.save(&session, "x").unwrap();
    }
    (folder, history)
}

#[test]
fn scores_that_count_come_oldest_first_and_can_be_narrowed() {
    let (_folder, history) = scored_history();
    let all = ScoreFilter::default();
    let some = |text: &str| Some(text.to_owned());
    #[rustfmt::skip]
    let cases = [
        (all.clone(), vec![(20, "c"), (22, "c"), (21, "d"), (21, "c")]),
        (ScoreFilter { rehearsals: true, ..all.clone() },
            vec![(20, "c"), (22, "c"), (24, "c"), (21, "d"), (21, "c")]),
        (ScoreFilter { rubric: some("s"), ..all.clone() }, vec![(22, "c")]),
        (ScoreFilter { criterion: some("d"), ..all.clone() }, vec![(21, "d")]),
        (ScoreFilter { competency: some("influence"), ..all.clone() }, vec![(21, "d"), (21, "c")]),
        (ScoreFilter { competency: some("ownership"), ..all.clone() }, vec![(20, "c")]),
        (ScoreFilter { competency: some("owner"), ..all.clone() }, vec![]),
        (ScoreFilter { since: Some(at("2026-11-20T07:00:01Z")), ..all.clone() },
            vec![(22, "c"), (21, "d"), (21, "c")]),
        (ScoreFilter { since: Some(at("2026-11-25T06:10:00.000000001Z")), ..all.clone() }, vec![]),
        (ScoreFilter { rubric: some("r"), criterion: some("c"), ..all }, vec![(20, "c"), (21, "c")]),
    ];
    for (filter, expected) in cases {
        let rows = history.scores(&filter).unwrap();
        let found: Vec<_> = rows
            .iter()
            .map(|row| (row.card.id, &*row.criterion))
            .collect();
        let expected: Vec<_> = expected.iter().map(|(card, c)| (id(*card), *c)).collect();
        assert_eq!(found, expected, "{filter:?}");
    }
}

#[test]
fn a_score_says_what_it_was_given_for() {
    let (_folder, history) = scored_history();
    let rows = history.scores(&ScoreFilter::default()).unwrap();
    assert_eq!((rows[2].value, rows[2].min, rows[2].max), (2, 1, 5));
    let (answer, session) = (&rows[2].card, &rows[1].card);
    assert_eq!(answer.session, Some(id(1)));
    assert_eq!(answer.answer, Some(2));
    assert_eq!(answer.prompt.as_deref(), Some("a"));
    assert_eq!(answer.kind, Some(Kind::SystemDesign));
    assert_eq!(answer.competencies, ["influence"]);
    assert_eq!(answer.level.len(), 2);
    assert_eq!(answer.round.as_deref(), Some("quick"));
    assert_eq!(
        (session.answer, session.kind, &session.prompt),
        (None, None, &None)
    );
    assert!(session.competencies.is_empty() && session.level.is_empty());
}
