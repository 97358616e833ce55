//! `doctor`: everything that can go wrong before an interview.

use std::time::Duration;

use anyhow::Context as _;
use serde::Serialize;

use super::context::{Context, in_recordings, take_in_hint};
use super::defaults::Microphone;
use super::hearing::{hear, in_words};
use super::practice::{microphone_name, needed, size};
use super::stories;
use crate::audio::{self, verdict};
use crate::domain::{Bank, Mic, MicChoice, TakeFormat};
use crate::store::import::strangers;
use crate::store::packs::Loaded;
use crate::store::{Problem, Settings, Severity};
use crate::ui::text::hanging;

/// How long the microphone is listened to.
const LISTEN: Duration = Duration::from_millis(1500);

/// Below this a session's screen leaves something out.
const COLUMNS: usize = 40;

/// The sample rate to reckon with where no microphone tells its own.
const USUAL_RATE: u32 = 48_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
enum Status {
    Ok,
    Warn,
    Fail,
}

#[derive(Serialize)]
struct Check {
    id: &'static str,
    status: Status,
    message: String,
    hint: Option<String>,
}

#[derive(Serialize)]
struct Document {
    checks: Vec<Check>,
}

fn check(
    id: &'static str,
    status: Status,
    message: impl Into<String>,
    hint: Option<&str>,
) -> Check {
    Check {
        id,
        status,
        message: message.into(),
        hint: hint.map(str::to_owned),
    }
}

pub(super) fn run(context: &Context, mic: Option<&MicChoice>, json: bool) -> anyhow::Result<u8> {
    let mut checks = Vec::new();
    // Once: what is wrong with a pack is told when it is loaded.
    let packs = context.packs();
    let (settings, as_read) = settings(context);
    let mic = Microphone::of(context, mic, &settings);
    let mic = microphone(&mic, settings.recording, &mut checks)?;
    checks.push(home(context));
    checks.push(as_read);
    checks.push(disk(context, &packs.bank, settings.recording, mic.as_ref()));
    checks.push(history(context));
    checks.push(prompts(&packs));
    checks.extend(stories(context, &packs.bank));
    checks.push(terminal(context));
    let failed = checks.iter().any(|check| check.status == Status::Fail);
    if json {
        context.print_json(&Document { checks })?;
    } else {
        for check in &checks {
            show(context, check)?;
        }
    }
    Ok(u8::from(failed))
}

fn show(context: &Context, check: &Check) -> anyhow::Result<()> {
    /// As wide as what stands before a message.
    const BEFORE: &str = "                  ";
    let width = context.terminal.width();
    let status = match check.status {
        Status::Ok => "ok  ",
        Status::Warn => "warn",
        Status::Fail => "FAIL",
    };
    let first = format!("{status}  {:<10}  ", check.id);
    context.print(&hanging(&check.message, width, &first, BEFORE))?;
    if let Some(hint) = &check.hint {
        context.print(&hanging(hint, width, BEFORE, BEFORE))?;
    }
    Ok(())
}

/// Opens the microphone and listens. Returns what it is.
fn microphone(
    meant: &Microphone,
    format: TakeFormat,
    checks: &mut Vec<Check>,
) -> anyhow::Result<Option<Mic>> {
    let opened = match audio::open(&meant.choice) {
        Ok(Some(opened)) => opened,
        Ok(None) => return Ok(None),
        Err(error) => {
            let hint = "plug one in, or practise with `--mic none`; `hotseat mic list` shows them";
            let named = meant.set_in();
            let named = named.map_or_else(String::new, |file| format!(" (set in {file})"));
            checks.push(check(
                "microphone",
                Status::Fail,
                with_reasons(format!("{error}{named}"), &audio::alsa_said()),
                Some(hint),
            ));
            return Ok(None);
        }
    };
    let mic = opened.mic.clone();
    checks.push(check("microphone", Status::Ok, microphone_name(&mic), None));
    let folder = tempfile::tempdir().context("there is no folder for temporary files")?;
    let levels = hear(
        opened,
        format,
        LISTEN,
        &folder.path().join("level.wav"),
        |_, _| {},
    )?;
    let loudest = levels
        .iter()
        .map(|level| level.peak_dbfs)
        .fold(-120.0, f32::max);
    checks.push(match verdict(&levels) {
        // Nobody was asked to speak.
        None | Some(audio::Complaint::Faint) => check(
            "level",
            Status::Ok,
            format!("it hears something, {loudest:.0} dB at the most"),
            None,
        ),
        Some(complaint) => check(
            "level",
            Status::Warn,
            in_words(complaint),
            Some("`hotseat mic test` listens while you speak"),
        ),
    });
    Ok(Some(mic))
}

/// What ALSA has to say of it is often the only trace of a wrong setting.
fn with_reasons(message: String, said: &[String]) -> String {
    if said.is_empty() {
        return message;
    }
    format!("{message} (ALSA says: {})", said.join("; "))
}

fn home(context: &Context) -> Check {
    let root = context.home.root().display().to_string();
    if let Err(error) = context.home.create() {
        return check("home", Status::Fail, error.to_string(), None);
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let recordings = context.home.recordings();
        let open =
            std::fs::metadata(&recordings).is_ok_and(|data| data.permissions().mode() & 0o077 != 0);
        if open {
            let message = format!("others on this machine may read {}", recordings.display());
            return check(
                "home",
                Status::Warn,
                message,
                Some("`chmod 700` keeps it to you"),
            );
        }
    }
    check("home", Status::Ok, root, None)
}

/// The settings, or the defaults where they have a problem, and what is to be said of them.
fn settings(context: &Context) -> (Settings, Check) {
    const ID: &str = "settings";
    let path = context.home.settings();
    let read = context.read_settings();
    let (problems, settings) = match read {
        Ok(written) if written.warnings.is_empty() => {
            let message = if path.is_file() {
                format!("{} is sound", path.display())
            } else {
                "none: every default holds".to_owned()
            };
            return (written.settings, check(ID, Status::Ok, message, None));
        }
        Ok(written) => (written.warnings, Some(written.settings)),
        Err(problems) => (problems, None),
    };
    let told = |problem: &Problem| {
        format!(
            "{}:{}:{}: {} ({})",
            problem.file, problem.line, problem.column, problem.message, problem.help
        )
    };
    let told: Vec<String> = problems.iter().map(told).collect();
    let told = told.join("; ");
    if let Some(settings) = settings {
        return (settings, check(ID, Status::Warn, told, None));
    }
    let hint = "no session begins until they are mended; without a setting its default holds";
    (
        Settings::default(),
        check(ID, Status::Fail, told, Some(hint)),
    )
}

fn disk(context: &Context, bank: &Bank, format: TakeFormat, mic: Option<&Mic>) -> Check {
    let longest = bank
        .rounds
        .iter()
        .map(|round| round.length(bank))
        .max()
        .unwrap_or_default();
    let rate = mic.and_then(|mic| mic.sample_rate).unwrap_or(USUAL_RATE);
    let channels = mic.and_then(|mic| mic.channels).unwrap_or(1);
    let needed = needed(longest, format, rate, channels);
    let used = size(bytes_below(&context.home.recordings()));
    match audio::free_bytes(context.home.root()) {
        None => check(
            "disk",
            Status::Warn,
            "the system does not say how much is free",
            None,
        ),
        Some(free) if free < needed => check(
            "disk",
            Status::Fail,
            format!(
                "{} free, the longest round needs {}; recordings take {used}",
                size(free),
                size(needed)
            ),
            Some("delete WAV files that you need no more: their scores stay"),
        ),
        Some(free) => {
            let message = format!(
                "{} free, the longest round needs {}; recordings take {used}",
                size(free),
                size(needed)
            );
            check("disk", Status::Ok, message, None)
        }
    }
}

fn bytes_below(folder: &std::path::Path) -> u64 {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return 0;
    };
    let entries = entries.filter_map(Result::ok);
    entries
        .map(|entry| match entry.metadata() {
            Ok(data) if data.is_dir() => bytes_below(&entry.path()),
            Ok(data) => data.len(),
            Err(_) => 0,
        })
        .sum()
}

fn history(context: &Context) -> Check {
    let path = context.home.database().display().to_string();
    let looked = context
        .history()
        .and_then(|history| Ok((history.integrity()?, strangers(&context.home, &history)?)));
    match looked {
        Ok((problems, 0)) if problems.is_empty() => {
            check("history", Status::Ok, format!("{path} is sound"), None)
        }
        Ok((problems, missing)) if problems.is_empty() => {
            let recordings = context.home.recordings();
            let there = in_recordings(missing, &recordings);
            let hint = take_in_hint(&recordings);
            let message = format!("{path} is sound; {there} and not in it");
            check("history", Status::Warn, message, Some(&hint))
        }
        Ok((problems, _)) => check(
            "history",
            Status::Fail,
            format!("{path} is damaged: {}", problems.join("; ")),
            Some("keep a copy of it; the recordings and their session.json are untouched"),
        ),
        Err(error) => check("history", Status::Fail, format!("{error:#}"), None),
    }
}

fn prompts(packs: &Loaded) -> Check {
    let is_error = |problem: &&Problem| problem.severity == Severity::Error;
    let errors = packs.problems.iter().filter(is_error).count();
    let have = format!(
        "{} prompts, {} rounds",
        packs.bank.prompts.len(),
        packs.bank.rounds.len()
    );
    if errors == 0 {
        return check("packs", Status::Ok, have, None);
    }
    let problems = match errors {
        1 => "1 problem".to_owned(),
        _ => format!("{errors} problems"),
    };
    check(
        "packs",
        Status::Warn,
        format!("{have}; {problems} in your packs"),
        Some("`hotseat prompts check` shows them with their places"),
    )
}

/// None where there are no stories.
fn stories(context: &Context, bank: &Bank) -> Option<Check> {
    const ID: &str = "stories";
    let files = match stories::files(context, bank) {
        Ok(files) => files,
        Err(error) => {
            let hint = "its files have to be readable, and it a folder";
            return Some(check(ID, Status::Warn, error.to_string(), Some(hint)));
        }
    };
    let told = files.iter().filter(|file| file.story.is_some()).count();
    let have = match told {
        1 => "1 story".to_owned(),
        told => format!("{told} stories"),
    };
    let hint = "`hotseat stories check` shows what is wrong, with its place";
    match files.iter().filter(|file| file.is_broken()).count() {
        0 if files.is_empty() => None,
        0 => Some(check(ID, Status::Ok, have, None)),
        1 => Some(check(
            ID,
            Status::Warn,
            format!("{have}; another one is broken"),
            Some(hint),
        )),
        broken => {
            let message = format!("{have}; {broken} others are broken");
            Some(check(ID, Status::Warn, message, Some(hint)))
        }
    }
}

fn terminal(context: &Context) -> Check {
    let terminal = context.terminal;
    if !terminal.is_interactive() {
        return check(
            "terminal",
            Status::Ok,
            "none: one line per event, and no questions",
            None,
        );
    }
    let width = terminal.width();
    if width < COLUMNS {
        let message = format!("{width} columns are narrow");
        return check(
            "terminal",
            Status::Warn,
            message,
            Some("40 columns and more show everything"),
        );
    }
    check("terminal", Status::Ok, format!("{width} columns"), None)
}
