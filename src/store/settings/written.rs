//! The settings one by one, as they are listed: what holds, what would hold by itself, and the line
//! of the file where it is set.

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;

use super::super::document::Problem;
use super::{DEVICE, MONO, OWN, Settings};
use crate::domain::{Channels, Defaults, ReadinessRules, TakeFormat, VoiceDefaults};

/// A table of the file, and a key in it.
pub(super) type Place = (&'static str, &'static str);

/// The settings, and where in their file they stand.
#[derive(Debug, Clone, Default)]
pub struct Written {
    pub settings: Settings,
    /// What is set where it does not count.
    pub warnings: Vec<Problem>,
    /// The line of each key that is set.
    pub(super) lines: BTreeMap<Place, usize>,
}

/// One setting.
#[derive(Debug, Clone, PartialEq)]
pub struct Setting {
    pub table: &'static str,
    pub key: &'static str,
    pub value: SettingValue,
    pub default: SettingValue,
    /// Where it is set, if it is.
    pub line: Option<usize>,
    /// Whether it counts in the user's own file, and in no home's.
    pub is_own: bool,
}

/// A value, shown as the file writes it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum SettingValue {
    Number(u32),
    Fraction(f64),
    Word(&'static str),
    Text(String),
    Switch(bool),
    /// Whatever there is.
    Unset,
}

impl fmt::Display for SettingValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SettingValue::Number(number) => write!(f, "{number}"),
            SettingValue::Fraction(number) => write!(f, "{number}"),
            SettingValue::Switch(is_on) => write!(f, "{is_on}"),
            SettingValue::Unset => f.write_str("what there is"),
            SettingValue::Word(word) => write!(f, "\"{word}\""),
            // It may need other quotes, or escapes.
            SettingValue::Text(text) => write!(f, "{}", toml::Value::from(text.as_str())),
        }
    }
}

impl Written {
    /// Every setting, in the order of the documented file.
    pub fn list(&self) -> Vec<Setting> {
        let holds = values(&self.settings);
        let defaults = values(&Settings::default());
        let both = holds.into_iter().zip(defaults);
        both.map(|((place, value), (_, default))| Setting {
            table: place.0,
            key: place.1,
            value,
            default,
            line: self.lines.get(&place).copied(),
            is_own: OWN.contains(&place.0),
        })
        .collect()
    }
}

fn values(settings: &Settings) -> Vec<(Place, SettingValue)> {
    let practice = practice(&settings.practice);
    let practice = practice.map(|(key, value)| (("practice", key), value));
    let recording = recording(settings.recording);
    let recording = recording.map(|(key, value)| (("recording", key), value));
    let readiness = readiness(settings.readiness);
    let readiness = readiness.map(|(key, value)| (("readiness", key), value));
    let pause = SettingValue::Fraction(settings.pause_ms as f64 / 1000.0);
    let delivery = [(("delivery", "pause_seconds"), pause)];
    let voice = voice(&settings.voice);
    let voice = voice.map(|(key, value)| (("voice", key), value));
    practice
        .into_iter()
        .chain(recording)
        .chain(readiness)
        .chain(delivery)
        .chain(voice)
        .collect()
}

fn readiness(rules: ReadinessRules) -> [(&'static str, SettingValue); 2] {
    [
        ("at_least", SettingValue::Number(rules.at_least)),
        ("within_days", SettingValue::Number(rules.within_days)),
    ]
}

fn practice(defaults: &Defaults) -> [(&'static str, SettingValue); 3] {
    [
        ("mic", SettingValue::Text(defaults.mic.to_string())),
        ("draw", SettingValue::Word(defaults.draw.as_str())),
        ("clock", SettingValue::Word(defaults.clock.as_str())),
    ]
}

fn voice(voice: &VoiceDefaults) -> [(&'static str, SettingValue); 2] {
    let words = voice.program.iter().map(String::as_str);
    let program = match shlex::try_join(words) {
        Ok(program) if !program.is_empty() => SettingValue::Text(program),
        _ => SettingValue::Unset,
    };
    [("program", program), ("on", SettingValue::Switch(voice.on))]
}

fn recording(format: TakeFormat) -> [(&'static str, SettingValue); 3] {
    let rate = format.sample_rate;
    let channels = match format.channels {
        Channels::Mono => MONO,
        Channels::Device => DEVICE,
    };
    [
        (
            "sample_rate",
            rate.map_or(SettingValue::Word(DEVICE), SettingValue::Number),
        ),
        ("channels", SettingValue::Word(channels)),
        (
            "bits",
            SettingValue::Number(u32::from(format.bits.number())),
        ),
    ]
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::super::{DELIVERY, PRACTICE, READINESS, RECORDING, VOICE};
    use super::*;

    #[test]
    fn every_setting_is_listed_with_the_line_that_sets_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("hotseat.toml");
        let listed = || Written::read(&path, None).unwrap().list();
        let unset = listed();
        let known = PRACTICE.names().chain(RECORDING.names());
        let known = known.chain(READINESS.names());
        let known = known.chain(DELIVERY.names());
        let known = known.chain(VOICE.names());
        assert!(unset.iter().map(|setting| setting.key).eq(known));
        assert!(unset.iter().all(|setting| setting.line.is_none()));
        assert!(unset.iter().all(|setting| setting.value == setting.default));
        fs::write(
            &path,
            "\n[recording]\nbits = 24\n\nsample_rate = \"device\"\n[practice]\nmic = 'a \"b\"'\n[delivery]\npause_seconds = 2.5\n",
        )
        .unwrap();
        let told = listed();
        let told = told
            .iter()
            .map(|setting| (setting.key, setting.value.to_string(), setting.line));
        let expected = [
            ("mic", "'a \"b\"'", Some(7)),
            ("draw", "\"fresh\"", None),
            ("clock", "\"shown\"", None),
            ("sample_rate", "\"device\"", Some(5)),
            ("channels", "\"mono\"", None),
            ("bits", "24", Some(3)),
            ("at_least", "3", None),
            ("within_days", "30", None),
            ("pause_seconds", "2.5", Some(9)),
            ("program", "what there is", None),
            ("on", "false", None),
        ];
        assert!(told.eq(expected.map(|(key, value, line)| (key, value.to_owned(), line))));
    }
}
