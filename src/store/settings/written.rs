//! The settings one by one, as they are listed: what holds, what would hold by itself, and the line
//! of the file where it is set.

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;

use super::{DEVICE, MONO, Settings};
use crate::domain::{Channels, TakeFormat};

/// The settings, and where in their file they stand.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Written {
    pub settings: Settings,
    /// The line of each key that is set.
    pub(super) lines: BTreeMap<&'static str, usize>,
}

/// One setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Setting {
    pub table: &'static str,
    pub key: &'static str,
    pub value: SettingValue,
    pub default: SettingValue,
    /// Where it is set, if it is.
    pub line: Option<usize>,
}

/// A value, shown as the file writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum SettingValue {
    Number(u32),
    Word(&'static str),
}

impl fmt::Display for SettingValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SettingValue::Number(number) => write!(f, "{number}"),
            SettingValue::Word(word) => write!(f, "\"{word}\""),
        }
    }
}

impl Written {
    /// Every setting, in the order of the documented file.
    pub fn list(&self) -> Vec<Setting> {
        let holds = values(self.settings.recording);
        let defaults = values(TakeFormat::default());
        let both = holds.into_iter().zip(defaults);
        both.map(|((key, value), (_, default))| Setting {
            table: "recording",
            key,
            value,
            default,
            line: self.lines.get(key).copied(),
        })
        .collect()
    }
}

fn values(format: TakeFormat) -> [(&'static str, SettingValue); 3] {
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

    use super::super::RECORDING;
    use super::*;

    #[test]
    fn every_setting_is_listed_with_the_line_that_sets_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("hotseat.toml");
        let listed = || Written::read(&path).unwrap().list();
        let unset = listed();
        assert!(
            unset
                .iter()
                .map(|setting| setting.key)
                .eq(RECORDING.names())
        );
        assert!(unset.iter().all(|setting| setting.line.is_none()));
        assert!(unset.iter().all(|setting| setting.value == setting.default));
        fs::write(
            &path,
            "\n[recording]\nbits = 24\n\nsample_rate = \"device\"\n",
        )
        .unwrap();
        let told = listed();
        let told = told
            .iter()
            .map(|setting| (setting.value.to_string(), setting.line));
        let expected = [("\"device\"", Some(5)), ("\"mono\"", None), ("24", Some(3))];
        assert!(told.eq(expected.map(|(value, line)| (value.to_owned(), line))));
    }
}
