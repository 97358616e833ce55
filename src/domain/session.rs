//! A session on its way, as a pure machine: `handle(event, now)` returns what must happen.
//!
//! All times count from the session's start. Deadlines are kept as instants; a late tick fires
//! everything that was due, each at its own instant, so no boundary depends on how often or how
//! punctually the machine is called.

mod asking;
mod clock;
mod event;
mod flow;
mod outcome;
mod pause;
mod scoring;
mod view;

use std::time::Duration;

use uuid::Uuid;

use super::record::End;
use super::round::{Policy, ScoreWhen};
use super::script::{Script, SectionScript};
use clock::{Clock, Milestone};
pub use event::{Effect, Event, Phase, Slot};
use outcome::{AnswerOutcome, MarkOutcome, SectionOutcome};
pub use view::{AnswerClock, View};

/// The rules of a session, and its course so far.
#[derive(Debug, Clone)]
pub struct Machine {
    script: Script,
    /// The rules that hold, whatever the script asks for.
    policy: Policy,
    /// Whether questions are spoken.
    voiced: bool,
    /// Whether scores are asked for between answers.
    scored: bool,
    /// Of how many answers they were.
    asked: usize,
    phase: Phase,
    /// When the phase began.
    since: Duration,
    clock: Clock,
    /// How many of the clock's milestones have been told.
    told: usize,
    /// Pauses of this phase that are over.
    paused: Duration,
    /// When the pause on its way began.
    paused_at: Option<Duration>,
    answers: Vec<AnswerOutcome>,
}

impl Machine {
    pub fn new(script: Script) -> Self {
        let policy = script.policy;
        Machine::under(policy, script)
    }

    /// For a session in which nobody can press a key: whatever the policy, a section ends at its
    /// budget, and nobody is asked for scores.
    pub fn unattended(script: Script) -> Self {
        Machine::under(Policy::Strict, script).unscored()
    }

    fn under(policy: Policy, script: Script) -> Self {
        let answers = script
            .answers
            .iter()
            .map(AnswerOutcome::unreached)
            .collect();
        Machine {
            scored: script.score_when == ScoreWhen::Answer,
            script,
            policy,
            voiced: false,
            asked: 0,
            phase: Phase::Ready,
            since: Duration::ZERO,
            clock: Clock::default(),
            told: 0,
            paused: Duration::ZERO,
            paused_at: None,
            answers,
        }
    }

    pub fn phase(&self) -> Phase {
        self.phase
    }

    pub fn script(&self) -> &Script {
        &self.script
    }

    /// The section or follow-up at `slot`.
    ///
    /// # Panics
    /// When the slot is not of this script.
    pub fn section(&self, slot: Slot) -> &SectionScript {
        &self.script.answers[slot.answer].sections[slot.section]
    }

    /// When something happens by itself next.
    pub fn deadline(&self) -> Option<Duration> {
        let milestone = self.milestone().map(|(due, _)| due);
        [milestone, self.phase_end()].into_iter().flatten().min()
    }

    /// When the phase ends if nobody acts.
    pub fn phase_end(&self) -> Option<Duration> {
        Some(self.running_since()? + self.clock.end?)
    }

    /// Takes one event at `now`, after everything that was due before it.
    pub fn handle(&mut self, event: Event, now: Duration) -> Vec<Effect> {
        let mut effects = Vec::new();
        while let Some(due) = self.deadline().filter(|due| *due <= now) {
            self.fire(due, &mut effects);
        }
        match event {
            Event::Start if self.phase == Phase::Ready => self.enter_answer(0, now, &mut effects),
            Event::Next => self.next(now, &mut effects),
            Event::Mark { id } => self.mark(id, None, now, &mut effects),
            Event::Cue { id, number } => self.mark(id, Some(number), now, &mut effects),
            Event::Pause { id } => self.pause(id, now, &mut effects),
            Event::Asked { slot } => self.asked(slot, now, &mut effects),
            Event::Voiceless => self.lose_voice(now, &mut effects),
            Event::Slept => self.sleep(),
            Event::Stop => self.stop(now, &mut effects),
            Event::Start | Event::Tick => {}
        }
        effects
    }

    /// The clock's next milestone, and when it is due.
    fn milestone(&self) -> Option<(Duration, Milestone)> {
        let (at, what) = self.clock.milestones.get(self.told)?;
        Some((self.running_since()? + *at, *what))
    }

    /// What was due at `due`: something to tell, or the end of the phase.
    fn fire(&mut self, due: Duration, effects: &mut Vec<Effect>) {
        match self.phase {
            Phase::Speaking { slot } if self.phase_end() == Some(due) => {
                self.leave_section(slot, due, End::TimeUp, effects);
            }
            Phase::Speaking { slot } => {
                let milestone = self.milestone();
                self.told += 1;
                effects.extend(milestone.map(|(_, what)| match what {
                    Milestone::Left(left) => Effect::Warn { slot, left },
                    Milestone::Over(section) => {
                        let from = section.map(|section| Slot { section, ..slot });
                        Effect::Overtime { slot, from }
                    }
                }));
            }
            _ => self.next(due, effects),
        }
    }

    fn mark(&mut self, id: Uuid, cue: Option<u32>, at: Duration, effects: &mut Vec<Effect>) {
        let Phase::Speaking { slot } = self.phase else {
            return;
        };
        let label = match cue {
            None => None,
            // A number without a cue is no cue.
            Some(number) => match self.cue(slot, number) {
                Some(text) => Some(text.to_owned()),
                None => return,
            },
        };
        let at = self.elapsed(at);
        let outcome = self.outcome(slot);
        if cue.is_some() && outcome.marks.iter().any(|mark| mark.cue == cue) {
            return;
        }
        outcome.marks.push(MarkOutcome { id, at, cue, label });
        effects.push(Effect::Marked { slot, cue });
        effects.push(Effect::Save);
    }

    fn cue(&self, slot: Slot, number: u32) -> Option<&str> {
        let index = usize::try_from(number).ok()?.checked_sub(1)?;
        self.section(slot).cues.get(index).map(String::as_str)
    }

    fn outcome(&mut self, slot: Slot) -> &mut SectionOutcome {
        &mut self.answers[slot.answer].sections[slot.section]
    }
}

#[cfg(test)]
mod tests;
