//! `[delivery]`: how the delivery is measured.

use super::super::document::{Fields, Key, Log, Shape, Takes};
use crate::domain::PAUSE_RANGE_MS;

pub(super) static DELIVERY: Shape = Shape::new(
    "`[delivery]`",
    &[Key::optional(
        "pause_seconds",
        Takes::Positive,
        "From this length on silence within speech is a pause.",
    )],
);

const PAUSE: &str = "write seconds, 0.3 to 60, such as `1.5`";

pub(super) fn pause_ms(fields: &Fields<'_>, log: &mut Log) -> Option<u64> {
    let value = fields.find("pause_seconds")?.or_rather(PAUSE);
    value.millis_in(&PAUSE_RANGE_MS, log)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::super::Written;

    #[test]
    fn a_pause_is_as_long_as_it_is_set() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("hotseat.toml");
        for (line, pause_ms) in [
            ("", 1_500),
            ("pause_seconds = 0.3", 300),
            ("pause_seconds = 2", 2_000),
            ("pause_seconds = 2.25", 2_250),
            ("pause_seconds = 60.0", 60_000),
        ] {
            fs::write(&path, format!("[delivery]\n{line}")).unwrap();
            let settings = Written::read(&path, None).unwrap().settings;
            assert_eq!(settings.pause_ms, pause_ms, "{line}");
        }
    }

    #[test]
    fn what_is_no_pause_is_told_at_its_place() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("hotseat.toml");
        for (value, code) in [
            ("\"2\"", "wrong-type"),
            ("0.25", "bad-number"),
            ("61", "bad-number"),
            ("inf", "bad-number"),
        ] {
            fs::write(&path, format!("[delivery]\npause_seconds = {value}")).unwrap();
            let problems = Written::read(&path, None).unwrap_err();
            let place = (problems[0].line, problems[0].column, problems[0].code);
            assert_eq!(place, (2, 17, code), "{value}");
            assert!(problems[0].help.contains("0.3 to 60"), "{value}");
        }
    }
}
