use uuid::Uuid;

use super::super::past::PastAnswer;
use super::super::practice::tests::{at, coached, replayed, score, section};
use super::super::practice::{PastScore, PastSection, SatAnswer};
use super::super::record::{End, Role, Speech};
use super::*;

const DAY: &str = "2026-11-22T07:00:00Z";

#[test]
fn scores_are_told_by_criterion_with_their_trend() {
    let bank = Bank::default();
    let mut scores: Vec<PastScore> = [2, 3, 3, 4, 4].map(|v| score("r", "c", v, DAY)).into();
    scores.push(score("q", "d", 3, DAY));
    scores.push(replayed(score("r", "c", 1, DAY)));
    let known = criteria(&bank, by_criterion(&scores));
    let told: Vec<_> = known
        .iter()
        .map(|known| {
            (
                &*known.rubric,
                &*known.criterion,
                known.figures.n,
                known.trend,
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            ("q", "d", 1, None),
            ("r", "c", 5, Some(Direction::Improving))
        ]
    );
    assert_eq!(known[1].figures.mean, Some(3.2));
    assert_eq!(known[1].figures.change, Some(1.0));
    assert_eq!(known[1].values, [2, 3, 3, 4, 4]);
}

fn sat(session: u128, competencies: &[&str], share: Option<u8>) -> SatAnswer {
    SatAnswer {
        session: Uuid::from_u128(session),
        number: 1,
        past: PastAnswer {
            prompt: "p".to_owned(),
            competencies: competencies.iter().map(|id| (*id).to_owned()).collect(),
            at: at(DAY),
            share,
        },
    }
}

#[test]
fn competencies_are_told_weakest_first_with_how_many_answers_they_rest_on() {
    let shares = [10, 90, 80, 70, 60, 50];
    let mut answers: Vec<SatAnswer> = shares.map(|share| sat(1, &["a"], Some(share))).into();
    answers.push(sat(2, &["b", "c"], Some(40)));
    answers.push(sat(3, &["d"], None));
    let known = competencies(&answers);
    let told: Vec<_> = known
        .iter()
        .map(|known| (known.competency, known.share, known.n, known.answers))
        .collect();
    // The first of `a` lies more than five back.
    assert_eq!(told, [("b", 40, 1, 1), ("c", 40, 1, 1), ("a", 70, 5, 6)]);
    assert_eq!(known[0].trend, None);
    assert_eq!(known[2].trend, Some(Direction::Steady));
}

#[test]
fn time_is_told_by_section_those_with_overtime_first() {
    let ended = |section: PastSection, end| PastSection { end, ..section };
    let all = [
        section(1, "a", 300_000),
        section(1, "b", 660_000),
        ended(section(2, "a", 600_000), End::TimeUp),
        section(2, "b", 600_000),
        // These say nothing of time.
        ended(section(3, "a", 1), End::Stopped),
        ended(section(3, "b", 1), End::Interrupted),
        PastSection {
            budget_ms: 0,
            ..section(3, "c", 1)
        },
        PastSection {
            role: Role::FollowUp,
            min_ms: 60_000,
            ..section(4, "follow-up-1", 30_000)
        },
        PastSection {
            role: Role::FollowUp,
            ..section(4, "follow-up-2", 600_000)
        },
    ];
    let known = sections(&all);
    let told: Vec<_> = known
        .iter()
        .map(|known| (known.section, known.n, known.over, known.over_ms, known.cut))
        .collect();
    assert_eq!(
        told,
        [
            ("b", 2, 1, 60_000, 0),
            ("follow-ups", 2, 0, 0, 0),
            ("a", 2, 0, 0, 1)
        ]
    );
    assert!((known[0].share - 1.05).abs() < 1e-9);
    assert!((known[2].share - 0.75).abs() < 1e-9);
    assert_eq!(known[1].under_min, 1);
    assert_eq!(known[0].course, None);
    assert_eq!(known[0].values[0].over_ms, 60_000);
}

fn spoken(session: u128, pauses: u32, silence: f64) -> PastSection {
    PastSection {
        speech: Some(Speech {
            speaking_ms: 1,
            first_word_ms: Some(1_500),
            pauses,
            longest_pause_ms: 4_000,
            loudness_lufs: None,
            peak_dbfs: None,
            clipped_frames: 0,
            silence: Some(silence),
            noise_dbfs: None,
            pause_list: vec![],
            pause_ms: 1_500,
            articulation: None,
        }),
        ..section(session, "a", 60_000)
    }
}

#[test]
fn delivery_has_a_value_for_each_answer_that_was_analysed() {
    let mut all = vec![
        spoken(1, 1, 0.2),
        spoken(1, 3, 0.4),
        section(2, "a", 60_000),
    ];
    all.extend((3..7).map(|session| spoken(session, 3 * session as u32, 0.1)));
    let known = delivery(&all);
    let figure = |which| known.iter().find(|known| known.figure == which);
    let pauses = figure(DeliveryFigure::Pauses).unwrap();
    assert_eq!(pauses.values, [2.0, 9.0, 12.0, 15.0, 18.0]);
    assert_eq!(pauses.course, Some(Course::Rising));
    let silence = figure(DeliveryFigure::Silence).unwrap();
    assert!((silence.values[0] - 30.0).abs() < 1e-9);
    let first = figure(DeliveryFigure::FirstWord).unwrap();
    assert_eq!(first.figures.mean, Some(1.5));
    assert!(figure(DeliveryFigure::Loudness).is_none());
    // What was a pause before the setting changed is another figure.
    all.push(PastSection {
        speech: spoken(7, 1, 0.1).speech.map(|speech| Speech {
            pause_ms: 500,
            ..speech
        }),
        ..section(7, "a", 60_000)
    });
    let changed = delivery(&all);
    let n = |which| {
        let known = changed.iter().find(|known| known.figure == which);
        known.map(|known| known.figures.n)
    };
    assert_eq!(n(DeliveryFigure::Pauses), Some(1));
    assert_eq!(n(DeliveryFigure::Silence), Some(6));
    assert!(delivery(&[section(1, "a", 1)]).is_empty());
}

#[test]
fn the_first_pass_is_held_against_the_newest_replay() {
    let scores = [
        score("r", "c", 4, DAY),
        score("r", "d", 3, DAY),
        score("r", "e", 3, DAY),
        replayed(score("r", "c", 1, DAY)),
        replayed(score("r", "c", 3, DAY)),
        replayed(score("r", "d", 3, DAY)),
        // What was scored only once, or by somebody else, is no pair.
        replayed(coached(score("r", "e", 1, DAY))),
        replayed(score("q", "c", 1, DAY)),
    ];
    let known = calibration(&scores);
    assert_eq!(known.len(), 1);
    assert_eq!((known[0].rubric, known[0].n), ("r", 2));
    assert!((known[0].bias + 0.5).abs() < 1e-9);
    assert!((known[0].spread.unwrap() - 0.5_f64.sqrt()).abs() < 1e-9);
    assert!(!known[0].is_telling());
    assert!(calibration(&scores[..3]).is_empty());
}

#[test]
fn one_prompt_is_told_answer_by_answer() {
    let practice = Practice {
        answers: vec![sat(1, &[], Some(50)), sat(2, &[], None)],
        sections: vec![
            spoken(1, 1, 0.2),
            spoken(1, 2, 0.2),
            section(2, "a", 660_000),
        ],
        ..Practice::default()
    };
    let known = takes(&practice, "p");
    let told: Vec<_> = known
        .iter()
        .map(|take| (take.used_ms, take.over_ms, take.share, take.pauses))
        .collect();
    assert_eq!(
        told,
        [
            (120_000, 0, Some(50), Some(3)),
            (660_000, 60_000, None, None)
        ]
    );
    assert!(takes(&practice, "q").is_empty());
}
