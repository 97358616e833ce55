//! The session's record as it grows: what was known at the start, what the rules say, what the
//! recorder has finished.

use std::collections::HashMap;
use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use uuid::Uuid;

use crate::domain::session::{Machine, Phase, Slot};
use crate::domain::{
    DrawMode, LoopRef, Mic, Policy, Round, RoundRef, SCHEMA, Scorecard, Session, Speech, Status,
    Take,
};

pub(super) struct Record {
    start: Session,
    takes: HashMap<Slot, Take>,
    /// Each with its answer, from 0; none for the session as a whole.
    cards: Vec<(Option<usize>, Scorecard)>,
    measured: HashMap<Slot, Speech>,
}

/// What a session knows of itself before it begins.
pub(super) struct Facts<'a> {
    pub(super) round: &'a Round,
    pub(super) day: Option<LoopRef>,
    pub(super) seed: u64,
    pub(super) draw: DrawMode,
    pub(super) scale: f64,
    pub(super) mic: Mic,
    pub(super) rehearsal: bool,
}

impl Record {
    pub(super) fn new(facts: Facts<'_>, policy: Policy, started_at: Timestamp) -> Self {
        let zone = TimeZone::system();
        let start = Session {
            schema: SCHEMA,
            id: Uuid::now_v7(),
            started_at,
            time_zone: zone.iana_name().unwrap_or("UTC").to_owned(),
            ended_at: None,
            status: Status::Interrupted,
            rehearsal: facts.rehearsal,
            round: RoundRef {
                id: facts.round.id.clone(),
                title: facts.round.title.clone(),
                pack: facts.round.pack.clone(),
            },
            loop_: facts.day,
            seed: facts.seed,
            draw: facts.draw,
            policy,
            scale: facts.scale,
            rubrics: facts.round.rubrics.clone(),
            mic: facts.mic,
            answers: Vec::new(),
            scorecards: Vec::new(),
            attachments: Vec::new(),
        };
        Record {
            start,
            takes: HashMap::new(),
            cards: Vec::new(),
            measured: HashMap::new(),
        }
    }

    pub(super) fn add(&mut self, slot: Slot, take: Take) {
        self.takes.insert(slot, take);
    }

    /// Keeps a card that was given on the way.
    pub(super) fn score(&mut self, answer: Option<usize>, card: Scorecard) {
        self.cards.push((answer, card));
    }

    pub(super) fn measure(&mut self, slot: Slot, speech: Speech) {
        self.measured.insert(slot, speech);
    }

    pub(super) fn end(&mut self, at: Timestamp) {
        self.start.ended_at = Some(at);
    }

    /// The session at `now`, counted from its start.
    pub(super) fn session(&self, machine: &Machine, now: Duration) -> Session {
        let mut session = self.start.clone();
        if let Phase::Over { status } = machine.phase() {
            session.status = status;
        }
        session.answers = machine.answers(now);
        for (slot, take) in &self.takes {
            let answer = session.answers.get_mut(slot.answer);
            if let Some(section) = answer.and_then(|answer| answer.sections.get_mut(slot.section)) {
                section.take = Some(take.clone());
                section.speech = self.measured.get(slot).cloned();
            }
        }
        for (answer, card) in &self.cards {
            let cards = match answer {
                None => Some(&mut session.scorecards),
                Some(answer) => {
                    let answer = session.answers.get_mut(*answer);
                    answer.map(|answer| &mut answer.scorecards)
                }
            };
            if let Some(cards) = cards {
                cards.push(card.clone());
            }
        }
        session
    }
}
