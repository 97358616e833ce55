//! One session, from an open microphone to what is left of it.

use std::sync::mpsc::{Sender, channel};

use anyhow::Context as _;
use uuid::Uuid;

use super::super::args::SittingArgs;
use super::super::context::Context;
use super::super::defaults::{self, Microphone};
use super::super::drawing::{no_match, nothing_fits};
use super::super::failure::failure;
use super::super::signals;
use super::driver::{Driver, Event, Progress, Scorer};
use super::finish::{self, Over};
use super::keeper::{Keeper, Place};
use super::microphone::{self, Ears};
use super::pictures::{Surroundings, microphone_name};
use super::ready::{self, Begin, Start};
use super::record::{Facts, Record};
use super::room;
use super::stage::Stage;
use super::voice::Voice;
use crate::audio::{self, Recorder, RecorderEvent};
use crate::clock;
use crate::domain::session::Machine;
use crate::domain::{
    Bank, ClockFace, LoopRef, Past, Per, Policy, Round, Script, ScriptError, Sitting, TakeFormat,
    delivery,
};
use crate::store::{History, Running, Settings};
use crate::ui::teller::Teller;

/// What is sat, and how.
pub(super) struct Seat<'a> {
    pub(super) context: &'a Context,
    pub(super) args: &'a SittingArgs,
    pub(super) settings: &'a Settings,
    pub(super) bank: &'a Bank,
    pub(super) round: &'a Round,
    pub(super) sitting: &'a Sitting,
    /// The loop that it is part of.
    pub(super) day: Option<LoopRef>,
    /// The session that is sat again.
    pub(super) earlier: Option<Uuid>,
    /// What makes the clock start.
    pub(super) begin: Begin,
}

/// How a seat was left.
pub(super) enum Left {
    /// Before anything began, with the exit code.
    Before(u8),
    Sat(Box<Over>),
}

impl Left {
    pub(super) fn exit_code(&self) -> u8 {
        match self {
            Left::Before(code) => *code,
            Left::Sat(over) => over.exit_code(),
        }
    }
}

impl Seat<'_> {
    /// Draws, opens the microphone, and sits the session.
    pub(super) fn take(self, history: History, past: &Past) -> anyhow::Result<Left> {
        let script = Script::build(self.bank, self.round, self.sitting, past).map_err(explain)?;
        let Some(ears) = self.microphone()? else {
            return Ok(Left::Before(0));
        };
        let format = self.settings.recording;
        room::check(self.context, &script, format, &ears.mic)?;
        self.sit(history, script, ears)
    }

    fn microphone(&self) -> anyhow::Result<Option<Ears>> {
        let mic = Microphone::of(self.context, self.args.mic.as_ref(), self.settings);
        microphone::open(self.context, &mic.choice).map_err(|error| mic.explain(error))
    }

    fn sit(self, history: History, script: Script, ears: Ears) -> anyhow::Result<Left> {
        let (tell, events) = channel();
        let signalled = tell.clone();
        let listening = signals::listen(move |signal| drop(signalled.send(Event::Signal(signal))))
            .context("signals cannot be handled")?;
        let mut around = Surroundings {
            round: self.round.title.clone(),
            microphone: microphone_name(&ears.mic),
            has_microphone: ears.opened.is_some(),
            clock_hidden: defaults::clock(self.args.clock, self.settings) == ClockFace::Hidden,
            ..Surroundings::default()
        };
        let recorder = start_recorder(
            ears.opened,
            self.settings.recording,
            self.settings.pause_ms,
            &tell,
        )?;
        let policy = script.policy;
        let stage =
            Stage::set(self.context.terminal, &tell).context("the terminal cannot be used")?;
        // Off a terminal nobody can move on.
        if let Stage::Plain { teller, .. } = &stage {
            announce(teller, self.round, &around, stage.is_attended());
        }
        let machine = if stage.is_attended() {
            Machine::new(script)
        } else {
            Machine::unattended(script)
        };
        let machine = if self.scores_answers() {
            machine
        } else {
            machine.unscored()
        };
        let voice = self.voice(&tell);
        let machine = match &voice {
            Some(_) => machine.voiced(),
            None => machine,
        };
        let start = match ready::wait(&machine, &mut around, &events, &stage, self.begin) {
            Start::Begin(at) => at,
            Start::Leave => return Ok(Left::Before(0)),
            Start::Signal(signal) => return Ok(Left::Before(signal.exit_code())),
        };
        // At once: a file in the microphone's place plays from this instant on.
        if let Some(recorder) = &recorder {
            recorder.begin(start);
        }
        let started_at = clock::wall_at(start);
        let facts = Facts {
            round: self.round,
            day: self.day,
            seed: self.sitting.seed,
            draw: self.sitting.draw,
            scale: self.sitting.scale,
            mic: ears.mic,
            rehearsal: ears.rehearsal,
        };
        let (path, name) = self
            .context
            .home
            .session_folder(started_at, &self.round.id)?;
        let mark = Running::begin(&path)?;
        let place = Place { path, name };
        let troubled = tell.clone();
        let keeper = Keeper::start(history, place.clone(), move |text| {
            drop(troubled.send(Event::Trouble(text)));
        })
        .context("a thread could not be started")?;
        let driver = Driver {
            machine,
            recorder,
            record: Record::new(facts, policy, started_at),
            keeper,
            voice,
            folder: place.path.clone(),
            around,
            events: &events,
            stage,
            scorer: Scorer {
                context: self.context,
                bank: self.bank,
                tell: tell.clone(),
                hurries: self.args.yes,
            },
            start,
            progress: Progress::default(),
        };
        let folder = place.path.clone();
        let sat = driver.run();
        let over = finish::keep(self.context, sat, place);
        drop(listening);
        let over = over?;
        audio::remove_notes(&folder);
        mark.end()?;
        finish::score_and_show(self.context, self.args, self.bank, self.earlier, over)
            .map(|over| Left::Sat(Box::new(over)))
    }

    /// Whether scores are wanted, and there is a rubric for a single answer.
    fn scores_answers(&self) -> bool {
        let rubrics = self.round.rubrics.iter();
        let mut rubrics = rubrics.filter_map(|id| self.bank.rubric(id));
        !self.args.no_score && rubrics.any(|rubric| rubric.per == Per::Answer)
    }

    /// The voice that was asked for. Where there is none that is said, and is no reason to stop.
    fn voice(&self, tell: &Sender<Event>) -> Option<Voice> {
        let words = defaults::voice(self.args.voice.as_deref(), self.settings)?;
        let voice = Voice::find(words, tell.clone());
        voice
            .map_err(|missing| drop(tell.send(Event::Trouble(missing))))
            .ok()
    }
}

/// Why a round cannot be sat, and the way out.
fn explain(error: ScriptError) -> anyhow::Error {
    match error {
        ScriptError::EmptyDraw(narrow) => no_match(&narrow),
        ScriptError::NothingFits { time, shortest } => nothing_fits(time, shortest),
        ScriptError::TooLong { .. } => failure(
            error.to_string(),
            "give it more minutes, or draw without a round",
        ),
        ScriptError::FixedPrompts { .. } => failure(
            error.to_string(),
            "leave the flag out, or draw without a round",
        ),
        ScriptError::NoPrompt { .. } => error.into(),
    }
}

fn announce(teller: &Teller, round: &Round, around: &Surroundings, is_attended: bool) {
    let (title, microphone) = (&round.title, &around.microphone);
    teller.say(&format!("{title}, microphone: {microphone}"));
    if round.policy != Policy::Strict && !is_attended {
        let policy = round.policy;
        teller.say(&format!(
            "policy {policy}; off a terminal every section ends at its budget"
        ));
    }
}

fn start_recorder(
    opened: Option<crate::audio::Opened>,
    format: TakeFormat,
    pause_ms: u64,
    tell: &Sender<Event>,
) -> anyhow::Result<Option<Recorder<crate::domain::session::Slot>>> {
    let Some(opened) = opened else {
        return Ok(None);
    };
    let tell = tell.clone();
    Ok(Some(Recorder::start(opened, format, move |event| {
        let event = match event {
            // Here, on the thread that has listened, it keeps nobody waiting.
            RecorderEvent::Heard { key: slot, heard } => Event::Delivery {
                slot,
                speech: delivery(&heard, pause_ms),
            },
            event => Event::Recorder(event),
        };
        drop(tell.send(event));
    })?))
}
