//! Years of practice that nobody sat: sessions as the program writes them, without their WAVs. The
//! same seed and count give the same history, byte by byte.
//!
//! What is in them is made to be like the real thing where it costs: rubrics, rounds and texts of
//! the built-in packs, sections with takes, delivery and pauses, marks, a first pass of most answers
//! and a replay pass of some.

use std::fs::{self, File};
use std::io::{BufWriter, Write as _};
use std::path::Path;

use hotseat::domain::{
    Answer, Articulation, Attachment, Bank, DrawMode, End, Mark, MarkSource, Mic, MicKind,
    PAUSE_MS, Pass, Pause, PrepRecord, Prompt, PromptRef, Role, Round, RoundRef, Rubric, SCHEMA,
    Score, Scorecard, SectionRecord, Session, Speech, Status, Take,
};
use hotseat::store::packs;
use jiff::{SignedDuration, Timestamp};
use rand::rngs::ChaCha8Rng;
use rand::{RngExt as _, SeedableRng as _};
use uuid::Uuid;

/// Of the first session.
const BEGIN: &str = "2019-01-07T06:10:00Z";
/// Over which the sessions are spread, however many there are.
const YEARS: i64 = 7;

/// One section of a usual answer.
struct Shape {
    id: &'static str,
    title: &'static str,
    budget_ms: u64,
}

const SHAPES: [Shape; 3] = [
    Shape {
        id: "situation",
        title: "Situation and task",
        budget_ms: 60_000,
    },
    Shape {
        id: "action",
        title: "What you did",
        budget_ms: 180_000,
    },
    Shape {
        id: "result",
        title: "What came of it",
        budget_ms: 60_000,
    },
];

/// A bank to practise from, and chance.
pub(crate) struct Years {
    bank: Bank,
    chance: ChaCha8Rng,
    ids: u128,
}

impl Years {
    pub(crate) fn new(seed: u64) -> Self {
        Years {
            bank: packs::load(None).bank,
            chance: ChaCha8Rng::seed_from_u64(seed),
            ids: 0,
        }
    }

    /// Sessions with `count` answers in all, oldest first; most have one answer, some up to six.
    pub(crate) fn sessions(mut self, count: usize) -> impl Iterator<Item = Session> {
        let begin: Timestamp = BEGIN.parse().expect("a time");
        let span = SignedDuration::from_hours(YEARS * 365 * 24).as_secs();
        let mut done = 0;
        std::iter::from_fn(move || {
            if done >= count {
                return None;
            }
            let answers = [1, 1, 1, 2, 3, 6][self.below(6)].min(count - done);
            let second = span * i64::try_from(done).ok()? / i64::try_from(count).ok()?;
            let at = begin + SignedDuration::from_secs(second);
            // How far along one is: scores grow by it.
            let skill = done as f64 / count as f64;
            done += answers;
            Some(self.session(at, answers, skill))
        })
    }

    fn below(&mut self, end: usize) -> usize {
        self.chance.random_range(0..end)
    }

    fn one_in(&mut self, end: usize) -> bool {
        self.below(end) == 0
    }

    /// As a UUID of version 7 is: the time, then what is unique.
    fn id(&mut self, at: Timestamp) -> Uuid {
        self.ids += 1;
        let millis = u128::try_from(at.as_millisecond()).expect("after 1970");
        let noise = u128::from(self.chance.random::<u32>());
        Uuid::from_u128(
            millis << 80 | 0x7 << 76 | 0b10 << 62 | (noise << 28 | self.ids) & ((1 << 60) - 1),
        )
    }

    fn session(&mut self, at: Timestamp, answers: usize, skill: f64) -> Session {
        let id = self.id(at);
        let round = self.below(self.bank.rounds.len());
        let Round {
            id: round_id,
            title,
            pack,
            policy,
            rubrics,
            ..
        } = self.bank.rounds[round].clone();
        let answers: Vec<Answer> = (0..answers)
            .map(|number| self.answer(at, number, skill))
            .collect();
        let attachments = if self.one_in(20) {
            vec![Attachment {
                path: "whiteboard.jpg".to_owned(),
                at,
            }]
        } else {
            Vec::new()
        };
        let stopped = self.one_in(25);
        Session {
            schema: SCHEMA,
            id,
            started_at: at,
            time_zone: "Europe/Berlin".to_owned(),
            ended_at: Some(at + SignedDuration::from_mins(6)),
            status: if stopped {
                Status::Stopped
            } else {
                Status::Completed
            },
            rehearsal: self.one_in(30),
            rehearsal_at: None,
            round: RoundRef {
                id: round_id,
                title,
                pack,
            },
            loop_: None,
            seed: self.chance.random(),
            draw: DrawMode::Fresh,
            policy,
            scale: 1.0,
            rubrics,
            mic: Mic {
                kind: MicKind::Device,
                host: Some("pulseaudio".to_owned()),
                id: Some("alsa_input.usb-Blue_Microphones".to_owned()),
                name: Some("USB Microphone".to_owned()),
                sample_rate: Some(48_000),
                channels: Some(1),
            },
            answers,
            scorecards: Vec::new(),
            attachments,
        }
    }

    fn answer(&mut self, at: Timestamp, number: usize, skill: f64) -> Answer {
        let prompt = self.below(self.bank.prompts.len());
        let prompt: Prompt = self.bank.prompts[prompt].clone();
        let mut started_ms = number as u64 * 330_000;
        let mut sections: Vec<SectionRecord> = Vec::new();
        for (index, shape) in SHAPES.iter().enumerate() {
            let section = self.section(at, number, index, shape, started_ms);
            started_ms += section.used_ms;
            sections.push(section);
        }
        let mut scorecards = Vec::new();
        // Not everything is scored, and of that not everything again after it was heard.
        if !self.one_in(10) {
            let rubric = self.rubric(&prompt);
            let later = at + SignedDuration::from_mins(7);
            scorecards.push(self.card(&rubric, Pass::First, later, skill));
            if self.one_in(4) {
                let later = at + SignedDuration::from_hours(20);
                scorecards.push(self.card(&rubric, Pass::Replay, later, skill - 0.1));
            }
        }
        Answer {
            prompt: PromptRef::from(&prompt),
            prep: PrepRecord {
                budget_ms: 60_000,
                used_ms: 45_000,
            },
            sections,
            scorecards,
        }
    }

    /// A rubric of those that answers are scored on: always the same one for a prompt.
    fn rubric(&self, prompt: &Prompt) -> Rubric {
        let scored: Vec<&Rubric> = self
            .bank
            .rubrics
            .iter()
            .filter(|rubric| rubric.per == hotseat::domain::Per::Answer)
            .collect();
        let place: usize = prompt.id.bytes().map(usize::from).sum();
        scored[place % scored.len()].clone()
    }

    fn card(&mut self, rubric: &Rubric, pass: Pass, at: Timestamp, skill: f64) -> Scorecard {
        let values = rubric.criteria.iter().map(|criterion| {
            let (min, max) = (criterion.scale.min(), criterion.scale.max());
            let luck = self.chance.random_range(-0.3..0.5);
            let share = (0.3 + 0.5 * skill + luck).clamp(0.0, 1.0);
            let note = (self.chance.random_range(0..8) == 0)
                .then(|| "Say the figure before the story".to_owned());
            Score {
                criterion: criterion.id.clone(),
                value: min + ((max - min) as f64 * share).round() as i64,
                min,
                max,
                note,
            }
        });
        let values = values.collect();
        Scorecard {
            id: self.id(at),
            rubric: rubric.id.clone(),
            version: rubric.version,
            rater: "self".to_owned(),
            pass,
            at,
            values,
            next_time: Some("Begin with the outcome".to_owned()),
            retracted: self.one_in(100),
        }
    }

    fn section(
        &mut self,
        at: Timestamp,
        answer: usize,
        index: usize,
        shape: &Shape,
        started_ms: u64,
    ) -> SectionRecord {
        let early = self.one_in(3);
        let used_ms = if early {
            shape.budget_ms * self.chance.random_range(50..100) / 100
        } else {
            shape.budget_ms
        };
        let marks = (0..self.below(3))
            .map(|_| {
                let cue = self.chance.random_range(1..=3);
                Mark {
                    id: self.id(at),
                    at_ms: self.chance.random_range(0..used_ms),
                    cue: Some(cue),
                    label: Some(format!("cue {cue}")),
                    source: MarkSource::Live,
                }
            })
            .collect();
        SectionRecord {
            role: Role::Section,
            id: shape.id.to_owned(),
            title: shape.title.to_owned(),
            ask: None,
            cues: ["the stakes", "the choice", "the figure"]
                .map(str::to_owned)
                .into(),
            budget_ms: shape.budget_ms,
            min_ms: 0,
            started_ms,
            used_ms,
            over_ms: 0,
            paused_ms: 0,
            end: if early { End::Next } else { End::TimeUp },
            take: Some(Take {
                path: format!("{}-{}-{}.wav", answer + 1, index + 1, shape.id),
                sample_rate: 48_000,
                channels: 1,
                bits: 16,
                frames: used_ms * 48,
                lost_frames: 0,
                gaps: Vec::new(),
                continued: Vec::new(),
            }),
            marks,
            speech: Some(self.speech(used_ms)),
        }
    }

    fn speech(&mut self, used_ms: u64) -> Speech {
        let count = self.below(6);
        let pause_list: Vec<Pause> = (0..count as u64)
            .map(|n| Pause {
                at_ms: used_ms * (n + 1) / (count as u64 + 2),
                length_ms: self.chance.random_range(1_500..6_000),
            })
            .collect();
        let silent: u64 = pause_list.iter().map(|pause| pause.length_ms).sum();
        Speech {
            speaking_ms: used_ms.saturating_sub(silent),
            first_word_ms: Some(self.chance.random_range(300..2_500)),
            pauses: u32::try_from(count).expect("a few"),
            longest_pause_ms: pause_list.iter().map(|p| p.length_ms).max().unwrap_or(0),
            loudness_lufs: Some(-23.0 + self.chance.random_range(-3.0..3.0_f64)),
            peak_dbfs: Some(-3.1),
            clipped_frames: 0,
            silence: Some(silent as f64 / used_ms as f64),
            noise_dbfs: Some(-62.5),
            pause_list,
            pause_ms: PAUSE_MS,
            articulation: Some(Articulation {
                per_second: 4.2 + self.chance.random_range(-1.0..1.0_f64),
                thirds: [Some(4.0), Some(4.2), Some(4.4)],
            }),
        }
    }
}

/// Writes a history into the recordings of a home, as the program would have left it there.
/// Returns how many sessions it has. Nothing is synced: it can be made again.
pub(crate) fn write(recordings: &Path, seed: u64, answers: usize) -> usize {
    let mut count = 0;
    for session in Years::new(seed).sessions(answers) {
        let start = session.started_at.strftime("%Y-%m-%dT%H%M%SZ");
        let folder = recordings.join(format!("{start}-{}-{count}", session.round.id));
        fs::create_dir_all(&folder).expect("a folder for a session");
        let file = File::create(folder.join("session.json")).expect("a record is made");
        let mut out = BufWriter::new(file);
        serde_json::to_writer_pretty(&mut out, &session).expect("a session is JSON");
        out.write_all(b"\n")
            .and_then(|()| out.flush())
            .expect("a record is written");
        count += 1;
    }
    count
}
