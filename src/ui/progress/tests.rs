use std::sync::Arc;

use unicode_width::UnicodeWidthStr;
use uuid::Uuid;

use super::super::samples::talk;
use super::*;
use crate::domain::by_criterion;
use crate::domain::{
    Bank, End, Outcome, Pass, PastAnswer, PastCard, PastScore, PastSection, Per, Practice,
    Readiness, ReadinessRules, Role, SELF, SatAnswer,
};

const NOW: &str = "2026-12-01T12:00:00Z";

fn at(day: u128) -> jiff::Timestamp {
    format!("2026-11-{:02}T07:00:00Z", day + 1).parse().unwrap()
}

/// A rubric that a talk speaks for, criterion by criterion.
fn bank() -> Bank {
    let mut ready = talk();
    ready.id = "ready-to-talk".to_owned();
    ready.per = Per::None;
    for criterion in &mut ready.criteria {
        criterion.evidence = vec![format!("talk/{}", criterion.id)];
    }
    ready.outcomes = vec![Outcome {
        text: "I can put a case to a director so that it is passed on.".to_owned(),
        group: Some("Manner".to_owned()),
        shown_by: vec!["opening".to_owned(), "ending".to_owned()],
    }];
    Bank {
        rubrics: vec![talk(), ready],
        ..Bank::default()
    }
}

fn score(day: u128, criterion: &str, value: i64, pass: Pass) -> PastScore {
    let card = PastCard {
        id: Uuid::from_u128(day),
        session: Some(Uuid::from_u128(day)),
        rehearsal: false,
        round: Some("quick".to_owned()),
        answer: Some(1),
        prompt: Some("p".to_owned()),
        kind: None,
        competencies: vec![],
        level: vec![],
        rubric: "talk".to_owned(),
        version: 2,
        rater: SELF.to_owned(),
        pass,
        at: at(day),
    };
    PastScore {
        card: Arc::new(card),
        criterion: criterion.to_owned(),
        value,
        min: 1,
        max: 5,
        note: None,
    }
}

/// So many sessions of one answer, whose opening gets better and whose ending gets worse.
fn practice(sessions: u128) -> Practice {
    let mut practice = Practice::default();
    for day in 0..sessions {
        let rising = 2 + i64::try_from(day / 2).unwrap().min(3);
        for (criterion, value) in [("opening", rising), ("figures", 4), ("ending", 7 - rising)] {
            practice
                .scores
                .push(score(day, criterion, value.min(5), Pass::First));
        }
        practice.scores.push(score(day, "figures", 3, Pass::Replay));
        practice.answers.push(SatAnswer {
            session: Uuid::from_u128(day),
            number: 1,
            past: PastAnswer {
                prompt: "p".to_owned(),
                competencies: vec!["executive-communication".to_owned()],
                at: at(day),
                share: Some(40 + 5 * u8::try_from(day).unwrap()),
            },
        });
        practice.sections.push(PastSection {
            session: Uuid::from_u128(day),
            at: at(day),
            round: "quick".to_owned(),
            answer: 1,
            prompt: "p".to_owned(),
            role: Role::Section,
            id: "answer".to_owned(),
            title: "Answer".to_owned(),
            budget_ms: 180_000,
            min_ms: 0,
            used_ms: 180_000 + 10_000 * u64::try_from(day).unwrap(),
            over_ms: 10_000 * u64::try_from(day).unwrap(),
            end: End::Next,
            speech: None,
        });
    }
    practice
}

fn shown(sessions: u128, all: bool, width: usize) -> String {
    let bank = bank();
    let practice = practice(sessions);
    let readiness = Readiness::of(
        &bank,
        bank.rubric("ready-to-talk").unwrap(),
        &practice.scores,
        &[],
        ReadinessRules::default(),
        NOW.parse().unwrap(),
    );
    let scores = by_criterion(&practice.scores);
    let progress = Progress::of(&bank, &practice, scores, Some(readiness));
    page(&progress, all, width)
}

#[test]
fn the_page_says_what_stands_out_or_everything() {
    insta::with_settings!({ omit_expression => true }, {
        insta::assert_snapshot!("80 columns", shown(8, false, 80));
        insta::assert_snapshot!("40 columns", shown(8, false, 40));
        insta::assert_snapshot!("all", shown(8, true, 80));
    });
}

#[test]
fn with_too_little_the_page_says_what_is_missing_and_draws_no_line() {
    let cases: [(u128, &[&str]); 3] = [
        (0, &["Nothing was practised yet."]),
        (
            1,
            &[
                "Not enough evidence: 4 of 4 criteria have too few scores.",
                "a criterion takes 5 scores, and none has more than 1",
                "4 more for a trend",
                "talk: 1 pair of scores, and 5 are the least to go by.",
            ],
        ),
        (
            4,
            &[
                "Not enough evidence: 1 of 4 criteria has too few scores.",
                "none has more than 4",
                "1 more for a trend",
                "No recording was analysed.",
            ],
        ),
    ];
    for (sessions, expected) in cases {
        let page = shown(sessions, true, 80);
        let words = page.split_whitespace().collect::<Vec<_>>().join(" ");
        for piece in expected {
            assert!(words.contains(piece), "{sessions}: {piece}\n{page}");
        }
        assert!(!page.contains(['▁', '▄', '█']), "{page}");
    }
}

#[test]
fn the_page_keeps_to_its_width() {
    for width in [40, 60, 80, 120] {
        for line in shown(8, false, width).lines() {
            assert!(line.width() <= width, "{width}: {line:?}");
        }
    }
}
