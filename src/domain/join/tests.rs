use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use super::*;
use crate::domain::*;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_900_000_000 + second).unwrap()
}

fn id(number: u128) -> Uuid {
    Uuid::from_u128(0x0193_6f0c_0000_7000_8000_0000_0000_0000 + number)
}

fn card(number: u128, value: i64) -> Scorecard {
    Scorecard {
        id: id(number),
        rubric: "r".to_owned(),
        version: 1,
        rater: "self".to_owned(),
        pass: Pass::First,
        at: at(i64::try_from(number).unwrap()),
        values: vec![Score {
            criterion: "c".to_owned(),
            value,
            min: 1,
            max: 5,
            note: None,
        }],
        next_time: None,
        retracted: false,
    }
}

fn mark(number: u128, at_ms: u64) -> Mark {
    Mark {
        id: id(number),
        at_ms,
        cue: None,
        label: None,
        source: MarkSource::Live,
    }
}

fn section(used_ms: u64) -> SectionRecord {
    SectionRecord {
        role: Role::Section,
        id: "s".to_owned(),
        title: "S".to_owned(),
        ask: None,
        cues: vec![],
        budget_ms: 60_000,
        min_ms: 0,
        started_ms: 0,
        used_ms,
        over_ms: 0,
        paused_ms: 0,
        end: End::Next,
        take: None,
        marks: vec![],
        speech: None,
    }
}

fn answer(sections: Vec<SectionRecord>) -> Answer {
    Answer {
        prompt: PromptRef {
            id: "p".to_owned(),
            kind: Kind::Behavioral,
            title: "P".to_owned(),
            ask: "?".to_owned(),
            competencies: vec![],
            level: vec![],
            pack: "core".to_owned(),
            digest: String::new(),
        },
        prep: PrepRecord {
            budget_ms: 0,
            used_ms: 0,
        },
        sections,
        scorecards: vec![],
    }
}

fn session(answers: Vec<Answer>) -> Session {
    Session {
        schema: SCHEMA,
        id: id(1),
        started_at: at(0),
        time_zone: "UTC".to_owned(),
        ended_at: Some(at(60)),
        status: Status::Completed,
        rehearsal: false,
        rehearsal_at: None,
        round: RoundRef {
            id: "quick".to_owned(),
            title: "Quick".to_owned(),
            pack: "core".to_owned(),
        },
        loop_: None,
        seed: 7,
        draw: DrawMode::Fresh,
        policy: Policy::Strict,
        scale: 1.0,
        rubrics: vec![],
        mic: Mic::none(),
        answers,
        scorecards: vec![],
        attachments: vec![],
    }
}

fn one() -> Session {
    session(vec![answer(vec![section(1_000)])])
}

fn ids(cards: &[Scorecard]) -> Vec<u128> {
    cards
        .iter()
        .map(|card| card.id.as_u128() - id(0).as_u128())
        .collect()
}

#[test]
fn cards_marks_and_files_of_both_are_there_and_a_retraction_stays() {
    let file = |path: &str, second| Attachment {
        path: path.to_owned(),
        at: at(second),
    };
    let (mut here, mut there) = (one(), one());
    here.answers[0].scorecards = vec![card(21, 3), card(20, 3)];
    here.answers[0].scorecards[0].retracted = true;
    here.answers[0].sections[0].marks = vec![mark(30, 5)];
    here.attachments = vec![file("a", 9)];
    there.answers[0].scorecards = vec![card(21, 3), card(22, 4)];
    there.answers[0].sections[0].marks = vec![mark(31, 4), mark(30, 5)];
    there.scorecards = vec![card(23, 5)];
    there.attachments = vec![file("b", 8)];
    for joined in [
        join(here.clone(), there.clone()),
        join(there.clone(), here.clone()),
    ] {
        let cards = &joined.answers[0].scorecards;
        assert_eq!(ids(cards), [20, 21, 22]);
        assert!(cards[1].retracted);
        assert_eq!(ids(&joined.scorecards), [23]);
        let marks = &joined.answers[0].sections[0].marks;
        assert_eq!(marks, &[mark(30, 5), mark(31, 4)]);
        assert_eq!(joined.attachments, [file("b", 8), file("a", 9)]);
    }
}

#[test]
fn a_copy_from_the_middle_of_a_session_takes_nothing_from_its_end() {
    let mut end = session(vec![answer(vec![section(1_000), section(2_000)])]);
    end.answers[0].sections[1].end = End::TimeUp;
    let mut middle = session(vec![answer(vec![section(1_000), section(700)])]);
    middle.status = Status::Interrupted;
    middle.ended_at = None;
    middle.answers[0].sections[1].end = End::Interrupted;
    middle.answers[0].sections[1].marks = vec![mark(30, 5)];
    let mut expected = end.clone();
    expected.answers[0].sections[1].marks = vec![mark(30, 5)];
    assert_eq!(join(end.clone(), middle.clone()), expected);
    assert_eq!(join(middle, end), expected);
}

#[test]
fn what_was_said_last_of_whether_it_counts_holds() {
    let said = |rehearsal, second: Option<i64>| Session {
        rehearsal,
        rehearsal_at: second.map(at),
        ..one()
    };
    let table = [
        (said(false, None), said(true, Some(5)), true),
        (said(true, Some(5)), said(false, Some(6)), false),
        (said(true, Some(5)), said(false, None), true),
        // Nobody said when, so the cautious one.
        (said(true, None), said(false, None), true),
    ];
    for (a, b, expected) in table {
        assert_eq!(join(a.clone(), b.clone()).rehearsal, expected);
        assert_eq!(join(b, a).rehearsal, expected);
    }
}

#[test]
fn a_delivery_that_was_measured_since_is_taken_over() {
    let mut measured = one();
    measured.answers[0].sections[0].speech = Some(Speech {
        speaking_ms: 5,
        first_word_ms: None,
        pauses: 0,
        longest_pause_ms: 0,
        loudness_lufs: None,
        peak_dbfs: None,
        clipped_frames: 0,
        silence: None,
        noise_dbfs: None,
        pause_list: vec![],
        pause_ms: 1_500,
        articulation: None,
    });
    assert_eq!(join(one(), measured.clone()), measured);
    assert_eq!(join(measured.clone(), one()), measured);
}

/// Cards and marks from so few ids that copies share them, and not always with the same content.
fn cards() -> impl Strategy<Value = Vec<Scorecard>> {
    let given = (20..26_u128, 1..3_i64, any::<bool>());
    let given = given.prop_map(|(number, value, retracted)| Scorecard {
        retracted,
        ..card(number, value)
    });
    vec(given, 0..4)
}

fn sections() -> impl Strategy<Value = Vec<SectionRecord>> {
    let marks = vec((30..36_u128, 0..3_u64), 0..3);
    let ends = select(vec![End::TimeUp, End::Next, End::Stopped, End::Interrupted]);
    let section =
        (0..3_u64, ends, marks, option::of(0..2_u32)).prop_map(|(used_ms, end, marks, pauses)| {
            SectionRecord {
                end,
                marks: marks.into_iter().map(|(id, at)| mark(id, at)).collect(),
                speech: pauses.map(|pauses| Speech {
                    speaking_ms: 1,
                    first_word_ms: None,
                    pauses,
                    longest_pause_ms: 0,
                    loudness_lufs: Some(-20.5),
                    peak_dbfs: None,
                    clipped_frames: 0,
                    silence: (pauses > 0).then_some(0.25),
                    noise_dbfs: None,
                    pause_list: vec![],
                    pause_ms: 1_500,
                    articulation: None,
                }),
                ..section(used_ms)
            }
        });
    vec(section, 0..4)
}

fn copy() -> impl Strategy<Value = Session> {
    let answer = (sections(), cards(), 0..2_u64).prop_map(|(sections, scorecards, used_ms)| {
        let mut answer = Answer {
            scorecards,
            ..answer(sections)
        };
        answer.prep.used_ms = used_ms;
        answer
    });
    let statuses = vec![Status::Completed, Status::Stopped, Status::Interrupted];
    // One of them looks like what a join has made of another.
    let names = vec!["a", "b", "a-2030-03-17T174641-000000000Z"];
    let file = (select(names), 0..3_i64).prop_map(|(path, second)| Attachment {
        path: path.to_owned(),
        at: at(second),
    });
    let facts = (
        select(statuses),
        option::of(0..3_i64),
        any::<bool>(),
        option::of(0..3_i64),
    );
    (vec(answer, 0..3), facts, cards(), vec(file, 0..3)).prop_map(
        |(answers, (status, ended, rehearsal, said), scorecards, attachments)| Session {
            status,
            ended_at: ended.map(at),
            rehearsal,
            rehearsal_at: said.map(at),
            scorecards,
            attachments,
            ..session(answers)
        },
    )
}

proptest! {
    #[test]
    fn a_join_does_not_know_which_copy_was_first(a in copy(), b in copy()) {
        prop_assert_eq!(join(a.clone(), b.clone()), join(b, a));
    }

    #[test]
    fn a_join_does_not_know_what_was_joined_before(a in copy(), b in copy(), c in copy()) {
        let left = join(join(a.clone(), b.clone()), c.clone());
        prop_assert_eq!(left, join(a, join(b, c)));
    }

    #[test]
    fn what_comes_twice_changes_nothing(a in copy(), b in copy()) {
        prop_assert_eq!(join(a.clone(), a.clone()), settled(a.clone()));
        let joined = join(a.clone(), b.clone());
        prop_assert_eq!(&settled(joined.clone()), &joined);
        for copy in [a, b, joined.clone()] {
            prop_assert_eq!(&join(joined.clone(), copy), &joined);
        }
    }

    #[test]
    fn nothing_that_was_added_is_lost(a in copy(), b in copy()) {
        fn added(session: &Session) -> std::collections::BTreeSet<Uuid> {
            let answers = session.answers.iter();
            let cards = answers.clone().flat_map(|answer| &answer.scorecards);
            let cards = cards.chain(&session.scorecards).map(|card| card.id);
            let sections = answers.flat_map(|answer| &answer.sections);
            let marks = sections.flat_map(|section| &section.marks).map(|mark| mark.id);
            cards.chain(marks).collect()
        }
        let both: std::collections::BTreeSet<_> = &added(&a) | &added(&b);
        let files = [a.attachments.clone(), b.attachments.clone()].concat();
        let joined = join(a, b);
        prop_assert_eq!(added(&joined), both);
        let known = |file| joined.attachments.iter().any(|known| is_same_file(known, file));
        prop_assert!(files.iter().all(known));
        let paths: std::collections::BTreeSet<_> =
            joined.attachments.iter().map(|file| &file.path).collect();
        prop_assert_eq!(paths.len(), joined.attachments.len());
    }
}
