//! How a section kept to its time, in words.

use super::text::words_ms;
use crate::domain::{End, SectionRecord};

/// `had_ms` is what it had under the policy; what differs from its budget was lent or saved.
pub fn how(section: &SectionRecord, had_ms: u64) -> String {
    if section.used_ms == 0 {
        return match section.end {
            End::TimeUp if section.budget_ms > 0 => "nothing was left of it",
            _ => "not reached",
        }
        .to_owned();
    }
    let mut parts = vec![against_the_clock(section, had_ms)];
    if section.paused_ms > 0 {
        parts.push(format!("paused for {}", words_ms(section.paused_ms)));
    }
    parts.extend(under_minimum(section));
    parts.join(", ")
}

/// By how much it was too short, if it was the candidate who ended it.
pub fn under_minimum(section: &SectionRecord) -> Option<String> {
    let short = section.under_min_ms()?;
    Some(format!("{} under its minimum", words_ms(short)))
}

fn against_the_clock(section: &SectionRecord, had_ms: u64) -> String {
    let (used, budget) = (section.used_ms, section.budget_ms);
    let beyond = used.saturating_sub(had_ms);
    let over = section.over_ms;
    if had_ms < budget {
        let lent = format!("{} lent", words_ms(budget - had_ms));
        return match (beyond, had_ms.saturating_sub(used)) {
            (0, 0) => lent,
            (0, left) => format!("{lent}, {} left", words_ms(left)),
            (beyond, _) => format!("{lent}, {} over, out of what comes after", words_ms(beyond)),
        };
    }
    match (over, had_ms > budget, beyond) {
        (0, false, _) if section.end == End::TimeUp => "full time".to_owned(),
        (0, _, _) => format!("{} left", words_ms(had_ms.saturating_sub(used))),
        (_, true, 0) => format!("{} over, saved before", words_ms(over)),
        (_, true, _) => format!(
            "{} over, {} of it out of what comes after",
            words_ms(over),
            words_ms(beyond)
        ),
        (_, false, _) => format!("{} over", words_ms(over)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Role;

    fn section(used_ms: u64, end: End) -> SectionRecord {
        let budget_ms = 60_000;
        SectionRecord {
            role: Role::Section,
            id: "s".to_owned(),
            title: "S".to_owned(),
            ask: None,
            cues: vec![],
            budget_ms,
            min_ms: 0,
            started_ms: 0,
            used_ms,
            over_ms: used_ms.saturating_sub(budget_ms),
            paused_ms: 0,
            end,
            take: None,
            marks: vec![],
            speech: None,
        }
    }

    #[test]
    fn every_course_of_a_section_has_its_words() {
        let (up, next) = (End::TimeUp, End::Next);
        let cases = [
            (0, 60, End::Stopped, "not reached"),
            (0, 0, up, "nothing was left of it"),
            (60, 60, up, "full time"),
            (45, 60, next, "15 s left"),
            (72, 60, next, "12 s over"),
            // Shortened by what came before.
            (40, 40, up, "20 s lent"),
            (30, 40, next, "20 s lent, 10 s left"),
            (
                52,
                40,
                next,
                "20 s lent, 12 s over, out of what comes after",
            ),
            // Lengthened.
            (50, 80, next, "30 s left"),
            (80, 80, up, "20 s over, saved before"),
            (
                95,
                80,
                next,
                "35 s over, 15 s of it out of what comes after",
            ),
        ];
        for (used, had, end, expected) in cases {
            let section = section(used * 1_000, end);
            assert_eq!(how(&section, had * 1_000), expected);
        }
    }

    #[test]
    fn pauses_and_a_minimum_are_told() {
        let mut short = section(18_000, End::Next);
        short.paused_ms = 90_000;
        short.min_ms = 30_000;
        let told = "42 s left, paused for 1 min 30 s, 12 s under its minimum";
        assert_eq!(how(&short, 60_000), told);
        // Whoever stops has ended more than this section.
        short.end = End::Stopped;
        assert_eq!(under_minimum(&short), None);
        short.end = End::Next;
        short.used_ms = 30_000;
        assert_eq!(under_minimum(&short), None);
    }
}
