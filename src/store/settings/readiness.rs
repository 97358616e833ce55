//! `[readiness]`: how much evidence `progress` wants before it says that somebody is ready.

use super::super::document::{Fields, Key, Log, Shape, Takes};
use crate::domain::ReadinessRules;

pub(super) static READINESS: Shape = Shape::new(
    "`[readiness]`",
    &[
        Key::optional(
            "at_least",
            Takes::Whole(1, 1000),
            "How many scores have to speak for a criterion.",
        ),
        Key::optional("within_days", Takes::Whole(1, 3650), "How old they may be."),
    ],
);

const AT_LEAST: &str = "write how many scores, 1 to 1000";
const WITHIN_DAYS: &str = "write how many days, 1 to 3650";

pub(super) fn readiness(fields: &Fields<'_>, log: &mut Log) -> ReadinessRules {
    let mut whole = |key, help| {
        let value = fields.find(key)?.or_rather(help);
        let number = value.whole_in("bad-number", log)?;
        u32::try_from(number).ok()
    };
    let usual = ReadinessRules::default();
    ReadinessRules {
        at_least: whole("at_least", AT_LEAST).unwrap_or(usual.at_least),
        within_days: whole("within_days", WITHIN_DAYS).unwrap_or(usual.within_days),
    }
}

#[cfg(test)]
mod tests {
    use super::super::Written;

    #[test]
    fn how_much_evidence_it_takes_is_what_is_set() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("hotseat.toml");
        std::fs::write(&path, "[readiness]\nat_least = 1\nwithin_days = 7\n").unwrap();
        let rules = Written::read(&path, None).unwrap().settings.readiness;
        assert_eq!((rules.at_least, rules.within_days), (1, 7));
    }
}
