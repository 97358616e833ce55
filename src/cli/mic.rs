//! `mic`: what there is to hear with.

use std::time::Duration;

use anyhow::Context as _;
use inquire::{Confirm, InquireError};
use serde::Serialize;

use super::args::MicVerb;
use super::context::Context;
use super::defaults::Microphone;
use super::failure::failure;
use super::hearing::{hear, in_words};
use super::practice::{microphone_name, no_microphone, open_named};
use crate::audio::{self, Manner, Outlet, Player, TakeFiles, Tape, verdict};
use crate::domain::MicChoice;
use crate::ui::countdown::{Clock, Picture};
use crate::ui::screen::Screen;
use crate::ui::tables::table;
use crate::ui::terminal::Seized;

#[derive(Serialize)]
struct Listing {
    microphones: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    id: String,
    name: String,
    host: String,
    default: bool,
}

pub(super) fn run(context: &Context, verb: &MicVerb) -> anyhow::Result<u8> {
    match verb {
        MicVerb::List { json } => list(context, *json),
        MicVerb::Test { mic } => test(context, mic.as_ref()),
    }
}

fn list(context: &Context, json: bool) -> anyhow::Result<u8> {
    let found = audio::microphones().map_err(no_microphone)?;
    if json {
        let microphones = found
            .into_iter()
            .map(|mic| Row {
                id: mic.id,
                name: mic.name,
                host: mic.host,
                default: mic.default,
            })
            .collect();
        context.print_json(&Listing { microphones })?;
        return Ok(0);
    }
    if found.is_empty() {
        context
            .terminal
            .say("no microphone was found; `--mic none` practises with the clock only");
        return Ok(0);
    }
    let rows = found.into_iter().map(|mic| {
        let default = if mic.default { "default" } else { "" };
        [mic.name, default.to_owned(), mic.host, mic.id]
    });
    context.print(&table(
        context.terminal.width(),
        ["name", "", "host", "id"],
        rows.collect(),
    ))?;
    Ok(0)
}

/// How long the test listens.
const TEST: Duration = Duration::from_secs(5);

fn test(context: &Context, flag: Option<&MicChoice>) -> anyhow::Result<u8> {
    let terminal = context.terminal;
    let settings = context.settings()?;
    let format = settings.recording;
    let mic = Microphone::of(context, flag, &settings);
    let opened = open_named(&mic.choice).map_err(|error| mic.explain(error))?;
    let Some(opened) = opened else {
        return Err(mic.explain(failure(
            "`none` is no microphone",
            "`hotseat mic list` shows those there are, `hotseat mic test auto` takes the default",
        )));
    };
    let name = microphone_name(&opened.mic);
    let folder = tempfile::tempdir().context("there is no folder for the test")?;
    let wav = folder.path().join("test.wav");
    terminal.say(&format!("listening to {name}: say a sentence or two"));
    let levels = if terminal.is_interactive() {
        let stage = (Screen::start(terminal.has_color())?, Seized::new()?);
        hear(opened, format, TEST, &wav, |level, left| {
            stage.0.show(picture(&name, level, left));
        })?
    } else {
        hear(opened, format, TEST, &wav, |_, _| {})?
    };
    let loudest = levels
        .iter()
        .map(|level| level.peak_dbfs)
        .fold(f32::NEG_INFINITY, f32::max);
    let complaint = verdict(&levels);
    context.print(&match complaint {
        Some(complaint) => in_words(complaint).to_owned(),
        None => format!("The microphone is fit: you peaked at {loudest:.0} dB."),
    })?;
    if terminal.is_interactive() {
        play_back(&wav)?;
    }
    Ok(u8::from(complaint.is_some()))
}

fn picture(name: &str, level: Option<audio::Level>, left: Duration) -> Picture {
    Picture {
        title: format!("microphone test · {name}"),
        ask: "Say a sentence or two, as loud as in an interview.".to_owned(),
        section: Some(Clock {
            label: "listening".to_owned(),
            left,
            budget: TEST,
            ..Clock::default()
        }),
        level: level.map(|level| level.peak_dbfs),
        keys: "Ctrl-C stop".to_owned(),
        ..Picture::default()
    }
}

fn play_back(wav: &std::path::Path) -> anyhow::Result<()> {
    match Confirm::new("Hear it?").with_default(true).prompt() {
        Ok(true) => {}
        Ok(false) | Err(InquireError::OperationCanceled | InquireError::OperationInterrupted) => {
            return Ok(());
        }
        Err(error) => return Err(error.into()),
    }
    let take = TakeFiles {
        first: wav.to_owned(),
        further: Vec::new(),
    };
    let player = Player::start(Tape::open(&[take])?, None, Manner::default())?;
    while !player.is_over() && matches!(player.outlet(), Outlet::Speaker { .. }) {
        std::thread::sleep(Duration::from_millis(50));
    }
    Ok(())
}
