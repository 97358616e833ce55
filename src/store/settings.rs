//! The settings: the home's `hotseat.toml`, and the user's own one for what runs programs.
//!
//! A home's file may have come with a checkout from anywhere, so nothing in it makes a program run.
//!
//! Where nothing is set, the default of the domain holds: a home without the file, or with an empty
//! one, has its settings too. A file with a problem gives none, not even those that could be read:
//! nobody should find out after an hour of recording that what they had set was passed over.

use std::collections::{BTreeMap, BTreeSet};
use std::io::ErrorKind;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use toml::de::{DeTable, Error};

use super::document::{
    Fields, Flaw, Key, Log, Problem, Severity, Shape, Takes, TextFile, read, way_out,
};
use crate::domain::{
    Bits, Channels, Defaults, PAUSE_MS, ReadinessRules, TakeFormat, VoiceDefaults,
};
use delivery::{DELIVERY, pause_ms};
use practice::{PRACTICE, defaults};
use readiness::READINESS;
use voice::{VOICE, voice};

mod delivery;
mod practice;
mod readiness;
#[cfg(test)]
mod tests;
mod voice;
mod written;

use written::Place;
pub use written::{Setting, SettingValue, Written};

static ROOT: Shape = Shape::new(
    "the settings",
    &[
        Key::optional(
            "practice",
            Takes::Table(&PRACTICE),
            "How sessions go where no flag says it.",
        ),
        Key::optional(
            "recording",
            Takes::Table(&RECORDING),
            "How takes are written.",
        ),
        Key::optional(
            "readiness",
            Takes::Table(&READINESS),
            "How much evidence readiness takes.",
        ),
        Key::optional(
            "delivery",
            Takes::Table(&DELIVERY),
            "How the delivery is measured.",
        ),
        Key::optional("voice", Takes::Table(&VOICE), "Who speaks the questions."),
    ],
);

/// The tables that count in the user's own file, and in no home's.
const OWN: [&str; 1] = ["voice"];

static RECORDING: Shape = Shape::new(
    "`[recording]`",
    &[
        Key::optional(
            "sample_rate",
            Takes::Either(&Takes::Word(|| vec![DEVICE]), &Takes::Whole(8000, 192_000)),
            "Frames per second, or the word for the microphone's own rate.",
        ),
        Key::optional(
            "channels",
            Takes::Word(|| vec![MONO, DEVICE]),
            "As many as the microphone has, or all of them mixed to one.",
        ),
        Key::optional(
            "bits",
            Takes::Either(&Takes::Whole(16, 16), &Takes::Whole(24, 24)),
            "Of a sample.",
        ),
    ],
);

/// Stands for what the microphone has, whichever that is.
const DEVICE: &str = "device";

const MONO: &str = "mono";

const SAMPLE_RATE: &str =
    "write hertz, 8000 to 192000, or `\"device\"` for the microphone's own rate";
const CHANNELS: &str = "write `\"mono\"`, or `\"device\"` for as many as the microphone has";
const BITS: &str = "write `16` or `24`";

/// What the user has set, and the defaults where nothing is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    pub practice: Defaults,
    pub recording: TakeFormat,
    pub readiness: ReadinessRules,
    pub voice: VoiceDefaults,
    /// From this length on silence within speech is a pause.
    pub pause_ms: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            practice: Defaults::default(),
            recording: TakeFormat::default(),
            readiness: ReadinessRules::default(),
            voice: VoiceDefaults::default(),
            pause_ms: PAUSE_MS,
        }
    }
}

/// Whose file it is, and so which of its tables count.
#[derive(Debug, Clone, Copy)]
enum Whose<'a> {
    /// The home's; the user's own is there.
    Home {
        own: Option<&'a Path>,
    },
    Own,
    /// A home that lies where the user's own settings are.
    Both,
}

impl Written {
    /// Reads the home's file and the user's own, neither of which need be there.
    ///
    /// # Errors
    /// All problems of the file that has any beyond warnings, in their order.
    pub fn read(home: &Path, own: Option<&Path>) -> Result<Self, Vec<Problem>> {
        let is_own = |own: &Path| {
            let same =
                |one: &Path, other: &Path| one.canonicalize().ok() == other.canonicalize().ok();
            own == home || (own.exists() && same(own, home))
        };
        let Some(own) = own.filter(|own| !is_own(own)) else {
            let whose = own.map_or(Whose::Home { own: None }, |_| Whose::Both);
            return read_file(home, whose);
        };
        let mut written = read_file(home, Whose::Home { own: Some(own) })?;
        let mine = read_file(own, Whose::Own)?;
        written.settings.voice = mine.settings.voice;
        written.lines.extend(mine.lines);
        written.warnings.extend(mine.warnings);
        Ok(written)
    }
}

fn read_file(path: &Path, whose: Whose<'_>) -> Result<Written, Vec<Problem>> {
    let content = match read(path) {
        Ok(bytes) => Ok(bytes.into()),
        // A home that is no folder is reported where it is made.
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            return Ok(Written::default());
        }
        Err(error) => Err(Flaw::Unreadable(error.to_string())),
    };
    let file = Arc::new(TextFile::new(path.display().to_string(), content));
    let mut log = Log::new(Arc::clone(&file));
    let written = parse(&file, whose, &mut log);
    let problems = log.into_problems();
    if problems.iter().any(|p| p.severity == Severity::Error) {
        return Err(problems);
    }
    Ok(Written {
        warnings: problems,
        ..written
    })
}

fn parse(file: &Arc<TextFile>, whose: Whose<'_>, log: &mut Log) -> Written {
    if log.flawed() {
        return Written::default();
    }
    let (document, errors) = DeTable::parse_recoverable(&file.text);
    let mut values = Log::new(Arc::clone(file));
    let settings = walk(document.get_ref(), whose, &mut values);
    let mut lines = lines(document.get_ref(), file);
    lines.retain(|(table, _), _| whose.heeds(table));
    if let Some(lost) = syntax(errors, log) {
        log.adopt(values, |problem| !lost.contains(&problem.line));
    }
    Written {
        settings,
        lines,
        warnings: Vec::new(),
    }
}

impl Whose<'_> {
    fn heeds(self, table: &str) -> bool {
        match self {
            Whose::Home { .. } => !OWN.contains(&table),
            Whose::Own => OWN.contains(&table),
            Whose::Both => true,
        }
    }

    /// Says of a table that stands where it does not count where it would.
    fn refuse(self, table: &str, at: &Range<usize>, log: &mut Log) {
        match self {
            Whose::Home { own } => {
                let message = format!(
                    "`[{table}]` runs a program, and this file may come from anywhere: it does not \
                     count here"
                );
                let help = match own {
                    Some(own) => format!("if you want it, write it to {}", own.display()),
                    None => "this system names no folder for your settings".to_owned(),
                };
                log.warn("not-here", at, message, help);
            }
            Whose::Own | Whose::Both => {
                let message = format!("`[{table}]` does not count here");
                let help = "write it to the `hotseat.toml` of a home";
                log.warn("not-here", at, message, help);
            }
        }
    }
}

/// Reports the first error of each line, since the next ones are mostly its echo, and returns these
/// lines. None where a header is broken: every key below seems to stand in another table then.
fn syntax(mut errors: Vec<Error>, log: &mut Log) -> Option<BTreeSet<usize>> {
    let start = |error: &Error| error.span().map_or(0, |span| span.start);
    errors.sort_by_key(start);
    let mut lines = BTreeSet::new();
    let mut headers = true;
    for error in errors {
        let at = error.span().unwrap_or_default();
        if lines.insert(log.file().place(at.start).0) {
            let twice = error.message() == "duplicate key";
            headers &= twice || !log.file().excerpt(&at).0.trim_start().starts_with('[');
            let help = way_out(error.message(), log.file().excerpt(&at).0);
            log.error("syntax", &at, error.message(), help);
        }
    }
    headers.then_some(lines)
}

fn walk<'a>(document: &'a DeTable<'a>, whose: Whose<'_>, log: &mut Log) -> Settings {
    let root = Fields::root(document, &ROOT, log);
    let mut open = |table, help| {
        let value = root.find(table)?.or_rather(help);
        if whose.heeds(table) {
            return Fields::open(&value, log);
        }
        whose.refuse(table, &value.at, log);
        None
    };
    let practice = open(
        "practice",
        "write `[practice]` on a line, and its settings below",
    );
    let recording = open(
        "recording",
        "write `[recording]` on a line, and its settings below",
    );
    let readiness = open(
        "readiness",
        "write `[readiness]` on a line, and its settings below",
    );
    let delivery = open(
        "delivery",
        "write `[delivery]` on a line, and its settings below",
    );
    let spoken = open("voice", "write `[voice]` on a line, and its settings below");
    Settings {
        pause_ms: delivery
            .and_then(|fields| pause_ms(&fields, log))
            .unwrap_or(PAUSE_MS),
        practice: practice
            .map(|fields| defaults(&fields, log))
            .unwrap_or_default(),
        recording: recording
            .map(|fields| take_format(&fields, log))
            .unwrap_or_default(),
        readiness: readiness
            .map(|fields| readiness::readiness(&fields, log))
            .unwrap_or_default(),
        voice: spoken.map(|fields| voice(&fields, log)).unwrap_or_default(),
    }
}

/// The line of each setting that is set, by its table and its key.
fn lines(document: &DeTable<'_>, file: &TextFile) -> BTreeMap<Place, usize> {
    let mut lines = BTreeMap::new();
    for root in ROOT.keys {
        let table = document.get(root.name);
        let table = table.and_then(|value| value.get_ref().as_table());
        let (Some(table), Some(shape)) = (table, root.takes.shape()) else {
            continue;
        };
        let set = shape.names().filter_map(|key| {
            let value = table.get(key)?;
            Some(((root.name, key), file.place(value.span().start).0))
        });
        lines.extend(set);
    }
    lines
}

fn take_format(fields: &Fields<'_>, log: &mut Log) -> TakeFormat {
    let rate = fields
        .find("sample_rate")
        .filter(|value| value.data.as_str() != Some(DEVICE));
    let rate = rate.and_then(|value| {
        let value = value.or_rather(SAMPLE_RATE);
        value.whole_in("bad-number", log)
    });
    let channels = fields.find("channels").and_then(|value| {
        let word = value.or_rather(CHANNELS).word("unknown-channels", log)?;
        Some(if word == MONO {
            Channels::Mono
        } else {
            Channels::Device
        })
    });
    let bits = fields.find("bits").and_then(|value| {
        let choice = [(16, Bits::Sixteen), (24, Bits::TwentyFour)];
        value.or_rather(BITS).either("bad-number", choice, log)
    });
    TakeFormat {
        sample_rate: rate.and_then(|rate| u32::try_from(rate).ok()),
        channels: channels.unwrap_or_default(),
        bits: bits.unwrap_or_default(),
    }
}
