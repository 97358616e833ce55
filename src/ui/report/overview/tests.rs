use std::sync::Arc;

use jiff::civil::date;
use jiff::tz::TimeZone;

use super::super::values::Made;
use super::*;
use crate::domain::{
    Bank, Pass, PastAnswer, PastCard, PastScore, Practice, Progress, SELF, SatAnswer,
};
use crate::domain::{by_criterion, calendar, weeks};

/// Practice of so many sessions of one scored answer each, a day apart.
fn practice(sessions: usize) -> Practice {
    let at = |n: usize| -> jiff::Timestamp {
        format!("2026-11-{:02}T12:00:00Z", n + 1).parse().unwrap()
    };
    let id = |n: usize| uuid::Uuid::from_u128(n as u128 + 1);
    Practice {
        answers: (0..sessions)
            .map(|n| SatAnswer {
                session: id(n),
                number: 1,
                past: PastAnswer {
                    prompt: "p".to_owned(),
                    competencies: vec!["<b>influence".to_owned()],
                    at: at(n),
                    share: Some(60),
                },
            })
            .collect(),
        scores: (0..sessions)
            .map(|n| PastScore {
                card: Arc::new(PastCard {
                    id: id(n),
                    session: Some(id(n)),
                    rehearsal: false,
                    round: Some("quick".to_owned()),
                    answer: Some(1),
                    prompt: Some("p".to_owned()),
                    kind: None,
                    competencies: vec![],
                    level: vec![],
                    rubric: "star".to_owned(),
                    version: 1,
                    rater: SELF.to_owned(),
                    pass: Pass::First,
                    at: at(n),
                }),
                criterion: "structure".to_owned(),
                value: 3,
                min: 1,
                max: 5,
                note: None,
            })
            .collect(),
        sections: vec![],
        since: None,
    }
}

fn page(sessions: usize) -> String {
    let bank = Bank::default();
    let practice = practice(sessions);
    let progress = Progress::of(&bank, &practice, by_criterion(&practice.scores), None);
    let today = date(2026, 11, 30);
    let starts = practice.answers.iter().map(|sat| sat.past.at);
    everything(&Everything {
        bank: &bank,
        progress: &progress,
        weeks: weeks(&practice.answers, &TimeZone::UTC, today, 14),
        calendar: calendar(starts, &TimeZone::UTC, today, 53),
        sessions: vec![],
        older: vec![],
        made: Made {
            at: "2026-11-30T12:00:00Z".parse().unwrap(),
            zone: TimeZone::UTC,
        },
    })
}

#[test]
fn without_practice_each_part_says_what_is_missing() {
    let page = page(0);
    for expected in [
        "Nothing was practised yet.",
        "No pack says what to be ready for.",
        "Nothing was scored yet.",
        "No answer of the last weeks has a score.",
        "No section with a budget has come to its end yet.",
        "No recording was analysed.",
        "No answer was scored twice.",
        "0 sessions on 0 days in the last 53 weeks.",
        "No session yet;",
    ] {
        assert!(page.contains(expected), "{expected} is not in {page}");
    }
    assert!(!page.contains("<polyline"), "{page}");
}

#[test]
fn a_trend_is_drawn_and_told_from_five_sessions_on() {
    for (sessions, told) in [
        (1, "4 more for a trend"),
        (4, "1 more for a trend"),
        (5, "steady"),
    ] {
        let page = page(sessions);
        assert!(
            page.contains(&format!(">{told}</td>")),
            "{told} is not in {page}"
        );
        assert_eq!(page.contains("<polyline"), sessions >= 5, "{sessions}");
        assert_eq!(page.matches("class=\"dot").count(), sessions, "{page}");
        assert!(page.contains("&#60;b&#62;influence"), "{page}");
    }
}
