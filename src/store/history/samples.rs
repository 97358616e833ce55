//! Sessions to test with: one that holds everything, and any that can be.

use jiff::Timestamp;
use uuid::Uuid;

use crate::domain::*;

pub(in crate::store) fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// An id that sorts and reads by its number.
pub(in crate::store) fn id(number: u128) -> Uuid {
    Uuid::from_u128(0x0193_6f0c_0000_7000_8000_0000_0000_0000 + number)
}

pub(in crate::store) fn card(number: u128, rubric: &str, values: &[(&str, i64)]) -> Scorecard {
    let values = values.iter().map(|(criterion, value)| Score {
        criterion: (*criterion).to_owned(),
        value: *value,
        min: 1,
        max: 5,
        note: None,
    });
    Scorecard {
        id: id(number),
        rubric: rubric.to_owned(),
        version: 1,
        rater: "self".to_owned(),
        pass: Pass::First,
        at: at("2026-11-22T07:00:00Z"),
        values: values.collect(),
        next_time: None,
        retracted: false,
    }
}

pub(in crate::store) fn mark(number: u128, at_ms: u64) -> Mark {
    Mark {
        id: id(number),
        at_ms,
        cue: None,
        label: None,
        source: MarkSource::Live,
    }
}

fn prompt(name: &str) -> PromptRef {
    PromptRef {
        id: name.to_owned(),
        kind: Kind::SystemDesign,
        title: "A platform: 日本語, 'quotes' and \"more\"".to_owned(),
        ask: "Line one\nline two\0 é 🦀".to_owned(),
        competencies: vec!["platform-thinking".to_owned(), "ownership".to_owned()],
        level: vec![Level::L7, Level::L6],
        pack: "l7".to_owned(),
        digest: "ab12".to_owned(),
    }
}

/// A section without take, marks or speech.
pub(in crate::store) fn section(name: &str, used_ms: u64) -> SectionRecord {
    SectionRecord {
        role: Role::Section,
        id: name.to_owned(),
        title: name.to_owned(),
        ask: None,
        cues: vec![],
        budget_ms: 600_000,
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

/// A session of one short answer to `name`, with nothing in it that need not be.
pub(in crate::store) fn short(number: u128, started_at: &str, name: &str) -> Session {
    Session {
        schema: SCHEMA,
        id: id(number),
        started_at: at(started_at),
        time_zone: "UTC".to_owned(),
        ended_at: None,
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
        answers: vec![Answer {
            prompt: prompt(name),
            prep: PrepRecord {
                budget_ms: 0,
                used_ms: 0,
            },
            sections: vec![section("answer", 1)],
            scorecards: vec![],
        }],
        scorecards: vec![],
        attachments: vec![],
    }
}

/// A session with something in every field.
pub(in crate::store) fn full() -> Session {
    let mut session = short(1, "2026-11-22T06:10:00.123456789Z", "shared-data-platform");
    session.time_zone = "Europe/Berlin".to_owned();
    session.ended_at = Some(at("2026-11-22T07:10:00Z"));
    session.status = Status::Stopped;
    session.rehearsal = true;
    session.rehearsal_at = Some(at("2026-11-22T08:00:00Z"));
    session.loop_ = Some(LoopRef {
        id: "onsite-l7".to_owned(),
        run: id(2),
        index: 2,
    });
    session.seed = u64::MAX;
    session.draw = DrawMode::Random;
    session.policy = Policy::Borrow;
    session.scale = 0.1;
    session.rubrics = vec![
        "l7-system-design".to_owned(),
        "l7-platform-check".to_owned(),
    ];
    session.mic = Mic {
        kind: MicKind::Device,
        host: Some("pulseaudio".to_owned()),
        id: Some("alsa_input.usb".to_owned()),
        name: Some("Mikrofon „Ü“".to_owned()),
        sample_rate: Some(48_000),
        channels: Some(1),
    };
    let answer = &mut session.answers[0];
    answer.prep.budget_ms = 60_000;
    answer.prep.used_ms = 59_999;
    answer.sections.push(full_section());
    answer.sections.push(SectionRecord {
        role: Role::FollowUp,
        ask: Some("And then?".to_owned()),
        end: End::Interrupted,
        ..section("follow-up-1", 0)
    });
    let mut first = card(20, "l7-system-design", &[("strategy", 4), ("depth", 2)]);
    first.values[0].note = Some("„gut“ 🦀".to_owned());
    first.next_time = Some("Start with the user".to_owned());
    first.retracted = true;
    let mut again = card(21, "l7-system-design", &[("strategy", -1)]);
    again.pass = Pass::Replay;
    again.values[0].min = -2;
    answer.scorecards = vec![first, again];
    session.answers.push(Answer {
        sections: vec![],
        scorecards: vec![],
        ..session.answers[0].clone()
    });
    session.scorecards = vec![card(22, "l7-platform-check", &[])];
    session.attachments = vec![Attachment {
        path: "whiteboard.jpg".to_owned(),
        at: at("2026-11-22T07:12:00Z"),
    }];
    session
}

fn full_section() -> SectionRecord {
    SectionRecord {
        title: "Platform architecture".to_owned(),
        cues: vec!["tenant isolation".to_owned(), String::new()],
        started_ms: 600_000,
        min_ms: 5,
        over_ms: 3,
        paused_ms: 4,
        end: End::TimeUp,
        take: Some(Take {
            path: "1-2-platform-architecture.wav".to_owned(),
            sample_rate: 48_000,
            channels: 1,
            bits: 16,
            frames: 72_000_000,
            lost_frames: 70,
            gaps: vec![
                Gap {
                    at_frame: 5,
                    frames: 10,
                    cause: GapCause::Stall,
                },
                Gap {
                    at_frame: 90,
                    frames: 20,
                    cause: GapCause::DeviceLost,
                },
                Gap {
                    at_frame: 200,
                    frames: 40,
                    cause: GapCause::DiskFull,
                },
            ],
            continued: vec![
                Continuation {
                    path: "1-2-platform-architecture.2.wav".to_owned(),
                    at_frame: 30_000_000,
                },
                Continuation {
                    path: "1-2-platform-architecture.3.wav".to_owned(),
                    at_frame: 60_000_000,
                },
            ],
        }),
        // Not in the order of time: their own order is what is kept.
        marks: vec![
            Mark {
                cue: Some(1),
                label: Some("tenant isolation".to_owned()),
                ..mark(10, 91_250)
            },
            Mark {
                source: MarkSource::Replay,
                ..mark(11, 0)
            },
        ],
        speech: Some(Speech {
            speaking_ms: 1_000_000,
            first_word_ms: None,
            pauses: 3,
            longest_pause_ms: 4_000,
            loudness_lufs: Some(-23.1),
            peak_dbfs: Some(-3.0),
            clipped_frames: 1,
            silence: Some(0.333_3),
            noise_dbfs: Some(-61.5),
            pause_list: vec![
                Pause {
                    at_ms: 1_600,
                    length_ms: 4_000,
                },
                Pause {
                    at_ms: 90_000,
                    length_ms: 1_500,
                },
            ],
            pause_ms: 1_200,
            articulation: Some(Articulation {
                per_second: 4.75,
                thirds: [Some(4.9), None, Some(4.6)],
            }),
        }),
        ..section("platform-architecture", 1_500_000)
    }
}
