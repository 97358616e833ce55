//! Scores between two answers: the terminal is given back for as long as they are asked for, and
//! taken again for what comes.
//!
//! No clock runs meanwhile, so the one loop may wait here; it goes on to hear what the recorder and
//! signals have to say.

use std::sync::mpsc::Sender;

use super::super::stage::pressed;
use super::{Driver, Event, Phase, Rule, Stage};
use crate::cli::context::Context;
use crate::cli::failure::describe;
use crate::cli::score::{self, Asked, Desk, Sheet, Which};
use crate::cli::signals::Signal;
use crate::clock;
use crate::domain::{Bank, Scorecard};
use crate::ui::keys::Key;
use crate::ui::scoring::Outcome;

/// What it takes to ask for scores on the way.
pub(in crate::cli::practice) struct Scorer<'a> {
    pub(in crate::cli::practice) context: &'a Context,
    pub(in crate::cli::practice) bank: &'a Bank,
    pub(in crate::cli::practice) tell: Sender<Event>,
    /// Whether the next answer begins at once.
    pub(in crate::cli::practice) hurries: bool,
}

impl Driver<'_> {
    /// The answer that is to be scored now.
    pub(super) fn to_be_scored(&self) -> Option<usize> {
        match self.machine.phase() {
            Phase::Scoring { answer } if self.progress.scored <= answer => Some(answer),
            _ => None,
        }
    }

    /// Asks for the scores of `answer`, and waits for the next one with the terminal as it was.
    pub(super) fn score(&mut self, answer: usize) {
        self.progress.scored = answer + 1;
        if let Err(error) = self.ask_scores(answer) {
            self.trouble(describe(&error));
        }
        if self.progress.signal.is_some() {
            return self.rule(Rule::Stop);
        }
        // Before another stage looks at what the terminal is like without one.
        self.stage = Stage::Dark;
        match Stage::set(self.scorer.context.terminal, pressed(&self.scorer.tell)) {
            Ok(stage) => self.stage = stage,
            Err(error) => {
                self.trouble(format!("the terminal cannot be used: {error}"));
                return self.rule(Rule::Stop);
            }
        }
        if self.scorer.hurries {
            return self.rule(Rule::Next);
        }
        for line in self.what_can_be_done(clock::now()) {
            self.tell(&line);
        }
    }

    fn ask_scores(&mut self, answer: usize) -> anyhow::Result<()> {
        self.stage = Stage::Dark;
        self.stage = Stage::questions(pressed(&self.scorer.tell))?;
        let (context, bank) = (self.scorer.context, self.scorer.bank);
        let since = clock::now().saturating_duration_since(self.start);
        let session = self.record.session(&self.machine, since);
        let which = Which {
            answer: Some(answer),
            answers_only: true,
            ..Which::default()
        };
        let asked = score::ask(context, bank, &session, &which, self)?;
        if asked == Asked::Interrupted {
            self.progress.signal.get_or_insert(Signal::Interrupt);
        }
        Ok(())
    }
}

impl Desk for Driver<'_> {
    fn key(&mut self) -> Key {
        while let Ok(event) = self.events.recv() {
            match event {
                Event::Key(Key::Gone) => {
                    self.progress.signal = Some(Signal::HangUp);
                    return Key::Gone;
                }
                Event::Key(key) => return key,
                Event::Signal(signal) => {
                    self.progress.signal = Some(signal);
                    return Key::Interrupt;
                }
                other => self.take_at_the_end(other),
            }
        }
        Key::Gone
    }

    fn keep(&mut self, sheet: &Sheet<'_>, outcome: Outcome) -> anyhow::Result<Scorecard> {
        let now = clock::now();
        let since = now.saturating_duration_since(self.start);
        let session = self.record.session(&self.machine, since);
        let card = score::card(&session, sheet, None, outcome)?;
        self.record.score(sheet.answer, card.clone());
        super::Driver::keep(self, now);
        Ok(card)
    }
}
