//! The verb `practice`, step by step.

use std::sync::mpsc::{Sender, channel};

use anyhow::Context as _;

use super::super::args::PracticeArgs;
use super::super::context::Context;
use super::super::drawing::{no_match, nothing_fits};
use super::super::failure::failure;
use super::super::signals;
use super::driver::{Driver, Event, Progress, Stage};
use super::finish;
use super::keeper::{Keeper, Place};
use super::microphone::{self, Ears};
use super::pictures::{Surroundings, microphone_name};
use super::ready::{self, Start};
use super::record::{Facts, Record};
use super::room;
use super::target::{self, Target};
use crate::audio::{self, Recorder};
use crate::clock;
use crate::domain::session::Machine;
use crate::domain::{Bank, Narrow, Policy, Round, Script, ScriptError, Sitting, TakeFormat};
use crate::store::{History, Running, Settings};
use crate::ui::keys::Keys;
use crate::ui::screen::Screen;
use crate::ui::teller::Teller;
use crate::ui::terminal::Seized;

/// Sits a session.
pub(in crate::cli) fn run(context: &Context, args: &PracticeArgs) -> anyhow::Result<u8> {
    // First of all: with a mistake in them nothing is touched.
    let settings = context.settings()?;
    let bank = context.bank();
    let history = context.history()?;
    let past = history.past(clock::wall())?;
    let seed = args.narrow.seed.unwrap_or_else(new_seed);
    let (mut round, narrows) = match target::choose(context, args, &bank, &past, seed)? {
        Target::Round(round) => (round, true),
        Target::Prompts(round) => (round, false),
        Target::Nothing => return Ok(0),
    };
    round.policy = args.policy.unwrap_or(round.policy);
    let sitting = Sitting {
        seed,
        draw: args.narrow.draw,
        narrow: if narrows {
            args.narrow.narrow()
        } else {
            Narrow::default()
        },
        count: args.narrow.count().filter(|_| narrows),
        scale: args.scale,
        follow_ups: args.follow_ups.and_then(|n| usize::try_from(n).ok()),
        time: args.narrow.time(),
    };
    let script = Script::build(&bank, &round, &sitting, &past).map_err(|error| match error {
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
    })?;
    let Some(ears) = microphone::open(context, &args.mic)? else {
        return Ok(0);
    };
    room::check(context, &script, settings.recording, &ears.mic)?;
    sit(
        context, args, &bank, history, &round, &sitting, script, settings, ears,
    )
}

#[expect(
    clippy::too_many_arguments,
    reason = "everything that was prepared comes together here"
)]
fn sit(
    context: &Context,
    args: &PracticeArgs,
    bank: &Bank,
    history: History,
    round: &Round,
    sitting: &Sitting,
    script: Script,
    settings: Settings,
    ears: Ears,
) -> anyhow::Result<u8> {
    let (tell, events) = channel();
    let signalled = tell.clone();
    let listening = signals::listen(move |signal| drop(signalled.send(Event::Signal(signal))))
        .context("signals cannot be handled")?;
    let mut around = Surroundings {
        round: round.title.clone(),
        microphone: microphone_name(&ears.mic),
        has_microphone: ears.opened.is_some(),
        clock_hidden: args.clock == "hidden",
        ..Surroundings::default()
    };
    let recorder = start_recorder(ears.opened, settings.recording, &tell)?;
    let policy = script.policy;
    let stage = set_stage(context, &tell).context("the terminal cannot be used")?;
    // Off a terminal nobody can move on.
    let machine = match &stage {
        Stage::Plain(teller) => {
            announce(teller, round, &around);
            Machine::unattended(script)
        }
        Stage::Screen { .. } => Machine::new(script),
    };
    let by_itself = args.yes || !context.terminal.is_interactive();
    let start = match ready::wait(&machine, &mut around, &events, &stage, by_itself) {
        Start::Begin(at) => at,
        Start::Leave => return Ok(0),
        Start::Signal(signal) => return Ok(signal.exit_code()),
    };
    // At once: a file in the microphone's place plays from this instant on.
    if let Some(recorder) = &recorder {
        recorder.begin(start);
    }
    let started_at = clock::wall_at(start);
    let facts = Facts {
        round,
        seed: sitting.seed,
        draw: sitting.draw,
        scale: sitting.scale,
        mic: ears.mic,
        rehearsal: ears.rehearsal,
    };
    let (path, name) = context.home.session_folder(started_at, &round.id)?;
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
        folder: place.path.clone(),
        around,
        events: &events,
        stage,
        start,
        progress: Progress::default(),
    };
    let folder = place.path.clone();
    let sat = driver.run();
    let over = finish::keep(context, sat, place);
    drop(listening);
    let over = over?;
    audio::remove_notes(&folder);
    mark.end()?;
    finish::score_and_show(context, args, bank, over)
}

fn announce(teller: &Teller, round: &Round, around: &Surroundings) {
    let (title, microphone) = (&round.title, &around.microphone);
    teller.say(&format!("{title}, microphone: {microphone}"));
    if round.policy != Policy::Strict {
        let policy = round.policy;
        teller.say(&format!(
            "policy {policy}; off a terminal every section ends at its budget"
        ));
    }
}

/// Small enough to be noted down by hand.
pub(in crate::cli) fn new_seed() -> u64 {
    rand::random_range(0..1_000_000)
}

fn start_recorder(
    opened: Option<crate::audio::Opened>,
    format: TakeFormat,
    tell: &Sender<Event>,
) -> anyhow::Result<Option<Recorder<crate::domain::session::Slot>>> {
    let Some(opened) = opened else {
        return Ok(None);
    };
    let tell = tell.clone();
    Ok(Some(Recorder::start(opened, format, move |event| {
        drop(tell.send(Event::Recorder(event)));
    })?))
}

fn set_stage(context: &Context, tell: &Sender<Event>) -> std::io::Result<Stage> {
    if !context.terminal.is_interactive() {
        return Ok(Stage::Plain(Teller::start(context.terminal)?));
    }
    let seized = Seized::new()?;
    let screen = Screen::start(context.terminal.has_color())?;
    let pressed = tell.clone();
    let keys = Keys::listen(move |key| drop(pressed.send(Event::Key(key))))?;
    Ok(Stage::Screen {
        _keys: keys,
        screen,
        _seized: seized,
    })
}
